//! Names of findings that stay the same from run to run.
//!
//! A baseline speaks of a finding by its name, so the name is made of what the fault *is*: the check and the promise,
//! or the question that was asked. It holds nothing of what a run happens to make or meet: which cases showed it,
//! ids and times that the server gave, lines of the description, folders, hosts and ports.

use sha2::{Digest as _, Sha256};

/// The name of what `parts` say: the kind, a dash, and ten hexadecimal digits.
pub(super) fn name(kind: &str, parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length before each part: `ab`, `c` is not `a`, `bc`.
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest: String = hasher
        .finalize()
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{kind}-{digest}")
}

/// The text without what differs from run to run: each word with a digit in it is `#`, except a status, and
/// so is each that looks drawn by lot.
pub(super) fn lasting(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '-') {
            word.push(c);
            continue;
        }
        push(&mut out, &word);
        word.clear();
        out.push(c);
    }
    push(&mut out, &word);
    out
}

fn push(out: &mut String, word: &str) {
    let is_status = out.ends_with("status ");
    let has_digit = word.chars().any(|c| c.is_ascii_digit());
    let differs = (has_digit && !is_status) || is_drawn(word);
    out.push_str(if differs { "#" } else { word });
}

/// Whether a word without digits looks drawn by lot all the same: `plot_EXdGWbuEbWwisLjK`. A name changes between capitals
/// and small letters at its words, and has no capitals beside each other but in abbreviations.
fn is_drawn(word: &str) -> bool {
    let last = word.rsplit('_').next().unwrap_or(word);
    let letters: Vec<char> = last.chars().collect();
    let pairs = || letters.windows(2);
    let capitals = |pair: &[char]| pair.iter().filter(|c| c.is_uppercase()).count();
    let changes = pairs().filter(|pair| capitals(pair) == 1).count();
    letters.len() >= 10 && changes * 5 >= letters.len() * 2 && pairs().any(|it| capitals(it) == 2)
}

/// `/data/3/id` as `/data/*/id`.
pub(super) fn without_indexes(pointer: &str) -> String {
    let is_index = |token: &&str| !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit());
    let tokens: Vec<&str> = pointer
        .split('/')
        .map(|token| if is_index(&token) { "*" } else { token })
        .collect();
    tokens.join("/")
}

#[cfg(test)]
mod tests {
    use super::{lasting, name, without_indexes};

    #[test]
    fn what_differs_from_run_to_run_is_taken_out() {
        for (text, lasts) in [
            ("status 404", "status 404"),
            ("link_1Mr23jLk has 3 members", "# has # members"),
            ("at 1700000000 of 127.0.0.1:4010", "at # of #.#.#.#:#"),
            (
                "plot_EXdGWbuEbWwisLjK in getAllOfMyThings",
                "# in getAllOfMyThings",
            ),
            ("\"a\", as in the example", "\"a\", as in the example"),
            ("2026-01-02T03:04:05Z", "#:#:#"),
        ] {
            assert_eq!(lasting(text), lasts);
        }
    }

    #[test]
    fn names_keep_their_parts_apart() {
        assert_ne!(name("law", &["ab", "c"]), name("law", &["a", "bc"]));
        assert_eq!(name("law", &["ab"]).len(), "law-0123456789".len());
        assert_eq!(without_indexes("/data/12/id/0"), "/data/*/id/*");
    }
}
