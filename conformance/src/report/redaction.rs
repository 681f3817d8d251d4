//! Takes secrets out of what a report shows.

use regex::Regex;

use crate::target::{Credential, Target};

/// What a run must not show, found once: every text of every exchange is looked through for it, and hardly any
/// holds it.
pub(super) struct Redaction {
    /// Each credential with the shell variable that stands for it.
    secrets: Vec<(String, Credential)>,
    /// What is hidden, in the order of the credentials.
    hidden: Vec<String>,
    /// Matches where one of `hidden` stands; `None` where nothing is hidden.
    any: Option<Regex>,
    /// Bytes of the shortest of them: what is shorter holds none.
    shortest: usize,
}

impl Redaction {
    /// Hides the credentials of `target`, or nothing unless `redact`.
    pub(super) fn of(target: &Target, redact: bool) -> Self {
        let secrets = match redact {
            true => target.secrets(),
            false => Vec::new(),
        };
        let mut hidden: Vec<String> = Vec::new();
        for text in secrets.iter().flat_map(|(_, it)| it.hidden()) {
            if !hidden.contains(&text) {
                hidden.push(text);
            }
        }
        let any = match hidden.is_empty() {
            true => None,
            false => {
                let literals: Vec<String> = hidden.iter().map(|it| regex::escape(it)).collect();
                Regex::new(&literals.join("|")).ok()
            }
        };
        Self {
            secrets,
            any,
            shortest: hidden.iter().map(String::len).min().unwrap_or(0),
            hidden,
        }
    }

    /// The credentials, each with the shell variable that stands for it in commands.
    pub(super) fn secrets(&self) -> &[(String, Credential)] {
        &self.secrets
    }

    /// `text` with `***` for each secret, plain or as sent.
    pub(super) fn redacted(&self, text: &str) -> String {
        let is_clean =
            text.len() < self.shortest || self.any.as_ref().is_some_and(|any| !any.is_match(text));
        let mut text = text.to_owned();
        if is_clean {
            return text;
        }
        for hidden in &self.hidden {
            if text.contains(hidden.as_str()) {
                text = text.replace(hidden.as_str(), "***");
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction(credential: &str, redact: bool) -> Redaction {
        let mut target = Target::new("http://host").unwrap();
        target.credential = Some(Credential::parse(credential).unwrap());
        Redaction::of(&target, redact)
    }

    #[test]
    fn a_key_is_hidden_plain_and_as_sent() {
        let redaction = redaction("basic:sk_test_123", true);
        for (text, expected) in [
            ("no key", "no key"),
            ("key sk_test_123.", "key ***."),
            ("Basic c2tfdGVzdF8xMjM6", "Basic ***"),
            // A character more or less is altered, and still too near to the right one to be shown.
            ("sk_test_123x", "***x"),
            ("sk_test_12", "***"),
            ("SK_TEST_123", "***"),
        ] {
            assert_eq!(redaction.redacted(text), expected, "{text}");
        }
    }

    #[test]
    fn a_short_key_is_no_secret() {
        assert_eq!(redaction("bearer:test", true).redacted("a test"), "a test");
    }

    #[test]
    fn nothing_is_hidden_unless_asked() {
        let redaction = redaction("basic:sk_test_123", false);
        assert_eq!(redaction.redacted("sk_test_123"), "sk_test_123");
    }
}
