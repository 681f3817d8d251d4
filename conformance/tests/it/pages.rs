//! The HTML report: whole, safe whatever a server sends, and the same in a browser.

use std::process::Command;

use trueline_conformance::RunReport;
use trueline_conformance::report::html;

use crate::reports::steady;

/// All that a page could be broken or turned around by.
const HOSTILE: &str = "</script></style></pre>\"'><img src=x onerror=document.title='owned'>\
                       <script>document.title='owned'</script>\u{202e}\0\u{1b}[31m-->{{7*7}}&lt;";

/// A report in which every text that can come from a server is hostile.
async fn hostile() -> RunReport {
    let mut report = steady("member-of-wrong-type").await;
    HOSTILE.clone_into(&mut report.run.target);
    HOSTILE.clone_into(&mut report.run.api);
    for finding in &mut report.findings {
        finding.received = HOSTILE.to_owned();
        finding.expected = HOSTILE.to_owned();
        finding.curl = Some(HOSTILE.to_owned());
    }
    for case in &mut report.cases {
        for exchange in &mut case.exchanges {
            let name = (HOSTILE.to_owned(), HOSTILE.to_owned());
            exchange.request.headers.push(name.clone());
            if let Some(response) = &mut exchange.response {
                response.headers.push(name);
                if let Some(body) = &mut response.body {
                    let value = serde_json::json!({HOSTILE: [HOSTILE], "created": HOSTILE});
                    body.text = Some(value.to_string());
                }
            }
        }
    }
    report
}

#[tokio::test]
async fn nothing_from_a_server_is_markup() {
    let page = html::render(&hostile().await);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("</style").count(), 1);
    assert!(!page.contains("<img"));
    let unseen = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    assert!(!page.contains(unseen));
    assert!(page.contains("⟨U+202E⟩"), "it is shown that it was there");
}

#[tokio::test]
async fn the_page_loads_nothing() {
    let page = html::render(&steady("member-of-wrong-type").await);
    for word in [
        "<link",
        "src=",
        "@import",
        "url(",
        "http-equiv=\"refresh\"",
        "fetch(",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[tokio::test]
async fn a_finding_shows_both_sides_and_the_difference() {
    let page = html::render(&steady("member-of-wrong-type").await);
    for words in [
        "<b>PATCH /notes/note_9000000N</b>",
        "<mark>&quot;created&quot;: &quot;yesterday&quot;,</mark> <span class=\"due\">expected a value of type integer</span>",
        "notes.yaml:143",
        "href=\"#req-N-03\"",
        "id=\"req-N-03\"",
        "trueline replay &#39;examples/updateNote/update@0&#39;",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

/// The page as a browser has made it of the text, its script run.
fn in_browser(page: &str) -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let is_there = |name: &&str| {
        let called = Command::new(name).arg("--version").output();
        called.is_ok_and(|it| it.status.success())
    };
    let browser = names.into_iter().find(is_there)?;
    let path = std::env::temp_dir().join(format!("trueline-page-{}.html", std::process::id()));
    std::fs::write(&path, page).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
async fn a_browser_runs_the_page_and_nothing_else() {
    let Some(dom) = in_browser(&html::render(&hostile().await)) else {
        println!("skipped: there is no Chromium here");
        return;
    };
    // The page's own script ran, by the hash of the policy; nothing of the server's did.
    assert!(dom.contains("class=\"scripted\""), "{dom}");
    assert!(dom.contains("aria-pressed"), "{dom}");
    assert!(!dom.contains("<title>owned"), "{dom}");
    assert!(!dom.contains("<img"), "{dom}");
}
