//! The closed loop over the descriptions of this folder: random requests through generated server and client, and
//! random answers back.

use std::path::Path;

use trueline_loop::{Ends, Loop, Pass, Rounds, is_fresh};

use crate::relays;

type Make = fn(Ends) -> Pass;

const DOCUMENTS: &[(&str, Make)] = &[
    ("bodies", relays::bodies::relay),
    ("directions", relays::directions::relay),
    ("names", relays::names::relay),
    ("pages", relays::pages::relay),
    ("parameters", relays::parameters::relay),
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

/// The relays are what the harness writes now; `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn the_relays_are_fresh() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for (name, _) in DOCUMENTS {
        let (document, relay) = (
            here.join(format!("servers/{name}.yaml")),
            here.join(format!("served/relays/{name}.rs")),
        );
        let api = format!("crate::golden::{name}");
        is_fresh(&document, &relay, &api, "crate::runtime").unwrap();
    }
}
