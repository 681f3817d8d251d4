//! How names are spelled, where only what they say counts.

/// The name in lower case with underscores: `startingAfter`, `starting-after` and `starting_after` are one word. Of
/// capitals in a row the first alone begins a word.
pub fn fold(name: &str) -> String {
    let mut folded = String::new();
    let mut after_capital = false;
    for c in name.chars() {
        if c.is_uppercase() && !after_capital && !folded.is_empty() && !folded.ends_with('_') {
            folded.push('_');
        }
        after_capital = c.is_uppercase();
        match c {
            '-' | '.' | ' ' => folded.push('_'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_word_are_one() {
        for name in [
            "startingAfter",
            "starting-after",
            "starting_after",
            "StartingAfter",
        ] {
            assert_eq!(fold(name), "starting_after");
        }
        assert_eq!(fold("fileID"), "file_id");
        assert_eq!(fold(""), "");
    }
}
