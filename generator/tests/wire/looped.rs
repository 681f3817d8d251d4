//! The closed loop, in small: random requests through the generated server and the generated client of each bundled
//! description and of the wire document, and random answers back. `benches/loop` does the same at scale.

use std::path::Path;

use trueline_loop::{Ends, Loop, Pass, Rounds};

use crate::relays;

/// The bundled descriptions.
const BUNDLED: &[(&str, &str, Make)] = &[
    (
        "stripe_file_links",
        "apis/stripe/file_links.yaml",
        relays::stripe_file_links::relay,
    ),
    (
        "stripe_files",
        "apis/stripe/files.yaml",
        relays::stripe_files::relay,
    ),
    (
        "digital_river",
        "apis/digital_river/file_links.json",
        relays::digital_river::relay,
    ),
    ("garden", "apis/garden/plots.yaml", relays::garden::relay),
];

type Make = fn(Ends) -> Pass;

fn holds(name: &str, path: &str, relay: Make) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../spec")
        .join(path);
    let rounds = Rounds {
        valid: 8,
        changed: 12,
        seed: 7,
    };
    let tally = Loop::open(&path, relay).unwrap().play(name, rounds);
    let wrong: Vec<String> = tally
        .disagreements
        .iter()
        .map(|it| format!("{} {}: {}", it.operation, it.about, it.detail))
        .collect();
    assert!(wrong.is_empty(), "{name}:\n{}", wrong.join("\n"));
    // A loop that asks nothing holds always.
    assert!(tally.unasked.len() <= 1, "{name}: {:?}", tally.unasked);
    let asked = tally.operations - tally.unasked.len();
    assert!(tally.requests >= asked * 6, "{name}: {tally:?}");
    assert!(tally.answers >= asked * 6, "{name}: {tally:?}");
    assert!(tally.changed_invalid >= asked, "{name}: {tally:?}");
}

#[test]
fn the_loop_over_bundled_descriptions_closes() {
    for (name, path, relay) in BUNDLED {
        holds(name, path, *relay);
    }
}

#[test]
fn the_loop_over_the_wire_document_closes() {
    holds("wire", "wire/openapi.yaml", relays::wire::relay);
}
