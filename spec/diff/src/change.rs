//! What a change is.

use crate::codes::CodeInfo;

/// How hard a change is on somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing but words changed.
    Prose,
    /// What worked goes on working.
    Compatible,
    /// What worked may stop working; it depends on what was relied on.
    Risky,
    /// Something that was right by the old description is wrong by the new one.
    Breaking,
}

impl Effect {
    /// All of them, the hardest first.
    pub const ALL: [Effect; 4] = [
        Effect::Breaking,
        Effect::Risky,
        Effect::Compatible,
        Effect::Prose,
    ];

    /// `breaking`, `risky`, `compatible` or `prose`.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Prose => "prose",
            Effect::Compatible => "compatible",
            Effect::Risky => "risky",
            Effect::Breaking => "breaking",
        }
    }
}

/// Who may be affected by a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A client that was written to the old description and meets a server of the new one.
    Callers,
    /// A server that was written to the old description and is held to the new one.
    Servers,
    /// Rust code that was written against what was generated from the old description.
    Rust,
}

impl Party {
    /// All of them.
    pub const ALL: [Party; 3] = [Party::Callers, Party::Servers, Party::Rust];

    /// `callers`, `servers` or `rust`.
    pub fn as_str(self) -> &'static str {
        match self {
            Party::Callers => "callers",
            Party::Servers => "servers",
            Party::Rust => "rust",
        }
    }

    /// For people: `callers`, `servers` or `generated Rust`.
    pub fn title(self) -> &'static str {
        match self {
            Party::Callers => "callers",
            Party::Servers => "servers",
            Party::Rust => "generated Rust",
        }
    }
}

/// What a change does to each party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effects {
    /// To callers.
    pub callers: Effect,
    /// To servers.
    pub servers: Effect,
    /// To code that uses the generated Rust.
    pub rust: Effect,
}

impl Effects {
    /// What it does to this party.
    pub fn on(self, party: Party) -> Effect {
        match party {
            Party::Callers => self.callers,
            Party::Servers => self.servers,
            Party::Rust => self.rust,
        }
    }

    /// The harder of both, party by party.
    #[must_use]
    pub fn or(self, other: Effects) -> Effects {
        Effects {
            callers: self.callers.max(other.callers),
            servers: self.servers.max(other.servers),
            rust: self.rust.max(other.rust),
        }
    }

    /// None harder than `most`, but for Rust code, which is compiled whether it is called or not.
    #[must_use]
    pub fn on_the_wire_at_most(self, most: Effect) -> Effects {
        Effects {
            callers: self.callers.min(most),
            servers: self.servers.min(most),
            rust: self.rust,
        }
    }
}

/// Which way the thing that changed travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From callers to servers.
    Request,
    /// From servers to callers.
    Response,
    /// No operation uses it.
    Unused,
}

impl Direction {
    /// `request`, `response` or `unused`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::Unused => "unused",
        }
    }

    /// The other way: what the API sends of itself travels the other way.
    #[must_use]
    pub fn flipped(self) -> Self {
        match self {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
            Direction::Unused => Direction::Unused,
        }
    }
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The document, as it was named when it was loaded.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// JSON pointer (RFC 6901) into the document.
    pub pointer: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One change, reported where it was made.
#[derive(Debug, Clone)]
pub struct Change {
    /// What kind of change.
    pub code: &'static CodeInfo,
    /// How hard it is on those whose view was asked for.
    pub severity: Effect,
    /// What it does to each party.
    pub effects: Effects,
    /// The ways that the thing travels, sorted; empty where it does not travel.
    pub directions: Vec<Direction>,
    /// What changed, for people: `file.purpose`, or `query parameter limit of GET /files`.
    pub subject: String,
    /// What happened to it, in a sentence without a full stop that does not name the subject.
    pub message: String,
    /// Facts that help to judge it.
    pub notes: Vec<String>,
    /// Where it stands, or would stand, in the old description.
    pub old: Place,
    /// Where it stands, or would stand, in the new description.
    pub new: Place,
    /// Method and path of each operation that it touches, in document order.
    pub operations: Vec<String>,
}

impl Change {
    /// The parties for whom it breaks.
    pub fn breaks(&self) -> Vec<Party> {
        Party::ALL
            .into_iter()
            .filter(|party| self.effects.on(*party) == Effect::Breaking)
            .collect()
    }
}
