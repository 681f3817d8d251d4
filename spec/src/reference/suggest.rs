//! "Did you mean": the known name that is nearest to an unknown one.

/// The candidate that differs least from `wanted`, if it differs little: in case and punctuation only,
/// or in at most a third of its letters. The first of equals wins.
pub(crate) fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    let wanted_folded = folded(wanted);
    // Longer words have more room for slips, but three slips make another word.
    let allowed = (wanted.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = if folded(candidate) == wanted_folded {
                0
            } else {
                distance(wanted, candidate, allowed)?
            };
            Some((distance, candidate))
        })
        .min_by(|a, b| a.cmp(b))
        .map(|(_, candidate)| candidate)
}

/// Longer names are not compared: the comparison takes time in the product of the lengths.
const LONGEST: usize = 200;

fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The Levenshtein distance, or `None` when it is more than `allowed`.
fn distance(a: &str, b: &str, allowed: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let change = diagonal + usize::from(from != to);
            left = change.min(left + 1).min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        if next.iter().all(|cost| *cost > allowed) {
            return None;
        }
        row = next;
    }
    row.last().copied().filter(|cost| *cost <= allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["file_link", "file", "error"];
        assert_eq!(nearest("file_lnk", known), Some("file_link"));
        assert_eq!(nearest("FileLink", known), Some("file_link"));
        assert_eq!(nearest("eror", known), Some("error"));
        assert_eq!(nearest("customer", known), None);
        assert_eq!(nearest("", known), None);
    }
}
