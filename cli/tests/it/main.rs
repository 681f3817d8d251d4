//! The command as a user meets it.

mod check;
mod diff;
mod disk;
mod gate;
mod generate;
mod guide;
mod house;
mod init;
mod kill;
mod laws;
mod serve;
mod settings;
mod stores;
mod suite;
mod traceability;
mod update;
mod wire;

use std::path::Path;
use std::process::{Command, Output};

/// What a call of the command left behind.
struct Call {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Calls the command in a folder of its own.
fn trueline(arguments: &[&str]) -> Call {
    trueline_in(Path::new(env!("CARGO_TARGET_TMPDIR")), arguments)
}

/// Calls the command in `folder`.
fn trueline_in(folder: &Path, arguments: &[&str]) -> Call {
    let output = Command::new(env!("CARGO_BIN_EXE_trueline"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRUELINE_AUTH")
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .expect("the command starts");
    Call::of(&output)
}

impl Call {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("the command ends by itself"),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The call ended with `code`; all that it said is shown if not.
    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "\n-- stdout\n{}\n-- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }
}

/// A folder that is gone when the test ends.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}
