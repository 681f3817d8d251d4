//! The workflow documents that come with the tool.

use std::path::{Path, PathBuf};

use trueline_conformance::{requirements, workflow};
use trueline_spec::{LoadOptions, load_file};

fn apis() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis")
}

#[test]
fn nothing_is_wrong_with_them() {
    for (folder, name, extension) in [
        ("stripe", "file_links", "yaml"),
        ("digital_river", "file_links", "json"),
        ("garden", "plots", "yaml"),
    ] {
        let folder = apis().join(folder);
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
        let mut loaded = load_file(
            &folder.join(format!("{name}.{extension}")),
            &LoadOptions::default(),
        );
        let api = loaded.api.expect("the description can be read");
        let requirements =
            requirements::read("requirements", &text(&format!("{name}.requirements.yaml")))
                .expect("the requirements can be read");
        let (document, diagnostics) = workflow::read(
            &mut loaded.sources,
            "workflows",
            text(&format!("{name}.arazzo.yaml")).as_bytes(),
            &api,
            &requirements,
        );
        let said: Vec<String> = diagnostics
            .iter()
            .map(|it| {
                let line = it.span().map_or(0, |span| span.line);
                format!("{line}: {} {}", it.code, it.message)
            })
            .collect();
        assert_eq!(said, Vec::<String>::new(), "{folder:?}");
        assert!(document.is_some());
    }
}
