#![allow(missing_docs, clippy::unwrap_used)]
use std::path::Path;
use std::sync::Arc;
use trueline_conformance::*;
#[tokio::main]
async fn main() {
    let prefix = std::env::args().nth(1).unwrap_or_default();
    let fault = std::env::args().nth(2).filter(|it| !it.is_empty());
    let verbose = std::env::args().nth(3).is_some();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/apis/stripe");
    let mut loaded = trueline_spec::load_file(&dir.join("file_links.yaml"), &Default::default());
    let api = loaded.api.unwrap();
    let req = requirements::read(
        "r",
        &std::fs::read_to_string(dir.join("file_links.requirements.yaml")).unwrap(),
    )
    .unwrap();
    let bytes = std::fs::read(dir.join("file_links.arazzo.yaml")).unwrap();
    let (doc, d) = workflow::read(
        &mut loaded.sources,
        "file_links.arazzo.yaml",
        &bytes,
        &api,
        &req,
    );
    if doc.is_none() {
        panic!("{d:#?}");
    }
    let mut suite = Suite::new(Contract::new(api, loaded.sources, req));
    suite.extend(workflow::cases(&Arc::new(doc.unwrap())));
    suite.retain(|m| m.id.starts_with(&prefix));
    let options = trueline_reference::serve::Options {
        fault: fault.map(|f| f.parse().unwrap()),
        ..Default::default()
    };
    let server = trueline_reference::serve::serve_on_loopback(options)
        .await
        .unwrap();
    let mut target = Target::new(&server.base_url()).unwrap();
    target.credential = Some(Credential::parse("basic:sk_test_123").unwrap());
    let mut o = RunOptions::default();
    for f in std::env::var("FIX")
        .unwrap_or_default()
        .split(',')
        .filter(|it| !it.is_empty())
    {
        let (a, b) = f.split_once('=').unwrap();
        o.fixtures.insert(a.into(), b.into());
    }
    let t = std::time::Instant::now();
    let report = run(&suite, target, &o, &mut []).await.unwrap();
    println!("{:?} {:#?}", t.elapsed(), report.run.counts);
    for c in &report.cases {
        if c.verdict.as_str() != "passed" || verbose {
            println!("{} {} {} {:?}", c.verdict.as_str(), c.id, c.title, c.reason);
            for f in &c.failures {
                println!(
                    "   {} {:?} {} | {} @{:?}",
                    f.check,
                    f.requirements,
                    f.expected,
                    f.received,
                    f.place.as_ref().map(|p| p.to_string())
                );
            }
            if std::env::var_os("X").is_some() {
                for e in &c.exchanges {
                    println!(
                        "     {}",
                        serde_json::to_string(e)
                            .unwrap()
                            .chars()
                            .take(700)
                            .collect::<String>()
                    );
                }
            }
        }
    }
}
