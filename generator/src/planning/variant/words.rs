//! What a union takes, said in words.

use crate::plan::{Branch, Kind, Test};

/// What a union takes, in words: `an object, an integer or "now"`.
pub(super) fn expected(branches: &[Branch], tag: Option<&str>) -> String {
    let takes_any_object = branches.iter().any(|branch| match &branch.test {
        Test::Kinds(kinds) => kinds.contains(&Kind::Object),
        test => matches!(test, Test::Otherwise | Test::Misses(_)),
    });
    let mut words: Vec<String> = Vec::new();
    for branch in branches {
        let new: Vec<String> = match &branch.test {
            Test::Constant(value) => vec![format!("{value:?}")],
            Test::OneOf(values) => values.iter().map(|value| format!("{value:?}")).collect(),
            Test::Tag(values) if !takes_any_object => vec![tagged(tag, values)],
            Test::Members(names) if !takes_any_object => {
                vec![format!("an object with `{}`", names.join("`, `"))]
            }
            Test::Tag(_) | Test::Members(_) | Test::Fits(_) | Test::Misses(_) => {
                vec!["an object".to_owned()]
            }
            Test::First { .. } => vec![word(Kind::List).to_owned()],
            Test::Kinds(kinds) => kinds.iter().map(|kind| word(*kind).to_owned()).collect(),
            Test::Otherwise => vec!["any value".to_owned()],
        };
        for word in new {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    // A long list helps nobody: what its entries have in common does.
    const MOST: usize = 4;
    let is_tagged = |word: &String| word.starts_with("an object whose");
    if words.iter().filter(|word| is_tagged(word)).count() > MOST {
        words.retain(|word| !is_tagged(word));
        let tag = tag.unwrap_or_default();
        words.push(format!(
            "an object with a `{tag}` that the description lists"
        ));
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

fn tagged(tag: Option<&str>, values: &[String]) -> String {
    let tag = tag.unwrap_or_default();
    format!("an object whose `{tag}` is {}", values.join(" or "))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "a boolean",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::List => "an array",
        Kind::Object => "an object",
    }
}
