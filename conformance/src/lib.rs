//! Holds a running server to its description: cases, exchanges, findings, reports.
