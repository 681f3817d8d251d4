//! Bounds and formats, and which of two allows more.

use serde_json::Number;
use trueline_spec::ir::Schema;

use crate::codes::{self, CodeInfo};

/// A lower or an upper bound.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) kind: &'static BoundKind,
    pub(crate) number: f64,
    pub(crate) exclusive: bool,
    /// As the document writes it.
    pub(crate) text: String,
}

/// A keyword that bounds something.
#[derive(Debug)]
pub(crate) struct BoundKind {
    pub(crate) keyword: &'static str,
    pub(crate) lower: bool,
    pub(crate) tightened: &'static CodeInfo,
    pub(crate) loosened: &'static CodeInfo,
}

macro_rules! kinds {
    ($($name:ident = $keyword:literal, $lower:literal, $tight:ident, $loose:ident;)*) => {
        $(static $name: BoundKind = BoundKind {
            keyword: $keyword,
            lower: $lower,
            tightened: &codes::$tight,
            loosened: &codes::$loose,
        };)*
    };
}

kinds! {
    MIN_LENGTH = "minLength", true, LENGTH_TIGHTENED, LENGTH_LOOSENED;
    MAX_LENGTH = "maxLength", false, LENGTH_TIGHTENED, LENGTH_LOOSENED;
    MINIMUM = "minimum", true, RANGE_TIGHTENED, RANGE_LOOSENED;
    MAXIMUM = "maximum", false, RANGE_TIGHTENED, RANGE_LOOSENED;
    MIN_ITEMS = "minItems", true, COUNT_TIGHTENED, COUNT_LOOSENED;
    MAX_ITEMS = "maxItems", false, COUNT_TIGHTENED, COUNT_LOOSENED;
    MIN_PROPERTIES = "minProperties", true, COUNT_TIGHTENED, COUNT_LOOSENED;
    MAX_PROPERTIES = "maxProperties", false, COUNT_TIGHTENED, COUNT_LOOSENED;
}

impl Bound {
    /// Whether it allows less than `other`, a bound of the same kind.
    pub(crate) fn is_tighter_than(&self, other: &Bound) -> bool {
        if self.number == other.number {
            return self.exclusive && !other.exclusive;
        }
        (self.number > other.number) == self.kind.lower
    }

    /// As one would say it: `5`, or `above 5`.
    pub(crate) fn words(&self) -> String {
        match (self.exclusive, self.kind.lower) {
            (false, _) => self.text.clone(),
            (true, true) => format!("above {}", self.text),
            (true, false) => format!("below {}", self.text),
        }
    }

    /// The keyword that states it.
    pub(crate) fn keyword(&self) -> &'static str {
        match (self.exclusive, self.kind.lower) {
            (false, _) => self.kind.keyword,
            (true, true) => "exclusiveMinimum",
            (true, false) => "exclusiveMaximum",
        }
    }
}

/// The bounds that one schema states. A count of at least 0 says nothing.
pub(crate) fn bounds(schema: &Schema) -> Vec<Bound> {
    let mut found = Vec::new();
    let mut count = |kind: &'static BoundKind, value: Option<u64>| {
        if let Some(value) = value
            && !(kind.lower && value == 0)
        {
            found.push(Bound {
                kind,
                number: value as f64,
                exclusive: false,
                text: value.to_string(),
            });
        }
    };
    count(&MIN_LENGTH, schema.string.min_length);
    count(&MAX_LENGTH, schema.string.max_length);
    if let Some(array) = &schema.array {
        count(&MIN_ITEMS, array.min_items);
        count(&MAX_ITEMS, array.max_items);
    }
    if let Some(object) = &schema.object {
        count(&MIN_PROPERTIES, object.min_properties);
        count(&MAX_PROPERTIES, object.max_properties);
    }
    let mut number = |kind: &'static BoundKind, value: &Option<Number>, exclusive: bool| {
        if let Some(value) = value {
            found.push(Bound {
                kind,
                number: value.as_f64().unwrap_or(f64::NAN),
                exclusive,
                text: value.to_string(),
            });
        }
    };
    number(&MINIMUM, &schema.number.minimum, false);
    number(&MINIMUM, &schema.number.exclusive_minimum, true);
    number(&MAXIMUM, &schema.number.maximum, false);
    number(&MAXIMUM, &schema.number.exclusive_maximum, true);
    found
}

/// What became of a multiple.
pub(crate) fn step(old: &Number, new: &Number) -> Option<&'static CodeInfo> {
    let (Some(from), Some(to)) = (old.as_f64(), new.as_f64()) else {
        return None;
    };
    let divides = |small: f64, large: f64| {
        let ratio = large / small;
        ratio.is_finite() && (ratio - ratio.round()).abs() < 1e-9
    };
    if from == to {
        None
    } else if divides(from, to) {
        Some(&codes::RANGE_TIGHTENED)
    } else if divides(to, from) {
        Some(&codes::RANGE_LOOSENED)
    } else {
        Some(&codes::STEP_CHANGED)
    }
}

/// What became of a format; some formats are part of others.
pub(crate) fn format(old: Option<&str>, new: Option<&str>) -> Option<&'static CodeInfo> {
    const WIDER: [(&str, &str); 4] = [
        ("int32", "int64"),
        ("float", "double"),
        ("email", "idn-email"),
        ("hostname", "idn-hostname"),
    ];
    match (old, new) {
        (None, None) => None,
        (None, Some(_)) => Some(&codes::FORMAT_NARROWED),
        (Some(_), None) => Some(&codes::FORMAT_WIDENED),
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) if WIDER.contains(&(old, new)) => Some(&codes::FORMAT_WIDENED),
        (Some(old), Some(new)) if WIDER.contains(&(new, old)) => Some(&codes::FORMAT_NARROWED),
        (Some(_), Some(_)) => Some(&codes::FORMAT_CHANGED),
    }
}
