//! Which law applies to which resource, and how that is known.

use super::{LAWS, Law, Subject};
use crate::contract::Contract;
use crate::resource::settled;

/// What is known of one law and one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The law's name, as in case ids.
    pub law: &'static str,
    /// What must hold, for a person.
    pub title: String,
    /// The resource.
    pub resource: String,
    /// Whether it is asked, and how that is known.
    pub reason: Reason,
}

/// Why a law is asked, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is asked, by the case of this id, because of these.
    Applies {
        /// The id of the case.
        case: String,
        /// How each need is known to be met, without repeats.
        because: Vec<String>,
    },
    /// It is not asked, because these are missing.
    Lacks(Vec<String>),
    /// It is not asked, because the requirements file says `skip`.
    Skipped,
}

/// The standing of every law for every resource, resources in document order.
pub fn survey(contract: &Contract) -> Vec<Standing> {
    let mut standings = Vec::new();
    for (resource, settings) in settled(contract) {
        let subject = Subject {
            contract,
            resource: &resource,
            settings: &settings,
        };
        for law in LAWS.iter().copied().flatten() {
            standings.push(Standing {
                law: law.name,
                title: law.title.replace("{}", &resource.name),
                resource: resource.name.clone(),
                reason: reason(law, &subject),
            });
        }
    }
    standings
}

/// Why `law` is asked of the subject, or why not.
pub(super) fn reason(law: &Law, subject: &Subject<'_>) -> Reason {
    let mut because: Vec<String> = Vec::new();
    let mut lacks: Vec<String> = Vec::new();
    for need in law.needs {
        let (said, list) = match need.met(subject) {
            Ok(said) => (said, &mut because),
            Err(said) => (said, &mut lacks),
        };
        if !list.contains(&said) {
            list.push(said);
        }
    }
    if !lacks.is_empty() {
        return Reason::Lacks(lacks);
    }
    if subject.settings.skip.iter().any(|name| name == law.name) {
        return Reason::Skipped;
    }
    Reason::Applies {
        case: law.case_id(subject.resource),
        because,
    }
}
