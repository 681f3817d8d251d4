//! `trueline.toml`.

use std::fs;

use super::{folder, trueline_in};

#[test]
fn an_option_may_stand_in_the_file_and_the_command_line_wins() {
    let folder = folder();
    fs::write(
        folder.path().join("trueline.toml"),
        "[test]\nfilter = [\"examples/\"]\ndry-run = true\n",
    )
    .unwrap();
    let call = trueline_in(folder.path(), &["test"]).expect(0);
    assert!(!call.stdout.is_empty());
    assert!(
        call.stdout
            .lines()
            .all(|line| line.starts_with("examples/")),
        "{}",
        call.stdout
    );
    let call = trueline_in(folder.path(), &["test", "--filter", "no such case"]).expect(2);
    assert!(call.stderr.contains("no such case"), "{}", call.stderr);
}

#[test]
fn what_the_file_gets_wrong_is_said_with_its_place() {
    let folder = folder();
    for (text, words) in [
        ("[test]\ntarget = \n", "trueline.toml:2:"),
        ("[tset]\n", "[tset] is not a command"),
        ("[test]\ntragte = \"x\"\n", "there is no option `tragte`"),
        ("[test]\njobs = [1]\n", "`jobs`"),
    ] {
        fs::write(folder.path().join("trueline.toml"), text).unwrap();
        let call = trueline_in(folder.path(), &["list"]).expect(2);
        assert!(call.stderr.contains(words), "{text}: {}", call.stderr);
    }
}
