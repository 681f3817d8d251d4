//! Times a comparison: `cargo run --release -p trueline-diff --example time -- OLD NEW`.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use trueline_diff::{Party, Side, diff, render};
use trueline_spec::{LoadOptions, load_file};

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [old, new] = paths.as_slice() else {
        eprintln!("give two descriptions");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    let old = load_file(Path::new(old), &LoadOptions::default());
    let new = load_file(Path::new(new), &LoadOptions::default());
    let read = start.elapsed();
    let (Some(old_api), Some(new_api)) = (&old.api, &new.api) else {
        eprintln!("one of them is no description");
        return ExitCode::from(2);
    };
    let start = Instant::now();
    let (old, new) = (
        Side {
            api: old_api,
            sources: &old.sources,
        },
        Side {
            api: new_api,
            sources: &new.sources,
        },
    );
    let found = diff(old, new, &[Party::Callers]);
    let compared = start.elapsed();
    println!(
        "read in {read:.2?}, compared in {compared:.2?}: {}",
        render::counts(&found)
    );
    ExitCode::SUCCESS
}
