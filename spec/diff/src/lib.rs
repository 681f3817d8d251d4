//! Compares two descriptions of an API and says what changed, and for whom it breaks.
//!
//! The comparison works on the IR of `trueline-spec`, so 3.0 and 3.1, YAML and JSON may be mixed. It
//! knows the direction of every schema: a request that may say less breaks callers, an answer that
//! may say more does, too. A change is reported once, where it was made, with the operations that it
//! touches.
//!
//! Invariants: comparing never panics, whatever the descriptions; a description compared with itself
//! has no changes; swapping the sides turns each change into its reverse ([`CodeInfo::reverse`]).

pub mod allow;
pub mod change;
pub mod codes;
mod collect;
mod compare;
mod locate;
mod reach;
pub mod render;
mod schema;
mod words;

use trueline_spec::{Api, Sources};

pub use change::{Change, Direction, Effect, Effects, Party, Place};
pub use codes::{CODES, CodeInfo, explain};

/// One of the two descriptions.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it says.
    pub api: &'a Api,
    /// Its texts, for the places of changes.
    pub sources: &'a Sources,
}

/// What a comparison found.
#[derive(Debug, Clone)]
pub struct Diff {
    /// Title, version and file of the old description.
    pub old: Header,
    /// Title, version and file of the new description.
    pub new: Header,
    /// The changes: breaking ones first, then in the order of the new description.
    pub changes: Vec<Change>,
    /// Changes that an allow list accepts, in its stead ([`allow::AllowList::apply`]).
    pub allowed: Vec<allow::Allowed>,
}

impl Diff {
    /// How many changes are of this severity.
    pub fn count(&self, severity: Effect) -> usize {
        let same = |change: &&Change| change.severity == severity;
        self.changes.iter().filter(same).count()
    }

    /// The hardest severity of any change; `None` when there is none.
    pub fn worst(&self) -> Option<Effect> {
        self.changes.iter().map(|change| change.severity).max()
    }
}

/// Which description it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name that its file is shown under.
    pub file: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// How many operations it has.
    pub operations: usize,
}

impl Header {
    fn of(side: Side<'_>) -> Self {
        Self {
            file: side
                .sources
                .name(trueline_spec::DocumentId::default())
                .to_owned(),
            title: side.api.info.title.clone(),
            version: side.api.info.version.clone(),
            operations: side.api.operations.len(),
        }
    }
}

/// Compares two descriptions.
///
/// `parties` are those whose view decides the severity of a change ([`Change::severity`]).
pub fn diff(old: Side<'_>, new: Side<'_>, parties: &[Party]) -> Diff {
    let mut changes = compare::compare(old, new, parties);
    let place = |place: &Place| (place.file.clone(), place.line, place.column);
    changes.sort_by_cached_key(|change| {
        (
            std::cmp::Reverse(change.severity),
            place(&change.new),
            place(&change.old),
            change.code.name,
        )
    });
    Diff {
        old: Header::of(old),
        new: Header::of(new),
        changes,
        allowed: Vec::new(),
    }
}
