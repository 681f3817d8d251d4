//! Writes the packages of a loop over one description, and makes tables of what such loops counted; `benches/loop/run`
//! calls it.

use std::path::Path;
use std::process::ExitCode;

use trueline_generator::planning::{PlanOptions, plan};
use trueline_generator::{Options, generate};
use trueline_loop::{glue, table};
use trueline_spec::{LoadOptions, load_file};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["write", document, out, root] => {
            write(Path::new(document), Path::new(out), Path::new(root))
        }
        ["relay", document, api, runtime] => relay(Path::new(document), api, runtime),
        ["table", results] => std::fs::read_to_string(results)
            .map(|text| print!("{}", table(&text)))
            .map_err(|error| format!("cannot read {results}: {error}")),
        _ => Err(
            "usage: trueline-loop write DOC OUT REPOSITORY | relay DOC API RUNTIME | table RESULTS"
                .to_owned(),
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// The relay alone, for generated code at the path `api`.
fn relay(document: &Path, api: &str, runtime: &str) -> Result<(), String> {
    let loaded = load_file(document, &LoadOptions::default());
    let Some(described) = &loaded.api else {
        return Err(format!("{} is no description", document.display()));
    };
    let (plan, _) = plan(described, &PlanOptions::default());
    print!("{}", glue(&plan, api, runtime));
    Ok(())
}

/// Two packages below `out`: what is generated, and the relay over it.
fn write(document: &Path, out: &Path, root: &Path) -> Result<(), String> {
    let loaded = load_file(document, &LoadOptions::default());
    let Some(api) = &loaded.api else {
        return Err(format!("{} is no description", document.display()));
    };
    let options = Options {
        package: "loop-api".to_owned(),
        ..Options::default()
    };
    let output = generate(api, &loaded.sources, &options).map_err(|error| error.to_string())?;
    output
        .write(&out.join("api"))
        .map_err(|error| error.to_string())?;
    let (plan, _) = plan(api, &PlanOptions::default());
    if plan.operations.is_empty() {
        return Err("no operation was generated".to_owned());
    }
    let put = |path: &str, text: &str| {
        let path = out.join("relay").join(path);
        let folder = path.parent().unwrap_or(out).to_owned();
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    put(
        "src/relay.rs",
        &glue(&plan, "loop_api", "loop_api::runtime"),
    )?;
    put("src/main.rs", MAIN)?;
    put(
        "Cargo.toml",
        &MANIFEST.replace("ROOT", &root.display().to_string()),
    )
}

const MANIFEST: &str = r#"[package]
name = "loop-relay"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
http = "1"
loop-api = { path = "../api", features = ["client", "server"] }
serde_json = { version = "1", features = ["float_roundtrip", "preserve_order", "unbounded_depth"] }
trueline-loop = { path = "ROOT/benches/loop" }

[profile.dev]
debug = false
"#;

const MAIN: &str = r#"//! The loop over one description: `loop-relay DOC NAME VALID CHANGED SEED` prints a tally as JSON.

mod relay;

use trueline_loop::{Loop, Rounds};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |place: usize| arguments[place].parse().expect("a number");
    let rounds = Rounds {
        valid: number(3) as usize,
        changed: number(4) as usize,
        seed: number(5),
    };
    let played = Loop::open(arguments[1].as_ref(), relay::relay).expect("a description");
    println!("{}", played.play(&arguments[2], rounds).to_json());
}
"#;
