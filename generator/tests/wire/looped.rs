//! The closed loop, in small: random requests through the generated server and the generated client of each bundled
//! description and of the wire document, and random answers back. `benches/loop` does the same at scale.

use std::path::Path;

use trueline_loop::{Ends, Loop, Pass, Rounds, is_fresh};

use crate::relays;

/// The bundled descriptions, with where their generated code stands.
const BUNDLED: &[(&str, &str, &str, Make)] = &[
    (
        "stripe_file_links",
        "apis/stripe/file_links.yaml",
        "trueline_generated::stripe::file_links",
        relays::stripe_file_links::relay,
    ),
    (
        "stripe_files",
        "apis/stripe/files.yaml",
        "trueline_generated::stripe::files",
        relays::stripe_files::relay,
    ),
    (
        "digital_river",
        "apis/digital_river/file_links.json",
        "trueline_generated::digital_river::file_links",
        relays::digital_river::relay,
    ),
    (
        "garden",
        "apis/garden/plots.yaml",
        "trueline_generated::garden::plots",
        relays::garden::relay,
    ),
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
    for (name, path, _, relay) in BUNDLED {
        holds(name, path, *relay);
    }
}

#[test]
fn the_loop_over_the_wire_document_closes() {
    holds("wire", "wire/openapi.yaml", relays::wire::relay);
}

/// The relays are what the harness writes now; `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn the_relays_are_fresh() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let relays = here.join("tests/wire/relays");
    let fresh = |name: &str, path: &str, api: &str, runtime: &str| {
        let document = here.join("../spec").join(path);
        is_fresh(&document, &relays.join(format!("{name}.rs")), api, runtime).unwrap();
    };
    for (name, path, api, _) in BUNDLED {
        fresh(name, path, api, "trueline_generated::runtime");
    }
    fresh(
        "wire",
        "wire/openapi.yaml",
        "crate::golden::wire",
        "crate::runtime",
    );
}
