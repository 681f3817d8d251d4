//! Other documents from the file system, held to the description's own folder.

use std::path::{Component, Path, PathBuf};

use super::Resolver;
use crate::reference::percent_decode;

/// Reads a file of at most `limit` bytes, or says why not.
pub(super) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let about = std::fs::metadata(path).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is not a file".to_owned());
    }
    if about.len() > limit as u64 {
        return Err(format!(
            "it has {} bytes, and at most {limit} are read",
            about.len()
        ));
    }
    std::fs::read(path).map_err(|error| error.to_string())
}

/// A resolver that reads files in and below the folder of `description`. A link of the file system
/// that leads out of it is refused too.
pub(super) fn resolver(description: &Path, limit: usize) -> Box<Resolver> {
    let folder = description
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .canonicalize();
    Box::new(move |from: &str, reference: &str| {
        if reference.contains("://") {
            return Err("only files can be read from here".to_owned());
        }
        let folder = folder.as_ref().map_err(|error| error.to_string())?;
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = tidied(&beside.join(percent_decode(reference)));
        let real = path.canonicalize().map_err(|error| error.to_string())?;
        if !real.starts_with(folder) {
            return Err("it lies outside of the description's folder".to_owned());
        }
        let bytes = read(&real, limit)?;
        Ok((path.to_string_lossy().into_owned(), bytes))
    })
}

/// The path without `.` and, where that is certain, without `..`: one file gets one name.
fn tidied(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_name() {
        assert_eq!(tidied(Path::new("a/./b/../c.yaml")), Path::new("a/c.yaml"));
        assert_eq!(
            tidied(Path::new("../a/../../c.yaml")),
            Path::new("../../c.yaml")
        );
    }
}
