//! Faults that the tester is known not to find.

use super::Fault;

/// Each with the reason. One that is found must not stand here: a test of the tester says so.
const MISSED: &[(Fault, &str)] = &[(
    Fault::IdempotencyFailureNotSaved,
    "only a failure after execution began must be kept, one by validation must not (IDEM-08), and where the one ends \
     and the other begins is the server's affair; the failure that surely counts, a 500, cannot be asked for from outside",
)];

impl Fault {
    /// Why the tester does not find this fault; `None` where it does.
    pub fn missed_because(self) -> Option<&'static str> {
        let missed = MISSED.iter().find(|(fault, _)| *fault == self);
        missed.map(|(_, reason)| *reason)
    }
}
