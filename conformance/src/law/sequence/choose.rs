//! From a number to a member's value, and what must come of it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::draw::Dice;
use super::table::{Fill, Make, Member, choice_ids};
use super::text::{length, text_of};
use crate::coverage::Must;
use crate::requirements::{MemberRule, Requirements};

/// What a member is sent as, and what must come of it.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) member: String,
    pub(super) value: Value,
    pub(super) effect: Effect,
    pub(super) fate: Fate,
}

/// What must come of a request that carries a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fate {
    /// It is valid, whatever stands beside it.
    Free,
    /// It is valid in an otherwise simple request; the case of the coverage phase says so by these ids.
    Alone(Vec<String>),
    /// It must be refused, for this reason, by these requirements.
    Refused(String, Vec<String>),
}

/// What the thing shows once the request is accepted.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// Nothing is promised: what is shown is learnt.
    Learn,
    /// The time.
    Time(Value),
    /// Entries of a map, set or taken away.
    Entries(Vec<(String, Option<String>)>),
    /// An empty map.
    Cleared,
    /// Null.
    Away,
    /// The answer, and it alone, has this member in full.
    Expands(String),
}

/// Entries of a map under their names; without a value, one that is taken away.
pub(super) type Entries = Vec<(String, Option<String>)>;

/// What a choice may depend on.
pub(super) struct Moment<'a> {
    pub(super) now: Timestamp,
    pub(super) requirements: &'a Requirements,
    /// Members that can be expanded.
    pub(super) expandable: &'a [String],
}

/// The value that `pick` stands for; `None` for 0.
pub(super) fn choose(member: &Member, pick: usize, moment: &Moment<'_>) -> Option<Chosen> {
    let pick = pick.checked_sub(1)?;
    let options = member.options();
    let option = pick.checked_rem(options)?;
    let mut dice = Dice::new(u64::try_from(pick / options).unwrap_or_default());
    // The first variation is the simplest one.
    let is_simple = pick / options == 0;
    let (value, effect, fate) = match member.fill(option)? {
        Fill::Given(choice) => {
            let ids = choice_ids(moment.requirements, choice);
            let fate = match choice.must {
                Must::BeAccepted => Fate::Alone(ids),
                Must::BeRefused => Fate::Refused(choice.words.clone(), ids),
            };
            (choice.value.clone(), Effect::Learn, fate)
        }
        Fill::Made(make) => made(member, make, &mut dice, is_simple, moment)?,
    };
    Some(Chosen {
        member: member.name.clone(),
        value,
        effect,
        fate,
    })
}

fn made(
    member: &Member,
    make: Make,
    dice: &mut Dice,
    is_simple: bool,
    moment: &Moment<'_>,
) -> Option<(Value, Effect, Fate)> {
    const HOUR: i64 = 3600;
    const YEAR: i64 = 365 * 24 * HOUR;
    let rule = member.rule.as_ref();
    let varied = |dice: &mut Dice, span: i64| {
        i64::try_from(dice.next() % u64::try_from(span).unwrap_or(1)).unwrap_or(0)
    };
    let time = |seconds: i64| {
        let at = Timestamp::from_second(moment.now.as_second() + seconds).ok()?;
        Some(if member.is_number {
            json!(at.as_second())
        } else {
            json!(at.to_string())
        })
    };
    Some(match make {
        Make::Ahead => {
            let value = time(HOUR + if is_simple { 0 } else { varied(dice, 4 * YEAR) })?;
            (value.clone(), Effect::Time(value), Fate::Free)
        }
        Make::Past => {
            let value = time(-24 * HOUR - varied(dice, YEAR))?;
            let words = format!("`{}` is past", member.name);
            let fate = Fate::Refused(words, rule.map_or(Vec::new(), |it| it.answers("ahead")));
            (value, Effect::Learn, fate)
        }
        Make::Away => (rule?.unset.clone()?, Effect::Away, Fate::Free),
        Make::Clear => (rule?.clear.clone()?, Effect::Cleared, Fate::Free),
        Make::Expand => {
            let name = moment.expandable.get(dice.below(moment.expandable.len()))?;
            (json!([name]), Effect::Expands(name.clone()), Fate::Free)
        }
        Make::LongValue | Make::LongName | Make::TooMany => {
            let (promise, entries) = too_much(rule?, make, dice)?;
            let words = format!("`{}` is beyond the limit of its {promise}", member.name);
            let fate = Fate::Refused(words, rule?.answers(promise));
            (map(&entries, rule), Effect::Learn, fate)
        }
        _ => {
            let entries = entries(rule, make, dice, is_simple);
            (map(&entries, rule), Effect::Entries(entries), Fate::Free)
        }
    })
}

/// The map as it is sent.
fn map(entries: &[(String, Option<String>)], rule: Option<&MemberRule>) -> Value {
    let unset = rule
        .and_then(|rule| rule.unset.clone())
        .unwrap_or(Value::Null);
    let members = entries.iter().map(|(name, value)| {
        let value = value
            .as_ref()
            .map_or_else(|| unset.clone(), |text| json!(text));
        (name.clone(), value)
    });
    Value::Object(members.collect::<Map<_, _>>())
}

fn entries(
    rule: Option<&MemberRule>,
    make: Make,
    dice: &mut Dice,
    is_simple: bool,
) -> Vec<(String, Option<String>)> {
    // Beyond this a text may break a limit that nobody has told us of.
    const UNTOLD: usize = 40;
    let most = rule.map_or(UNTOLD, |rule| rule.value.unwrap_or(UNTOLD));
    let value = |dice: &mut Dice| -> Option<String> {
        if is_simple {
            return Some("a".to_owned());
        }
        let length = length(dice, most.min(UNTOLD));
        Some(text_of(dice, length, false))
    };
    // Few names, so that the same ones meet again and again.
    let name = |dice: &mut Dice| match dice.below(10) {
        8 => rule.map_or("k1", |_| "K1").to_owned(),
        9 => rule.map_or("k2", |_| "k.2-a").to_owned(),
        number => format!("k{}", 1 + number % 3),
    };
    let mut entries: Vec<(String, Option<String>)> = Vec::new();
    match make {
        Make::Unset => entries.push((name(dice), None)),
        Make::UnsetAndSet => {
            entries.push((name(dice), None));
            entries.push((name(dice), value(dice)));
        }
        Make::Several => {
            for _ in 0..2 + dice.below(3) {
                entries.push((name(dice), value(dice)));
            }
        }
        Make::Text => {
            let text = if is_simple {
                "a".repeat(most)
            } else {
                let length = length(dice, most);
                text_of(dice, length, false)
            };
            entries.push((name(dice), Some(text)));
        }
        Make::Fill => {
            let many = rule.and_then(|rule| rule.entries).unwrap_or(0);
            let many = many.saturating_sub(dice.below(8));
            entries.extend((1..=many).map(|n| (format!("f{n}"), Some("a".to_owned()))));
        }
        _ => entries.push((name(dice), value(dice))),
    }
    // One name cannot be set twice.
    let mut kept: Vec<(String, Option<String>)> = Vec::new();
    for (name, value) in entries {
        if !kept.iter().any(|(known, _)| *known == name) {
            kept.push((name, value));
        }
    }
    kept
}

/// The promise that is broken, and entries that break it.
fn too_much(rule: &MemberRule, make: Make, dice: &mut Dice) -> Option<(&'static str, Entries)> {
    let short = || Some("a".to_owned());
    Some(match make {
        Make::LongValue => {
            let text = text_of(dice, rule.value? + 1, true);
            ("value", vec![("k1".to_owned(), Some(text))])
        }
        Make::LongName => {
            let name = format!("n{}", "a".repeat(rule.name?));
            ("name", vec![(name, short())])
        }
        _ => {
            let many = rule.entries? + 1;
            let all = (1..=many).map(|n| (format!("f{n}"), short()));
            ("entries", all.collect())
        }
    })
}
