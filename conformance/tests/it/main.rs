//! Tests of the tester from outside.

mod workflow;
