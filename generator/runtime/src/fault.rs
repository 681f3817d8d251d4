//! What is wrong with a value, and where in it.

use std::fmt;

/// The way from the root of a value to the node that is being read. A list on the stack: it costs
/// nothing until a fault is written down.
#[derive(Debug, Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// The whole value.
    pub const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
    };

    /// The member `name` of the node at this path.
    pub fn member(&'a self, name: &'a str) -> Path<'a> {
        Path {
            parent: Some(self),
            step: Step::Member(name),
        }
    }

    /// Item `index` of the node at this path.
    pub fn index(&'a self, index: usize) -> Path<'a> {
        Path {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// Whether it is the whole value.
    pub fn is_root(&self) -> bool {
        matches!(self.step, Step::Root)
    }

    /// The steps from the root, owned.
    pub fn segments(&self) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut current = Some(self);
        while let Some(path) = current {
            match path.step {
                Step::Root => {}
                Step::Member(name) => segments.push(Segment::Member(name.to_owned())),
                Step::Index(index) => segments.push(Segment::Index(index)),
            }
            current = path.parent;
        }
        segments.reverse();
        segments
    }
}

/// One step of a fault's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A member of an object.
    Member(String),
    /// An item of an array, from 0.
    Index(usize),
}

/// One thing that is wrong with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Where, from the root of the body or parameter set.
    pub path: Vec<Segment>,
    /// What.
    pub kind: FaultKind,
}

impl Fault {
    /// The place in bracket form: `metadata[order_id]`, `expand[0]`.
    pub fn brackets(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Member(name) if text.is_empty() => text.push_str(name),
                Segment::Member(name) => {
                    text.push('[');
                    text.push_str(name);
                    text.push(']');
                }
                Segment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }

    /// The place as a JSON pointer (RFC 6901): `/metadata/order_id`.
    pub fn pointer(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            text.push('/');
            match segment {
                Segment::Member(name) => {
                    text.push_str(&name.replace('~', "~0").replace('/', "~1"));
                }
                Segment::Index(index) => text.push_str(&index.to_string()),
            }
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}", self.kind)
        } else {
            write!(f, "{}: {}", self.brackets(), self.kind)
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FaultKind {
    /// A required member or parameter is not there.
    Missing,
    /// A member or parameter that the description does not have.
    Unknown,
    /// An empty text where the type has no empty value.
    Empty,
    /// Another JSON type, or text that does not spell the type.
    Type {
        /// What is due: `an integer`.
        expected: &'static str,
        /// What came: `a string`; for form text the text itself, shortened.
        found: String,
    },
    /// Not one of the values allowed.
    Value {
        /// The values allowed.
        allowed: &'static [&'static str],
        /// The value that came.
        found: String,
    },
    /// Fewer characters than allowed.
    TooShort {
        /// Characters at least.
        least: u64,
    },
    /// More characters than allowed.
    TooLong {
        /// Characters at most.
        most: u64,
    },
    /// Does not match the pattern.
    Pattern {
        /// The pattern.
        pattern: &'static str,
    },
    /// A number out of its bounds or not a multiple.
    Bound {
        /// The rule in words: `at least 1`.
        rule: String,
    },
    /// Too many or too few items or members, or items that repeat.
    Count {
        /// The rule in words: `at most 50 members`.
        rule: String,
    },
    /// No branch of a union takes the value.
    NoBranch {
        /// What would do, in words: `an object or ""`.
        expected: &'static str,
    },
    /// Not readable at all: bad JSON, bad UTF-8, a bad percent escape, nesting too deep.
    Syntax {
        /// What is wrong, in words.
        detail: String,
    },
    /// What only a validator can judge does not hold.
    Rule {
        /// The rule in words: `must satisfy one of the alternatives of the description`.
        rule: &'static str,
    },
    /// A format that the text does not have, such as `date-time`.
    Format {
        /// The format's name.
        format: &'static str,
    },
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FaultKind::Missing => f.write_str("is required"),
            FaultKind::Unknown => f.write_str("is not known here"),
            FaultKind::Empty => f.write_str("must not be empty"),
            FaultKind::Type { expected, found } => write!(f, "must be {expected}, not {found}"),
            FaultKind::Value { allowed, found } => {
                write!(f, "must be one of {}, not {found}", allowed.join(", "))
            }
            FaultKind::TooShort { least } => write!(f, "must have at least {least} characters"),
            FaultKind::TooLong { most } => write!(f, "must have at most {most} characters"),
            FaultKind::Pattern { pattern } => write!(f, "must match {pattern}"),
            FaultKind::Bound { rule } => write!(f, "must be {rule}"),
            FaultKind::Count { rule } => write!(f, "must have {rule}"),
            FaultKind::NoBranch { expected } => write!(f, "must be {expected}"),
            FaultKind::Syntax { detail } => f.write_str(detail),
            FaultKind::Rule { rule } => f.write_str(rule),
            FaultKind::Format { format } => write!(f, "must be a {format}"),
        }
    }
}
