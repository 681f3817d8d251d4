//! The closed loop over the descriptions of this folder: random requests through generated server and client, and
//! random answers back.

use std::path::Path;

use trueline_loop::{Ends, Loop, Pass, Rounds};

use crate::relays;

type Make = fn(Ends) -> Pass;

const DOCUMENTS: &[(&str, Make)] = &[
    ("bodies", relays::bodies::relay),
    ("directions", relays::directions::relay),
    ("names", relays::names::relay),
    ("pages", relays::pages::relay),
    ("parameters", relays::parameters::relay),
    ("received", relays::received::relay),
    ("responses", relays::responses::relay),
];

#[test]
fn the_loop_over_each_description_closes() {
    for (name, relay) in DOCUMENTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/servers/{name}.yaml"));
        let rounds = Rounds {
            valid: 20,
            changed: 20,
            seed: 7,
        };
        let tally = Loop::open(&path, relay).unwrap().play(name, rounds);
        let wrong: Vec<String> = tally
            .disagreements
            .iter()
            .map(|it| format!("{} {}: {}", it.operation, it.about, it.detail))
            .collect();
        assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
        assert!(tally.unasked.is_empty(), "{name}: {:?}", tally.unasked);
        // A loop that asks nothing holds always.
        assert!(tally.requests >= tally.operations * 15, "{name}: {tally:?}");
        assert!(tally.answers >= tally.operations * 15, "{name}: {tally:?}");
    }
}
