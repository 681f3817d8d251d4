//! Generated from the descriptions under spec/apis. Never edited by hand.
