//! Checks that find nothing alone, and why they stay.

/// Each with the reason. One that finds a fault alone must not stand here: the self-test says so.
const STAYS: &[(&str, &str)] = &[
    (
        "ties",
        "ties that stand otherwise than they were made break pages as well, wherever the tester can see it; where \
         nothing says how they stand, they are the server's choice",
    ),
    (
        "laws/unique-ids",
        "an id that is given twice breaks what looks for its own things, too; this law says so by name, and is the one \
         that is asked where there is no list",
    ),
    (
        "laws/refused-create",
        "`laws/refused-for-anything` asks more, but only of a list whose order is known and to which nobody else writes",
    ),
    (
        "coverage/map",
        "`coverage/longest-value` asks more, but only where a longest value is documented",
    ),
    (
        "coverage/missing-beside-others",
        "the one API here with such a body has a workflow for it, `create-without-file`",
    ),
    (
        "coverage/each-branch",
        "the one API here with such unions has a workflow for each of their branches",
    ),
    (
        "coverage/body-left-out",
        "the one API here with such an operation has a workflow for it, `update-of-nothing`",
    ),
];

/// Why a check stays though another finds all that it finds; `None` where nothing says it.
pub(super) fn because(check: &str) -> Option<&'static str> {
    let stays = STAYS.iter().find(|(name, _)| *name == check);
    stays.map(|(_, reason)| *reason)
}
