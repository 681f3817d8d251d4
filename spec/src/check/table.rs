//! What each object of OpenAPI may hold: the shape of the tables, which stand in the files below.

mod components;
mod operation;
mod root;

pub(super) use operation::{CALLBACK_ITEM, STYLES};
pub(super) use root::{DISCRIMINATOR, EXTERNAL_DOCS, OPENAPI, XML};

use serde_json::{Map, Value};

use super::walk::Walk;
use crate::ir::OpenApiVersion;

/// An object's members as they were read.
pub(super) type Object = Map<String, Value>;

/// A rule of an object that a table cannot state.
pub(super) type Rule = for<'a> fn(&mut Walk<'a>, &'a Object);

/// A type of object.
pub(super) struct ObjectType {
    /// Its name, as the specification has it.
    pub(super) name: &'static str,
    pub(super) members: &'static [Member],
    /// What else holds; called after the members were looked at.
    pub(super) rule: Option<Rule>,
}

impl ObjectType {
    pub(super) fn member(&self, name: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

/// A fixed member of an object.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: Required,
    pub(super) versions: Versions,
}

/// When a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Required {
    Never,
    Always,
    /// In OpenAPI 3.0; not from 3.1 on.
    In30,
}

/// Which versions know a member.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    All,
    From31,
    From32,
}

impl Versions {
    pub(super) fn contain(self, version: OpenApiVersion) -> bool {
        match self {
            Self::All => true,
            Self::From31 => version >= OpenApiVersion::V31,
            Self::From32 => version >= OpenApiVersion::V32,
        }
    }

    /// The first version that knows it.
    pub(super) fn first(self) -> &'static str {
        match self {
            Self::All => "3.0",
            Self::From31 => "3.1",
            Self::From32 => "3.2",
        }
    }
}

/// What may stand somewhere.
pub(super) enum Kind {
    Any,
    Text,
    Bool,
    /// One of these words.
    Word(&'static [&'static str]),
    Object(&'static ObjectType),
    /// An object or a Reference Object.
    OrRef(&'static ObjectType),
    Map(&'static MapType),
    List(&'static Kind),
    Schema,
}

/// An object whose keys are the author's.
pub(super) struct MapType {
    pub(super) key: Key,
    pub(super) value: Kind,
}

/// What a key of a [`MapType`] must look like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Any,
    /// As `Any`; `x-…` is an extension.
    Extensible,
    ComponentName,
    MediaType,
    /// A status code, a range or `default`; `x-…` is an extension.
    Status,
    /// A path template; `x-…` is an extension.
    Path,
    /// The name of a declared security scheme.
    Scheme,
}

const fn member(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        required: Required::Never,
        versions: Versions::All,
    }
}

const fn required(name: &'static str, kind: Kind) -> Member {
    Member {
        required: Required::Always,
        ..member(name, kind)
    }
}

const fn required_in_30(name: &'static str, kind: Kind) -> Member {
    Member {
        required: Required::In30,
        ..member(name, kind)
    }
}

const fn from31(name: &'static str, kind: Kind) -> Member {
    Member {
        versions: Versions::From31,
        ..member(name, kind)
    }
}

const fn from32(name: &'static str) -> Member {
    Member {
        versions: Versions::From32,
        ..member(name, Kind::Any)
    }
}
