//! Deliberate faults, by which a tester is judged: a server with one of them breaks one requirement, and a tester
//! that is worth something finds it.
//!
//! Each fault is a small `if fault.is(…)` beside the rule that it breaks.

use std::fmt;
use std::str::FromStr;

use crate::Api;

mod missed;
mod shared;
mod table;

pub use table::Fault;

/// The part of the behaviour that a fault breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Members and types of what is answered.
    Schema,
    /// Status codes and routes.
    Status,
    /// What is refused and what is not.
    Validation,
    /// Keys and modes.
    Authentication,
    /// The error object.
    ErrorShape,
    /// Pages, limits and cursors.
    Pagination,
    /// What a list leaves out.
    Filters,
    /// Objects in place of ids.
    Expansion,
    /// The caller's own keys and values.
    Metadata,
    /// What an update changes.
    Update,
    /// What is kept, and for how long.
    Persistence,
    /// Requests sent twice.
    Idempotency,
    /// Media types and encodings.
    ContentType,
    /// Response and request headers.
    Headers,
}

impl Group {
    /// The group's name.
    pub fn name(self) -> &'static str {
        match self {
            Group::Schema => "schema",
            Group::Status => "status",
            Group::Validation => "validation",
            Group::Authentication => "authentication",
            Group::ErrorShape => "error shape",
            Group::Pagination => "pagination",
            Group::Filters => "filters",
            Group::Expansion => "expansion",
            Group::Metadata => "metadata",
            Group::Update => "update",
            Group::Persistence => "persistence",
            Group::Idempotency => "idempotency",
            Group::ContentType => "content type",
            Group::Headers => "headers",
        }
    }
}

/// What there is to know about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultInfo {
    /// The fault.
    pub fault: Fault,
    /// The API whose server it is planted in.
    pub api: Api,
    /// Its name on the command line.
    pub name: &'static str,
    /// The id of the requirement that it breaks.
    pub requirement: &'static str,
    /// The part of the behaviour that it breaks.
    pub group: Group,
    /// What the server does wrong, in a sentence.
    pub what: &'static str,
}

impl Fault {
    /// All faults, in the order of the table.
    pub fn all() -> &'static [FaultInfo] {
        table::TABLE
    }

    /// The faults that can be planted in the server of one API, each with the requirement of that API which it
    /// breaks. Rules that two APIs share have their faults in both.
    pub fn of(api: Api) -> Vec<FaultInfo> {
        let own = table::TABLE.iter().filter(|info| info.api == api).copied();
        own.chain(shared::faults(api)).collect()
    }

    /// What there is to know about it.
    pub fn info(self) -> &'static FaultInfo {
        &table::TABLE[self as usize]
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        self.info().name
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No fault has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault named '{name}'{}", closest.map(|other| format!("; did you mean '{other}'?")).unwrap_or_default())]
pub struct UnknownFault {
    /// The name given.
    pub name: String,
    /// The name that is most like it.
    pub closest: Option<&'static str>,
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = table::TABLE.iter().find(|info| info.name == name);
        found.map(|info| info.fault).ok_or_else(|| UnknownFault {
            name: name.to_owned(),
            closest: table::TABLE
                .iter()
                .map(|info| (shared_start(name, info.name), info.name))
                .filter(|(shared, _)| *shared >= 4)
                .max_by_key(|(shared, _)| *shared)
                .map(|(_, other)| other),
        })
    }
}

fn shared_start(left: &str, right: &str) -> usize {
    let pairs = left.bytes().zip(right.bytes());
    pairs.take_while(|(left, right)| left == right).count()
}

/// The fault that a server runs with, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Planted(pub Option<Fault>);

impl Planted {
    /// A correct server.
    pub const NONE: Planted = Planted(None);

    /// Whether there is any.
    pub fn is_planted(self) -> bool {
        self.0.is_some()
    }

    /// Whether it is this fault.
    pub fn is(self, fault: Fault) -> bool {
        self.0 == Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::Fault;

    #[test]
    fn names_are_unique_and_lead_back() {
        let mut names = HashSet::new();
        for info in Fault::all() {
            assert!(names.insert(info.name), "{}", info.name);
            assert_eq!(info.name.parse(), Ok(info.fault));
            assert_eq!(info.fault.info(), info);
        }
    }

    #[test]
    fn a_name_that_is_nearly_right_gets_a_hint() {
        let error = "metadata-replace".parse::<Fault>().unwrap_err();
        assert!(error.closest == Some("metadata-replaced"));
        assert_eq!("xyz".parse::<Fault>().unwrap_err().closest, None);
    }

    /// A fault that nothing asks about would be a correct server under another name.
    #[test]
    fn every_fault_stands_beside_a_rule() {
        fn read(folder: &std::path::Path, text: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    read(&path, text);
                } else if !path.ends_with("table.rs") {
                    text.push_str(&std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let mut text = String::new();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        read(std::path::Path::new(folder), &mut text);
        let used: HashSet<&str> = text
            .split(|character: char| !character.is_alphanumeric() && character != ':')
            .filter_map(|word| word.rsplit_once("Fault::").map(|(_, name)| name))
            .collect();
        for info in Fault::all() {
            let variant = format!("{:?}", info.fault);
            assert!(
                used.contains(variant.as_str()),
                "{variant} is never asked about"
            );
        }
    }

    #[test]
    fn every_group_has_faults() {
        let mut groups = BTreeMap::new();
        for info in Fault::all() {
            *groups.entry(info.group).or_insert(0) += 1;
        }
        assert_eq!(groups.len(), 14, "{groups:?}");
    }
}
