//! Random texts: by format, by pattern, by length, and such as break careless code.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use trueline_spec::ir::Schema;

use crate::dice::Dice;

/// Which characters a text may have where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// All of them.
    Any,
    /// All of them, but the text is not empty: what has no types says nothing by an empty one.
    Some,
    /// Such as no style takes for its own: letters, digits, `-`.
    Plain,
}

const PLAIN: &[&str] = &["a", "b", "ab", "x-1", "5", "true", "null", "abcdefgh"];
const ODD: &[&str] = &[
    " ", "a b", "é", "🍎", "a&b", "a=b", "a+b", "a%20b", "a,b", "a|b", "a;b", "a/b", "a.b", "a\"b",
    "a\\b", "\r\n", "{}", "-1", "+", "%", "#?", "--b", "~", "e\u{301}", "a[b]", "\u{0}",
    "\u{feff}",
];

/// A text of the schema, by what it says of texts alone.
pub(crate) fn text(schema: &Schema, letters: Letters, dice: &mut Dice) -> String {
    if let Some(text) = of_format(schema, dice) {
        return text;
    }
    let rules = &schema.string;
    let is_encoded = rules.content_encoding.as_deref() == Some("base64");
    if is_encoded && rules.pattern.is_none() {
        return "Zm9v".to_owned();
    }
    if let Some(pattern) = &rules.pattern
        && let Some(text) = matching(pattern, dice)
    {
        return text;
    }
    let least = usize::try_from(rules.min_length.unwrap_or(0)).unwrap_or(usize::MAX);
    let most = rules.max_length.map_or(usize::MAX, |most| {
        usize::try_from(most).unwrap_or(usize::MAX)
    });
    let word = word(letters, dice);
    let length = match dice.below(8) {
        0 => least,
        1 if most <= 6_000 => most,
        _ => word.chars().count().clamp(least, most),
    };
    let length = match letters {
        Letters::Any => length,
        _ => length.max(1),
    };
    let filler = if word.is_empty() { "x" } else { word };
    filler.chars().cycle().take(length).collect()
}

/// A word without regard to any schema.
pub(crate) fn word(letters: Letters, dice: &mut Dice) -> &'static str {
    let odd = letters != Letters::Plain && dice.chance(50);
    let pool = if odd { ODD } else { PLAIN };
    match letters {
        Letters::Any if dice.chance(5) => "",
        _ => dice.pick(pool).copied().unwrap_or("a"),
    }
}

fn of_format(schema: &Schema, dice: &mut Dice) -> Option<String> {
    let pool: &[&str] = match schema.format.as_deref()? {
        "date" => &["2024-02-29", "1970-01-01", "9999-12-31", "0001-01-01"],
        "date-time" => &[
            "2020-09-22T12:09:44Z",
            "1990-12-31T23:59:60Z",
            "2020-09-22T12:09:44.123456+02:00",
        ],
        "time" => &["12:09:44Z"],
        "duration" => &["PT1H", "P1DT2S"],
        "byte" => &["Zg==", "Zm9v", "+/+/"],
        "uuid" => &["2eb8aa08-aa98-11ea-b4aa-73b441d16380"],
        "uri" | "url" => &["https://example.com/a?b=c", "urn:a:b"],
        "uri-reference" => &["/a", "https://example.com"],
        "iri" => &["https://example.com/é"],
        "email" | "idn-email" => &["a@example.com"],
        "hostname" | "idn-hostname" => &["example.com"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "json-pointer" => &["/a/0"],
        "relative-json-pointer" => &["0/a"],
        "regex" => &["^a$"],
        _ => return None,
    };
    dice.pick(pool).map(|text| (*text).to_owned())
}

/// A text that matches, where the pattern is one that can be drawn from; patterns are not anchored, so what they match
/// stands for the whole.
fn matching(pattern: &str, dice: &mut Dice) -> Option<String> {
    let bare = pattern.trim_start_matches('^').trim_end_matches('$');
    // `\d` of ECMA-262 means ASCII digits, and so on.
    let bare = bare
        .replace("\\d", "[0-9]")
        .replace("\\w", "[A-Za-z0-9_]")
        .replace("\\s", "[ ]")
        .replace("\\/", "/");
    let strategy = proptest::string::string_regex(&bare).ok()?;
    let mut seed = [0; 32];
    for piece in seed.chunks_mut(8) {
        piece.copy_from_slice(&dice.roll().to_le_bytes());
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    Some(strategy.new_tree(&mut runner).ok()?.current())
}
