//! What comes with the tool, held to itself.

use std::path::Path;

use trueline_conformance::{Contract, Suite, requirements, schema::Direction};
use trueline_spec::{LoadOptions, load_file};

fn contracts() -> Vec<(String, Contract)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis");
    [
        ("stripe", "file_links", "yaml"),
        ("digital_river", "file_links", "json"),
        ("garden", "plots", "yaml"),
    ]
    .map(|(folder, name, extension)| {
        let folder_path = root.join(folder);
        let loaded = load_file(
            &folder_path.join(format!("{name}.{extension}")),
            &LoadOptions::default(),
        );
        let side = folder_path.join(format!("{name}.requirements.yaml"));
        let text = std::fs::read_to_string(&side).unwrap();
        let requirements = requirements::read("side", &text).unwrap();
        let contract = Contract::new(loaded.api.unwrap(), loaded.sources, requirements);
        (folder.to_owned(), contract)
    })
    .into()
}

#[test]
fn documented_examples_become_these_cases() {
    let mut lines = Vec::new();
    for (name, contract) in contracts() {
        let suite = Suite::new(contract);
        for case in suite.cases() {
            let meta = case.meta();
            if meta.id.starts_with("examples/") {
                lines.push(format!("{name}: {}: {}", meta.id, meta.title));
            }
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn documented_answers_are_valid_by_their_own_schemas() {
    let mut judged = 0;
    for (name, contract) in contracts() {
        for operation in &contract.api.operations {
            for response in &operation.responses {
                for media_type in &response.content {
                    let Some(schema) = media_type.schema else {
                        continue;
                    };
                    for example in &media_type.examples {
                        let value = example.value.as_ref().unwrap();
                        let violations = contract.response_violations(schema, value.clone());
                        let place = format!("{name} {} {}", operation.id, example.name);
                        assert_eq!(violations, [], "{place}");
                        judged += 1;
                    }
                    let unusable =
                        contract
                            .judge
                            .unusable(&contract.api.schemas, schema, Direction::Response);
                    assert_eq!(unusable, Vec::<String>::new());
                }
            }
        }
    }
    assert!(judged >= 7);
}
