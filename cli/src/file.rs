//! Files that are written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes `bytes` to `path`, with the folders above it: a file that is there stays whole until the new one is. What is
/// no plain file, such as `/dev/stderr` or a pipe, is written to and stays what it is.
///
/// # Errors
///
/// What the file system says; nothing was replaced then.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link is followed to what it stands for.
    let place = match fs::metadata(path) {
        Ok(there) if !there.is_file() => return fs::write(path, bytes),
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => path.to_owned(),
    };
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any file of the user's would be: what the umask leaves of it.
        beside.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut beside = beside.tempfile_in(folder)?;
    beside.write_all(bytes)?;
    beside.persist(&place)?;
    Ok(())
}

/// Whether `path` can be written now: makes the folders above it, and a file beside it that is gone at once.
///
/// # Errors
///
/// What the file system says.
pub(crate) fn can_replace(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a folder",
            ));
        }
        // A pipe or a terminal is asked when it is written to.
        Ok(there) if !there.is_file() => return Ok(()),
        Ok(_) | Err(_) => {}
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    tempfile::tempfile_in(folder).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_takes_the_place_of_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/report.json");
        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_known_before() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), b"").unwrap();
        assert!(can_replace(&folder.path().join("file")).is_ok());
        assert!(can_replace(&folder.path().join("deep/new")).is_ok());
        assert!(can_replace(folder.path()).is_err());
        assert!(can_replace(&folder.path().join("file/below")).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_it_and_links_stay_links() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&path, b"").unwrap();
        let usual = fs::metadata(&path).unwrap().permissions().mode();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode(), usual);
        replace(Path::new("/dev/null"), b"gone").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
