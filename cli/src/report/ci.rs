//! What a build server takes without being asked.

use std::fs::OpenOptions;
use std::io::{Error, Write as _};
use std::path::Path;

/// Whether this runs in GitHub Actions.
pub(super) fn is_github() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Adds text to the summary of the step, where the build server keeps one (`GITHUB_STEP_SUMMARY`). Gives the file and
/// the error when it could not be written.
pub(super) fn append_summary(text: &str) -> Option<(String, Error)> {
    let path = std::env::var("GITHUB_STEP_SUMMARY").ok()?;
    if path.is_empty() {
        return None;
    }
    append(Path::new(&path), text)
        .err()
        .map(|error| (path, error))
}

fn append(path: &Path, text: &str) -> Result<(), Error> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    // In one piece: a step of a job on the same runner may write, too.
    file.write_all(text.as_bytes())
}
