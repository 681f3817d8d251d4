//! The caller's own keys and values on a link: merging, unsetting and limits.

use std::fmt;

use indexmap::IndexMap;

use crate::fault::{Fault, Planted};

/// Keys and values in the order in which they were first set.
pub type Metadata = IndexMap<String, String>;

/// Keys at most, counted after the change (META-05, META-10).
pub const MOST_KEYS: usize = 50;
/// Characters of a name at most (META-06).
pub const MOST_NAME: usize = 40;
/// Characters of a value at most (META-07).
pub const MOST_VALUE: usize = 500;

/// What a request does to the metadata.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MetadataChange {
    /// Not named in the request.
    #[default]
    Keep,
    /// Takes all keys away (META-04).
    Clear,
    /// Sets these keys; an empty value takes its key away (META-02, META-03).
    Merge(Metadata),
}

/// A limit that is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataRule {
    /// More than 50 keys.
    Keys,
    /// A name of more than 40 characters, or none.
    Name(String),
    /// A value of more than 500 characters under this name.
    Value(String),
    /// A name with a square bracket.
    Bracket(String),
}

impl MetadataRule {
    /// The parameter at fault.
    pub fn param(&self) -> String {
        match self {
            MetadataRule::Keys => "metadata".to_owned(),
            MetadataRule::Name(name) | MetadataRule::Value(name) | MetadataRule::Bracket(name) => {
                format!("metadata[{name}]")
            }
        }
    }
}

impl fmt::Display for MetadataRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetadataRule::Keys => write!(f, "Metadata can have at most {MOST_KEYS} keys."),
            MetadataRule::Name(_) => {
                write!(
                    f,
                    "A metadata key must have from 1 to {MOST_NAME} characters."
                )
            }
            MetadataRule::Value(_) => {
                write!(
                    f,
                    "A metadata value can have at most {MOST_VALUE} characters."
                )
            }
            MetadataRule::Bracket(_) => {
                f.write_str("A metadata key cannot contain square brackets.")
            }
        }
    }
}

impl MetadataChange {
    /// Checks all that can be known without the link: names and values.
    ///
    /// # Errors
    ///
    /// The first limit broken, in the order of the request.
    pub fn check(&self, fault: Planted) -> Result<(), MetadataRule> {
        let MetadataChange::Merge(entries) = self else {
            return Ok(());
        };
        for (name, value) in entries {
            let characters = if fault.is(Fault::MetadataNameInBytes) {
                name.len()
            } else {
                name.chars().count()
            };
            let too_long = characters > MOST_NAME && !fault.is(Fault::MetadataNameUnlimited);
            if name.is_empty() || too_long {
                return Err(MetadataRule::Name(name.clone()));
            }
            if name.contains(['[', ']']) {
                return Err(MetadataRule::Bracket(name.clone()));
            }
            let characters = if fault.is(Fault::MetadataValueInBytes) {
                value.len()
            } else {
                value.chars().count()
            };
            let most = if fault.is(Fault::MetadataValueLimit499) {
                MOST_VALUE - 1
            } else {
                MOST_VALUE
            };
            if characters > most && !fault.is(Fault::MetadataValueUnlimited) {
                return Err(MetadataRule::Value(name.clone()));
            }
        }
        Ok(())
    }

    /// The metadata after the change.
    ///
    /// # Errors
    ///
    /// [`MetadataRule::Keys`] if there would be more than 50.
    pub fn apply(&self, before: &Metadata, fault: Planted) -> Result<Metadata, MetadataRule> {
        let entries = match self {
            MetadataChange::Keep => return Ok(before.clone()),
            MetadataChange::Clear if fault.is(Fault::MetadataClearIgnored) => {
                return Ok(before.clone());
            }
            MetadataChange::Clear => return Ok(Metadata::new()),
            MetadataChange::Merge(entries) => entries,
        };
        let mut after = if fault.is(Fault::MetadataReplaced) {
            Metadata::new()
        } else {
            before.clone()
        };
        let mut unset = false;
        for (name, value) in entries {
            let name = if fault.is(Fault::MetadataNamesLowercased) {
                name.to_lowercase()
            } else if fault.is(Fault::MetadataColonsReplaced) {
                name.replace(':', "_")
            } else if fault.is(Fault::MetadataCaseMerged) {
                let alike = |known: &&String| known.eq_ignore_ascii_case(name);
                after.keys().find(alike).unwrap_or(name).clone()
            } else {
                name.clone()
            };
            if fault.is(Fault::MetadataUnsetEndsChange) {
                if unset && before.contains_key(&name) {
                    continue;
                }
                unset |= value.is_empty();
            }
            let value = if fault.is(Fault::MetadataValuesTrimmed) {
                value.trim().to_owned()
            } else if fault.is(Fault::MetadataBooleansLowercased)
                && ["True", "False"].contains(&value.as_str())
            {
                value.to_lowercase()
            } else if fault.is(Fault::NoncharactersDropped) {
                value.replace(|c| u32::from(c) & 0xFFFE == 0xFFFE, "")
            } else if fault.is(Fault::MetadataComposed) && value.chars().count() > 12 {
                value.replace("e\u{301}", "\u{e9}")
            } else {
                value.clone()
            };
            let is_kept = fault.is(Fault::MetadataEmptyStored)
                || fault.is(Fault::MetadataFirstEmptyStored) && before.is_empty();
            if value.is_empty() && !is_kept {
                if !fault.is(Fault::MetadataUnsetIgnored) {
                    after.shift_remove(&name);
                }
            } else if !(fault.is(Fault::MetadataFirstValueStays) && after.contains_key(&name)) {
                after.insert(name, value);
            }
        }
        let count = if fault.is(Fault::MetadataKeysCountedPerRequest) {
            entries.len()
        } else {
            after.len()
        };
        let most = if fault.is(Fault::MetadataLimit20) {
            20
        } else {
            MOST_KEYS
        };
        if count > most && !fault.is(Fault::MetadataKeysUnlimited) {
            return Err(MetadataRule::Keys);
        }
        if fault.is(Fault::MetadataLastKeyLost) && after.len() > 1
            || fault.is(Fault::MetadataNearlyFullLosesOne) && (44..50).contains(&after.len())
        {
            after.pop();
        }
        Ok(after)
    }
}

#[cfg(test)]
mod tests {
    use super::{Metadata, MetadataChange, MetadataRule};
    use crate::fault::Planted;

    fn merge(pairs: &[(&str, &str)]) -> MetadataChange {
        MetadataChange::Merge(map(pairs))
    }

    fn map(pairs: &[(&str, &str)]) -> Metadata {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn meta_02_named_keys_are_set_and_others_stay() {
        let after = merge(&[("b", "2"), ("a", "new")])
            .apply(&map(&[("a", "1"), ("c", "3")]), Planted::NONE)
            .unwrap();
        assert_eq!(after, map(&[("a", "new"), ("c", "3"), ("b", "2")]));
    }

    #[test]
    fn meta_03_and_11_an_empty_value_takes_the_key_away_if_it_is_there() {
        let after = merge(&[("a", ""), ("absent", "")])
            .apply(&map(&[("a", "1"), ("b", "2")]), Planted::NONE)
            .unwrap();
        assert_eq!(after, map(&[("b", "2")]));
    }

    #[test]
    fn meta_04_clear_takes_all_away() {
        let after = MetadataChange::Clear
            .apply(&map(&[("a", "1")]), Planted::NONE)
            .unwrap();
        assert!(after.is_empty());
    }

    #[test]
    fn meta_05_and_10_fifty_keys_after_the_merge() {
        let fifty: Metadata = (0..50).map(|n| (format!("k{n}"), "v".to_owned())).collect();
        let after = MetadataChange::Merge(fifty.clone())
            .apply(&Metadata::new(), Planted::NONE)
            .unwrap();
        assert_eq!(after.len(), 50);
        assert_eq!(
            merge(&[("one_more", "v")]).apply(&fifty, Planted::NONE),
            Err(MetadataRule::Keys)
        );
        let swapped = merge(&[("k0", ""), ("one_more", "v")])
            .apply(&fifty, Planted::NONE)
            .unwrap();
        assert_eq!(swapped.len(), 50);
    }

    #[test]
    fn meta_06_07_and_10_characters_are_counted_and_not_bytes() {
        let forty = "é".repeat(40);
        let five_hundred = "🙂".repeat(500);
        assert_eq!(
            merge(&[(&forty, &five_hundred)]).check(Planted::NONE),
            Ok(())
        );
        let longer = "é".repeat(41);
        assert_eq!(
            merge(&[(&longer, "v")]).check(Planted::NONE),
            Err(MetadataRule::Name(longer.clone()))
        );
        assert_eq!(
            merge(&[("k", &"v".repeat(501))]).check(Planted::NONE),
            Err(MetadataRule::Value("k".to_owned()))
        );
    }

    #[test]
    fn meta_08_no_brackets_in_names() {
        for name in ["a[b", "a]", "["] {
            assert_eq!(
                merge(&[(name, "v")]).check(Planted::NONE),
                Err(MetadataRule::Bracket(name.to_owned()))
            );
        }
    }
}
