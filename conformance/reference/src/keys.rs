//! API keys, and the two worlds that they open.

use std::collections::HashMap;

/// Test data and live data: two worlds that never see each other's objects (AUTH-05, AUTH-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Keys with `_test_`; objects say `livemode: false`.
    Test,
    /// Keys with `_live_`; objects say `livemode: true`.
    Live,
}

impl Mode {
    /// What objects made in this mode say in `livemode`.
    pub fn is_live(self) -> bool {
        self == Mode::Live
    }

    /// The other mode.
    pub fn other(self) -> Mode {
        match self {
            Mode::Test => Mode::Live,
            Mode::Live => Mode::Test,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Mode::Test => "test",
            Mode::Live => "live",
        }
    }

    /// The mode of a word.
    pub fn of_word(word: &str) -> Option<Mode> {
        [Mode::Test, Mode::Live]
            .into_iter()
            .find(|mode| mode.word() == word)
    }
}

/// The keys that the server accepts.
#[derive(Debug, Clone)]
pub struct Keys {
    accepted: HashMap<String, Mode>,
}

impl Default for Keys {
    /// One secret and one restricted key for each mode.
    fn default() -> Self {
        let mut keys = Self {
            accepted: HashMap::new(),
        };
        for key in ["sk_test_123", "rk_test_123", "sk_live_123", "rk_live_123"] {
            keys.accept(key);
        }
        keys
    }
}

impl Keys {
    /// Accepts one more key. A key that is not of the form `sk_` or `rk_`, `test_` or `live_` and something more
    /// opens no mode: it is not added, and `false` comes back.
    pub fn accept(&mut self, key: &str) -> bool {
        match mode_of(key) {
            Some(mode) => {
                self.accepted.insert(key.to_owned(), mode);
                true
            }
            None => false,
        }
    }

    /// The mode that `key` opens, if it is accepted.
    pub fn mode(&self, key: &str) -> Option<Mode> {
        self.accepted.get(key).copied()
    }
}

/// The mode that a key's prefix names (AUTH-05).
pub fn mode_of(key: &str) -> Option<Mode> {
    let rest = key
        .strip_prefix("sk_")
        .or_else(|| key.strip_prefix("rk_"))?;
    let (mode, opaque) = match rest.strip_prefix("test_") {
        Some(opaque) => (Mode::Test, opaque),
        None => (Mode::Live, rest.strip_prefix("live_")?),
    };
    (!opaque.is_empty()).then_some(mode)
}

#[cfg(test)]
mod tests {
    use super::{Keys, Mode, mode_of};

    #[test]
    fn auth_05_the_prefix_names_the_mode() {
        assert_eq!(mode_of("sk_test_123"), Some(Mode::Test));
        assert_eq!(mode_of("rk_live_abc"), Some(Mode::Live));
        for key in ["", "sk_test_", "pk_test_123", "sk_123", "test_123"] {
            assert_eq!(mode_of(key), None, "{key}");
        }
    }

    #[test]
    fn auth_03_only_listed_keys_are_accepted() {
        let mut keys = Keys::default();
        assert_eq!(keys.mode("sk_test_123"), Some(Mode::Test));
        assert_eq!(keys.mode("sk_test_456"), None);
        assert!(keys.accept("sk_test_456"));
        assert_eq!(keys.mode("sk_test_456"), Some(Mode::Test));
        assert!(!keys.accept("pk_test_456"));
    }
}
