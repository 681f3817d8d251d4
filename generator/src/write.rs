//! The only place that touches the disk: an output into a directory, or a directory held to an output.
//!
//! All that changes is written beside the directory first and then moved into place, so that a full
//! disk or an interruption leaves the old files. What did not change is not touched, so that build
//! tools see no change. What is no longer generated is removed, if it carries our header.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::files;
use crate::generate::Output;

/// What writing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have another text, relative paths in order.
    pub written: Vec<String>,
    /// Files that are no longer generated.
    pub removed: Vec<String>,
    /// How many files were up to date.
    pub unchanged: usize,
}

/// How a directory differs from an output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Freshness {
    /// What would change, in order of paths.
    pub changes: Vec<Change>,
}

impl Freshness {
    /// Whether nothing would change.
    pub fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Relative path.
    pub path: String,
    /// How.
    pub kind: ChangeKind,
    /// From what is there to what should be, as a unified diff.
    pub diff: String,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It should be there.
    Missing,
    /// It has another text.
    Stale,
    /// It is no longer generated.
    Extra,
}

/// Why a directory could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {path}: {source}", path = path.display())]
pub struct WriteError {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl Output {
    /// Writes the files below `directory`, which is made if need be.
    ///
    /// # Errors
    ///
    /// When something cannot be read or written; the message says what.
    pub fn write(&self, directory: &Path) -> Result<Written, WriteError> {
        let differences = self.differences(directory)?;
        fs::create_dir_all(directory).map_err(because("create", directory))?;
        let parent = match directory.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let stage = tempfile::Builder::new()
            .prefix(".trueline-")
            .tempdir_in(parent)
            .map_err(because("create a folder in", parent))?;
        let mut written = Written {
            unchanged: self.files.len(),
            ..Written::default()
        };
        for change in &differences {
            if let Some(text) = change.new {
                put(&stage.path().join(&change.path), text)?;
            }
        }
        for change in differences {
            let to = directory.join(&change.path);
            if change.new.is_none() {
                fs::remove_file(&to).map_err(because("remove", &to))?;
                remove_empty_folders(&to, directory);
                written.removed.push(change.path);
            } else {
                let from = stage.path().join(&change.path);
                make_parent(&to)?;
                fs::rename(&from, &to).map_err(because("write", &to))?;
                written.unchanged -= 1;
                written.written.push(change.path);
            }
        }
        Ok(written)
    }

    /// How `directory` differs from the files.
    ///
    /// # Errors
    ///
    /// When a file cannot be read; a missing one is a difference.
    pub fn compare(&self, directory: &Path) -> Result<Freshness, WriteError> {
        let changes = self.differences(directory)?.into_iter();
        Ok(Freshness {
            changes: changes
                .map(|one| Change {
                    kind: match (&one.old, one.new) {
                        (_, None) => ChangeKind::Extra,
                        (None, Some(_)) => ChangeKind::Missing,
                        (Some(_), Some(_)) => ChangeKind::Stale,
                    },
                    diff: diff(
                        &one.path,
                        one.old.as_deref().unwrap_or_default(),
                        one.new.unwrap_or_default(),
                    ),
                    path: one.path,
                })
                .collect(),
        })
    }

    fn differences(&self, directory: &Path) -> Result<Vec<Difference<'_>>, WriteError> {
        let mut differences = Vec::new();
        for (path, text) in &self.files {
            let place = directory.join(path);
            let old = match fs::read_to_string(&place) {
                Ok(old) if old == *text => continue,
                Ok(old) => Some(old),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(because("read", &place)(error)),
            };
            differences.push(Difference {
                path: path.clone(),
                old,
                new: Some(text),
            });
        }
        let mut found = Vec::new();
        generated_files(&directory.join("src"), "src", &mut found)?;
        for (path, text) in found {
            if !self.files.contains_key(&path) {
                differences.push(Difference {
                    path,
                    old: Some(text),
                    new: None,
                });
            }
        }
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(differences)
    }
}

/// A file that is not as it should be: what is there, and what should be.
struct Difference<'a> {
    path: String,
    old: Option<String>,
    new: Option<&'a str>,
}

/// All files below a folder that carry our header, with their texts.
fn generated_files(
    folder: &Path,
    name: &str,
    found: &mut Vec<(String, String)>,
) -> Result<(), WriteError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(because("read", folder)(error)),
    };
    for entry in entries {
        let entry = entry.map_err(because("read", folder))?;
        let place = entry.path();
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(because("read", &place))?;
        if kind.is_dir() {
            generated_files(&place, &path, found)?;
        } else if path.ends_with(".rs") {
            // A file that is no text is none of ours.
            match fs::read_to_string(&place) {
                Ok(text) if files::is_ours(&text) => found.push((path, text)),
                _ => {}
            }
        }
    }
    Ok(())
}

fn diff(path: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&format!("there/{path}"), &format!("generated/{path}"))
        .to_string()
}

fn put(path: &Path, text: &str) -> Result<(), WriteError> {
    make_parent(path)?;
    fs::write(path, text).map_err(because("write", path))
}

fn make_parent(path: &Path) -> Result<(), WriteError> {
    match path.parent() {
        Some(parent) => fs::create_dir_all(parent).map_err(because("create", parent)),
        None => Ok(()),
    }
}

/// Removes the folders that a removed file left empty, up to `root`.
fn remove_empty_folders(file: &Path, root: &Path) {
    let mut folder = file.parent();
    while let Some(current) = folder {
        // It fails for a folder that is not empty, which then stays.
        if current == root || fs::remove_dir(current).is_err() {
            return;
        }
        folder = current.parent();
    }
}

fn because(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError {
        action,
        path,
        source,
    }
}
