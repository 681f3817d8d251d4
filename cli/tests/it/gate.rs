//! What a build relies on: baselines, parts and their merging, reports and where they go.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::{Call, folder, trueline_in};

/// A server with one fault, and a suite that is quick.
const QUICK: [&str; 3] = ["test", "garden/plots", "--cases=0"];

fn faulty<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&QUICK[..], &["--fault", "total-of-page"], more].concat()
}

#[test]
fn a_foreign_server_becomes_green_with_a_baseline_and_stays_honest() {
    let folder = folder();
    let folder = folder.path();
    trueline_in(folder, &faulty(&[])).expect(1);
    let call = trueline_in(folder, &faulty(&["--baseline", "known.yaml"])).expect(2);
    assert!(call.stderr.contains("--update-baseline"), "{}", call.stderr);
    let update = ["--baseline", "known.yaml", "--update-baseline"];
    trueline_in(folder, &faulty(&update)).expect(0);
    let call = trueline_in(folder, &faulty(&["--baseline", "known.yaml"])).expect(0);
    assert!(call.stderr.contains("1 in the baseline"), "{}", call.stderr);
    // Mended: the entry must go.
    let held = [&QUICK[..], &["--baseline", "known.yaml"]].concat();
    let call = trueline_in(folder, &held).expect(1);
    assert!(
        call.stderr.contains("known.yaml:5: `law-"),
        "{}",
        call.stderr
    );
    assert!(call.stderr.contains("no longer fails"), "{}", call.stderr);
    // A part of the suite says nothing of the rest.
    trueline_in(folder, &[&held[..], &["--filter", "examples/"]].concat()).expect(0);
    // Another fault is new, and an entry that expired is none.
    let other = [
        &QUICK[..],
        &["--fault", "one-plot-more", "--baseline", "known.yaml"],
    ]
    .concat();
    trueline_in(folder, &other).expect(1);
    let text = fs::read_to_string(folder.join("known.yaml")).unwrap();
    let date = text.lines().find(|line| line.contains("expires:")).unwrap();
    let expired = text.replace(date, "    expires: '2020-01-01'");
    fs::write(folder.join("known.yaml"), expired).unwrap();
    let call = trueline_in(folder, &faulty(&["--baseline", "known.yaml"])).expect(1);
    assert!(call.stderr.contains("until 2020-01-01"), "{}", call.stderr);
}

#[test]
fn parts_are_merged_into_any_report() {
    let folder = folder();
    let folder = folder.path();
    trueline_in(folder, &faulty(&["--report", "json=whole.json"])).expect(1);
    for part in ["1", "2", "3"] {
        let shard = format!("--shard={part}/3");
        let report = format!("json=part-{part}.json");
        let arguments = [&shard, "--timings", "whole.json", "--report", &report];
        let code = trueline_in(folder, &faulty(&arguments)).code;
        assert!(code < 2, "{code}");
    }
    let parts = ["merge", "part-3.json", "part-1.json", "part-2.json"];
    let reports = [
        "--report",
        "json=merged.json",
        "--report",
        "html=a/report.html",
    ];
    trueline_in(folder, &[&parts[..], &reports].concat()).expect(1);
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
    };
    let (whole, merged) = (read("whole.json"), read("merged.json"));
    assert_eq!(whole["run"]["counts"], merged["run"]["counts"]);
    assert_eq!(whole["findings"][0]["id"], merged["findings"][0]["id"]);
    let verdicts = |report: &Value| -> Vec<Value> {
        let requirements = report["requirements"].as_array().unwrap().iter();
        requirements.map(|it| it["verdict"].clone()).collect()
    };
    assert_eq!(verdicts(&whole), verdicts(&merged));
    assert!(folder.join("a/report.html").is_file());
    // A part is missing, or is no report.
    let call = trueline_in(folder, &["merge", "part-1.json", "part-2.json"]).expect(2);
    assert!(
        call.stderr.contains("part 3/3 is missing"),
        "{}",
        call.stderr
    );
    fs::write(folder.join("no.json"), "{}").unwrap();
    trueline_in(folder, &["merge", "no.json"]).expect(2);
    trueline_in(folder, &["test", "--shard", "0/3"]).expect(2);
    // A baseline is for the whole.
    let update = ["--baseline", "known.yaml", "--update-baseline"];
    trueline_in(folder, &[&parts[..], &update].concat()).expect(0);
}

/// `faulty`, in a build of GitHub Actions.
fn in_github(folder: &std::path::Path, arguments: &[&str]) -> Call {
    let output = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(arguments)
        .current_dir(folder)
        .env("CI", "true")
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .output()
        .expect("the command starts");
    Call::of(&output)
}

#[test]
fn a_build_of_github_gets_annotations_and_a_summary() {
    let folder = folder();
    fs::write(folder.path().join("summary.md"), "# Before\n").unwrap();
    let call = in_github(folder.path(), &faulty(&[])).expect(1);
    let annotation = call
        .stderr
        .lines()
        .find(|line| line.starts_with("::error "));
    let annotation = annotation.unwrap_or_else(|| panic!("{}", call.stderr));
    assert!(
        annotation.contains("file=spec/apis/garden/plots.requirements.yaml,line="),
        "{annotation}"
    );
    assert_eq!(call.stdout, "");
    let summary = fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert!(
        summary.starts_with("# Before\n") && summary.contains("**Broken**"),
        "{summary}"
    );
    // Where they are asked for, they go there and not twice.
    let call = in_github(folder.path(), &faulty(&["--report", "github=-"])).expect(1);
    assert!(call.stdout.starts_with("::error "), "{}", call.stdout);
    assert!(!call.stderr.contains("::error "), "{}", call.stderr);
}

#[test]
fn a_report_that_has_no_place_is_said_before_the_run() {
    let folder = folder();
    fs::write(folder.path().join("file"), "").unwrap();
    for path in ["json=file/report.json", "html=."] {
        let call = trueline_in(folder.path(), &["test", "--report", path]).expect(2);
        assert!(call.stderr.contains("cannot write"), "{}", call.stderr);
        assert!(!call.stderr.contains("cases against"), "{}", call.stderr);
    }
    let call = trueline_in(folder.path(), &["test", "--report", "pdf=x"]).expect(2);
    assert!(call.stderr.contains("sarif"), "{}", call.stderr);
}

/// The disk is full when the report is written: the verdict stands, and with it the exit code.
#[cfg(unix)]
#[test]
fn a_full_disk_costs_the_report_and_not_the_verdict() {
    for (fault, code) in [("", 0), (" --fault total-of-page", 1)] {
        let folder = folder();
        let folder = folder.path();
        fs::write(folder.join("report.json"), "the old one").unwrap();
        let script = format!(
            "trap '' XFSZ; ulimit -f 8; exec \"$0\" test garden/plots --cases 0{fault} \
             --report json=report.json --report badge=badge.svg"
        );
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_trueline")])
            .current_dir(folder)
            .output()
            .expect("the command starts");
        let call = Call::of(&output).expect(code);
        assert!(
            call.stderr.contains("cannot write report.json"),
            "{}",
            call.stderr
        );
        assert!(call.stderr.contains("cases against"), "{}", call.stderr);
        // What was there is whole, what is small enough was written, and nothing else is left.
        assert_eq!(
            fs::read(folder.join("report.json")).unwrap(),
            b"the old one"
        );
        assert!(folder.join("badge.svg").is_file());
        assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
    }
}

#[test]
fn there_are_completions_and_manual_pages() {
    let folder = folder();
    let call = trueline_in(folder.path(), &["completions", "bash"]).expect(0);
    assert!(call.stdout.contains("--update-baseline"));
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        trueline_in(folder.path(), &["completions", shell]).expect(0);
    }
    let call = trueline_in(folder.path(), &["man"]).expect(0);
    assert!(call.stdout.contains(".TH trueline 1"), "{}", call.stdout);
    trueline_in(folder.path(), &["man", "--out", "pages"]).expect(0);
    let page = fs::read_to_string(folder.path().join("pages/trueline-test.1")).unwrap();
    assert!(page.contains("baseline"), "{page}");
}

/// Every option that the templates for build servers name is one of the command.
#[test]
fn the_templates_name_options_that_there_are() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let help = |command: &str| trueline_in(&root, &[command, "--help"]).expect(0).stdout;
    let known = help("test") + &help("merge");
    for file in ["action.yml", "ci/gitlab.yml", "ci/kubernetes.yaml"] {
        let text = fs::read_to_string(root.join(file)).unwrap();
        let lines = text.lines().filter(|line| {
            !line.contains("cargo ") && !line.contains("docker ") && !line.trim().starts_with('#')
        });
        let words = lines.flat_map(|line| line.split([' ', '(', ')', '"', '\'', '=']));
        let is_option = |word: &&str| word.starts_with("--") && *word != "---";
        let options: Vec<&str> = words.filter(is_option).collect();
        assert!(!options.is_empty(), "{file}");
        for option in options {
            assert!(known.contains(option), "{file}: {option}");
        }
        let kinds = ["json", "junit", "html", "sarif"];
        for kind in text
            .split("--report ")
            .skip(1)
            .filter_map(|it| it.split('=').next())
        {
            let kind = kind.trim_matches('"');
            assert!(
                kinds.contains(&kind) || kind.starts_with('$'),
                "{file}: {kind}"
            );
        }
    }
}
