//! Look-around where it needs none: what a text must look like at its start or at its end, beside the rest of
//! the pattern.
//!
//! `^(?!aws:)[a-z:]+$` is `^[a-z:]+$` and not `^(?:aws:)`, and `^[a-z.]+(?<!\.)$` is `^[a-z.]+$` and not `(?:\.)$`.
//! Each is a pattern without look-around, so that matching takes time in proportion to the text.

/// A pattern in parts that all have to do with the same text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// Patterns that match, or do not.
    pub(super) conditions: Vec<(bool, String)>,
    /// What is left.
    pub(super) rest: String,
}

/// Takes the look-around at the anchored start and end of a pattern out of it. What stands elsewhere stays.
pub(super) fn parts(pattern: &str) -> Parts {
    let mut conditions = Vec::new();
    let mut rest = pattern;
    if !has_alternatives(pattern) {
        if let Some((found, after)) = at_start(pattern) {
            conditions.extend(found);
            rest = after;
        }
        if let Some((condition, before)) = at_end(rest) {
            conditions.push(condition);
            rest = before;
            let rest = format!("{}{rest}$", anchor(&conditions));
            return Parts { conditions, rest };
        }
    }
    Parts {
        rest: format!("{}{rest}", anchor(&conditions)),
        conditions,
    }
}

/// The anchor that was taken off with what stands behind it.
fn anchor(conditions: &[(bool, String)]) -> &'static str {
    let is_at_start = |(_, text): &(bool, String)| text.starts_with('^');
    match conditions.iter().any(is_at_start) {
        true => "^",
        false => "",
    }
}

type Condition = (bool, String);

/// Look-ahead and anchors before anything else, and what follows; `None` where there is no look-ahead, or no
/// anchor, without which it could be about any place of the text.
fn at_start(pattern: &str) -> Option<(Vec<Condition>, &str)> {
    let mut conditions = Vec::new();
    let mut is_anchored = false;
    let mut rest = pattern;
    loop {
        if let Some(after) = rest.strip_prefix('^') {
            is_anchored = true;
            rest = after;
            continue;
        }
        let holds = match rest.get(..3) {
            Some("(?=") => true,
            Some("(?!") => false,
            _ => break,
        };
        let end = group_end(rest)?;
        let inside = rest.get(3..end)?;
        rest = rest.get(end + 1..)?;
        if rest.starts_with(['*', '+', '?', '{']) {
            return None;
        }
        conditions.push((holds, format!("^(?:{inside})")));
    }
    (is_anchored && !conditions.is_empty()).then_some((conditions, rest))
}

/// A look-behind before the anchor at the end, and what stands before it.
fn at_end(pattern: &str) -> Option<(Condition, &str)> {
    let before = pattern.strip_suffix(")$")?;
    let starts = [("(?<!", false), ("(?<=", true)];
    starts.into_iter().find_map(|(mark, holds)| {
        let start = before.rfind(mark)?;
        let group = pattern.get(start..)?;
        let is_last = group_end(group)? + 2 == group.len();
        let inside = before.get(start + mark.len()..)?;
        // A bracket or backslash before it would make it something else.
        let is_group = open_at(pattern, start);
        (is_last && is_group).then(|| ((holds, format!("(?:{inside})$")), &pattern[..start]))
    })
}

/// Whether the parenthesis at `place` opens a group that is in no other group and no class.
fn open_at(pattern: &str, place: usize) -> bool {
    let mut depth = 0;
    walk(pattern, |at, byte| {
        if at == place {
            return true;
        }
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        false
    }) == Some(place)
        && depth == 0
}

/// Where the group that the text begins with ends.
fn group_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    walk(text, |_, byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// Whether alternatives stand in no group: what is before one of them says nothing of the others.
fn has_alternatives(pattern: &str) -> bool {
    let mut depth = 0;
    walk(pattern, |_, byte| {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        byte == b'|' && depth == 0
    })
    .is_some()
}

/// The first place, outside of classes and escapes, at which `stop` says so.
fn walk(pattern: &str, mut stop: impl FnMut(usize, u8) -> bool) -> Option<usize> {
    let mut is_escaped = false;
    let mut in_class = false;
    for (at, byte) in pattern.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b']' if in_class => in_class = false,
            _ if in_class => {}
            b'[' => in_class = true,
            _ if stop(at, byte) => return Some(at),
            _ => {}
        }
    }
    None
}
