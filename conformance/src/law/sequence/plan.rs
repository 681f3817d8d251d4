//! A sequence of calls as numbers, and as text.

use std::fmt;
use std::str::FromStr;

/// A sequence of calls, without any value that depends on the target or the hour: the same plan makes the same
/// calls on fresh things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What is called.
    pub(super) act: Act,
    /// Of which thing, in the order in which they were made; it wraps around.
    pub(super) of: usize,
    /// With what: a number for each member, parameter or choice. 0 is the simplest.
    pub(super) picks: Vec<usize>,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Create,
    Update,
    Retrieve,
    List,
    Delete,
}

const LETTERS: [(char, Act); 5] = [
    ('c', Act::Create),
    ('u', Act::Update),
    ('r', Act::Retrieve),
    ('l', Act::List),
    ('d', Act::Delete),
];

impl fmt::Display for Plan {
    /// `c0.3.0-u0.0.14-r1`: a letter and the thing for each call, then the picks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            if index > 0 {
                f.write_str("-")?;
            }
            let letter = LETTERS.iter().find(|(_, act)| *act == step.act);
            write!(
                f,
                "{}{}",
                letter.map_or('c', |(letter, _)| *letter),
                step.of
            )?;
            for pick in &step.picks {
                write!(f, ".{pick}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Plan {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no plan of a random case; take it from a report");
        let steps = text
            .split('-')
            .map(|part| {
                let mut chars = part.chars();
                let letter = chars.next()?;
                let (_, act) = LETTERS.iter().find(|(known, _)| *known == letter)?;
                let mut numbers = chars.as_str().split('.').map(str::parse::<usize>);
                let of = numbers.next()?.ok()?;
                let picks = numbers.collect::<Result<Vec<usize>, _>>().ok()?;
                Some(Step {
                    act: *act,
                    of,
                    picks,
                })
            })
            .collect::<Option<Vec<Step>>>()
            .ok_or_else(wrong)?;
        Ok(Self { steps })
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;

    #[test]
    fn a_plan_survives_as_text() {
        for text in ["c0", "c0.3.0-u0.0.14-r1.0-l0.4.2.17-d12"] {
            assert_eq!(text.parse::<Plan>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_plan_is_said() {
        for text in [
            "",
            "x0",
            "c",
            "c0-",
            "c0..1",
            "c0.-1",
            "c0.1e3",
            "ü0",
            "c99999999999999999999",
        ] {
            assert!(text.parse::<Plan>().is_err(), "{text}");
        }
    }
}
