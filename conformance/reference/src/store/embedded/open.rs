//! Opening a database file, and saying what is wrong with one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use redb::{Database, DatabaseError, Error, ReadableDatabase, StorageError};

use super::tables::{self, ABOUT, FORMAT};

/// What a redb file begins with.
const MAGIC: &[u8] = b"redb\x1a\x0a\xa9\x0d\x0a";
/// Bytes of the file that are kept in memory at most.
const CACHE: usize = 128 << 20;

/// Why a database file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file cannot be opened, read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The path leads to a folder.
    #[error("it is a folder; name a file in it")]
    Folder,
    /// Another process has it.
    #[error(
        "another server is using it; stop that one, or give this one a file of its own \
         (several servers can share a PostgreSQL database)"
    )]
    InUse,
    /// It begins like no database.
    #[error(
        "it is not a database of this server; name another file, or move this one away to start anew"
    )]
    Foreign,
    /// It is what earlier versions wrote: a JSON text a line.
    #[error(
        "it is a journal of an earlier version, which this version does not read; \
         move it away to start anew"
    )]
    Journal,
    /// Another version of this server made it.
    #[error("it has format {found} and this version reads {FORMAT}; use the version that made it")]
    Format {
        /// The number in the file.
        found: u64,
    },
    /// Something is missing in it or was overwritten.
    #[error("it is damaged ({0}); restore it from a copy, or move it away to start anew")]
    Damaged(String),
}

/// Opens the database, or makes one where there is no file or an empty one.
pub(super) fn open(path: &Path) -> Result<Database, FileError> {
    look(path)?;
    let mut builder = Database::builder();
    builder.set_cache_size(CACHE);
    // Without it a file that was cut short could be noticed in the middle of the work, if at all.
    builder.set_check_integrity_on_open(true);
    let database = builder.create(path).map_err(explain)?;
    prepare(&database).map_err(|error| match error {
        Error::Io(error) => FileError::Io(error),
        other => FileError::Damaged(other.to_string()),
    })?;
    let found = format(&database).map_err(|error| FileError::Damaged(error.to_string()))?;
    if found == FORMAT {
        Ok(database)
    } else {
        Err(FileError::Format { found })
    }
}

/// Refuses what is no database before anything is written to it.
fn look(path: &Path) -> Result<(), FileError> {
    let mut start = [0; 64];
    let length = match File::open(path) {
        Ok(mut file) => {
            if file.metadata()?.is_dir() {
                return Err(FileError::Folder);
            }
            file.read(&mut start)?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    match &start[..length] {
        start if start.is_empty() || start.starts_with(MAGIC) => Ok(()),
        start
            if [
                &b"{\"put\""[..],
                b"{\"answer\"",
                b"{\"file\"",
                b"{\"remove\"",
            ]
            .iter()
            .any(|record| start.starts_with(record)) =>
        {
            Err(FileError::Journal)
        }
        _ => Err(FileError::Foreign),
    }
}

fn explain(error: DatabaseError) -> FileError {
    match error {
        DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
            FileError::InUse
        }
        DatabaseError::Storage(StorageError::Io(error)) => match error.kind() {
            io::ErrorKind::UnexpectedEof => FileError::Damaged("it ends before its end".to_owned()),
            _ => FileError::Io(error),
        },
        DatabaseError::Storage(StorageError::Corrupted(what)) => FileError::Damaged(what),
        other => FileError::Damaged(other.to_string()),
    }
}

/// Makes the tables in a file that is new.
fn prepare(database: &Database) -> Result<(), Error> {
    let reading = database.begin_read()?;
    if reading.open_table(ABOUT).is_ok() {
        return Ok(());
    }
    let writing = database.begin_write()?;
    tables::make(&writing)?;
    writing.commit()?;
    Ok(())
}

fn format(database: &Database) -> Result<u64, Error> {
    let about = database.begin_read()?.open_table(ABOUT)?;
    let format = about.get("format")?;
    Ok(format.map_or(0, |format| format.value()))
}
