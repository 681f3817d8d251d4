//! References to other documents.

use std::path::Path;

use trueline_spec::{LoadOptions, Loaded, load_named};

use super::{dump, folder};

/// Loads `files/main.yaml` with a resolver that reads below `files` and records what it reads.
fn load_files() -> (Loaded, Vec<String>) {
    let base = folder().join("files");
    let reads = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = std::sync::Arc::clone(&reads);
    let root = base.clone();
    let options = LoadOptions {
        resolver: Some(Box::new(move |from: &str, resource: &str| {
            let resource = resource.replace("%20", " ");
            let mut name: Vec<&str> = Path::new(from)
                .parent()
                .into_iter()
                .flat_map(Path::iter)
                .filter_map(|part| part.to_str())
                .collect();
            for part in resource.split('/') {
                match part {
                    ".." => {
                        name.pop();
                    }
                    "." => {}
                    part => name.push(part),
                }
            }
            let name = name.join("/");
            log.lock()
                .expect("no reader has panicked")
                .push(name.clone());
            let bytes = std::fs::read(root.join(&name)).map_err(|error| error.to_string())?;
            Ok((name, bytes))
        })),
        ..LoadOptions::default()
    };
    let bytes = std::fs::read(base.join("main.yaml")).expect("the document is there");
    let loaded = load_named("main.yaml", &bytes, &options);
    let reads = reads.lock().expect("no reader has panicked").clone();
    (loaded, reads)
}

#[test]
fn other_documents_are_read_where_they_are_needed() {
    let (loaded, _) = load_files();
    let api = loaded.api.as_ref().expect("an API");
    insta::assert_snapshot!(dump::api(api), @r#"
    api "Files" "1"
    server /
    operation listPets GET /pets
      query limit Form exploded: integer
      response 200 "OK"
        application/json: array
          []: → Pet
    schema Pet: → document 2 #/components/schemas/Pet
    schema Whole: → document 3 #
    schema Broken:
    schema document 2 #/components/schemas/Pet: object
      .kind: → document 3 #
      .friend: → document 2 #/components/schemas/Pet
      .missing:
    schema document 3 #: string ["cat","dog"]
    "#);
    let names: Vec<&str> = loaded
        .sources
        .documents()
        .map(|(_, text)| text.name.as_str())
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(
        sorted.len(),
        names.len(),
        "a document was loaded twice: {names:?}"
    );
}

#[test]
fn a_fault_in_another_document_is_told_where_it_is() {
    let (loaded, _) = load_files();
    let told: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.span().expect("a place");
            let name = loaded.sources.name(span.document);
            format!(
                "{} {name}:{} {}",
                diagnostic.code, span.line, diagnostic.message
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    S0401 main.yaml:9 no operation uses the schema `Whole`
    S0401 main.yaml:10 no operation uses the schema `Broken`
    S0205 main.yaml:10 `broken.yaml` is neither YAML nor JSON
    S0201 schemas.yaml:11 `#/components/schemas/Pat` leads nowhere
    ");
}

#[test]
fn a_document_on_the_network_is_asked_for_only_when_allowed() {
    let document = br#"{"openapi": "3.0.0", "info": {"title": "", "version": ""}, "paths": {},
        "components": {"schemas": {"A": {"$ref": "https://example.com/a.json#/A"}}}}"#;
    let options = |allow_remote| LoadOptions {
        allow_remote,
        resolver: Some(Box::new(|_: &str, resource: &str| {
            Ok((
                resource.to_owned(),
                br#"{"A": {"type": "string"}}"#.to_vec(),
            ))
        })),
        ..LoadOptions::default()
    };
    let refused = load_named("a.json", document, &options(false));
    assert_eq!(refused.diagnostics[0].code.0, "S0204");
    assert_eq!(refused.sources.documents().count(), 1);
    let allowed = load_named("a.json", document, &options(true));
    assert_eq!(allowed.diagnostics, []);
    let api = allowed.api.expect("an API");
    assert!(
        dump::api(&api).contains("schema A: → document 1 #/A"),
        "{}",
        dump::api(&api)
    );
}
