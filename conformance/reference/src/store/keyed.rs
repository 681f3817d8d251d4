//! Links under one of their own texts, which is not kept a second time.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::link::Link;

/// A link under its id.
#[derive(Debug, Clone)]
pub(super) struct ById(pub(super) Arc<Link>);

/// A link under the token of its public url.
#[derive(Debug, Clone)]
pub(super) struct ByToken(pub(super) Arc<Link>);

macro_rules! keyed {
    ($name:ident by $member:ident) => {
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0.$member
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.$member.hash(state);
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.$member == other.0.$member
            }
        }

        impl Eq for $name {}
    };
}

keyed!(ById by id);
keyed!(ByToken by token);
