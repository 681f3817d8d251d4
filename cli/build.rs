//! Lists the bundled APIs under `spec/apis`, so that no line of code names one.
//!
//! `spec/apis/GROUP/NAME.{yaml,json}` is the API `GROUP/NAME`; beside it may stand `NAME.requirements.yaml`
//! and `NAME.arazzo.yaml`. The file `spec/apis/default` holds the name that a command takes when none is given.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let apis = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../spec/apis");
    println!("cargo::rerun-if-changed={}", apis.display());
    let default = fs::read_to_string(apis.join("default"))?;
    let mut table = format!(
        "/// The API that is meant when none is named.\npub(crate) const DEFAULT: &str = {:?};\n",
        default.trim()
    );
    table.push_str("/// All bundled APIs, by name.\npub(crate) static BUNDLED: &[Bundled] = &[\n");
    for group in sorted(&apis)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", group.display());
        for document in sorted(&group)? {
            let (Some(stem), Some(extension)) =
                (name(document.file_stem()), name(document.extension()))
            else {
                continue;
            };
            if stem.contains('.') || !matches!(extension, "yaml" | "json") {
                continue;
            }
            let group_name = name(group.file_name()).unwrap_or_default();
            writeln!(
                table,
                "    Bundled {{ name: \"{group_name}/{stem}\", document: {}, requirements: {}, workflows: {} }},",
                embed(&apis, &document),
                side(&apis, &document, &format!("{stem}.requirements.yaml")),
                side(&apis, &document, &format!("{stem}.arazzo.yaml")),
            )?;
        }
    }
    table.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundled.rs"), table)?;
    Ok(())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

fn name(text: Option<&std::ffi::OsStr>) -> Option<&str> {
    text.and_then(std::ffi::OsStr::to_str)
}

fn embed(apis: &Path, file: &Path) -> String {
    println!("cargo::rerun-if-changed={}", file.display());
    let shown = file
        .strip_prefix(apis)
        .unwrap_or(file)
        .display()
        .to_string();
    format!(
        "File {{ name: \"spec/apis/{shown}\", bytes: include_bytes!({:?}) }}",
        file.display().to_string()
    )
}

fn side(apis: &Path, document: &Path, name: &str) -> String {
    let file = document.with_file_name(name);
    if file.is_file() {
        format!("Some({})", embed(apis, &file))
    } else {
        "None".to_owned()
    }
}
