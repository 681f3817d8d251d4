//! Faulty documents: `tests/data/arazzo/faults/NAME.yaml`, and beside each `NAME.expected` with what is
//! said of it, one diagnostic a line. `BLESS=1` writes the expected files anew.

use std::fmt::Write as _;

use trueline_conformance::workflow;

use super::{arazzo, things};

#[test]
fn every_fault_is_named_with_its_place() {
    let mut documents = 0;
    for entry in std::fs::read_dir(arazzo("faults")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "yaml") {
            continue;
        }
        documents += 1;
        let (api, mut sources, requirements) = things();
        let bytes = std::fs::read(&path).unwrap();
        let (document, diagnostics) =
            workflow::read(&mut sources, "w.yaml", &bytes, &api, &requirements);
        let mut said = String::new();
        for it in &diagnostics {
            let span = it.span().unwrap();
            let (line, column) = (span.line, span.column);
            let _ = write!(
                said,
                "{line}:{column}: {} {}: {}",
                it.severity, it.code, it.message
            );
            if let Some(help) = &it.help {
                let _ = write!(said, " ({help})");
            }
            said.push('\n');
        }
        assert!(document.is_none(), "{path:?} was accepted");
        let expected = path.with_extension("expected");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &said).unwrap();
        }
        let expected = std::fs::read_to_string(&expected).unwrap();
        assert_eq!(said, expected, "{path:?}");
    }
    assert!(documents > 5);
}
