//! Which purposes a file may have to be linked (PURP-01, PURP-02). The names stand in
//! `data/linkable_purposes.json`, because the list grows without notice.

use std::collections::HashSet;

const NAMES: &str = include_str!("../data/linkable_purposes.json");

/// The purposes that allow links.
#[derive(Debug, Clone)]
pub struct Purposes {
    /// `None` where the purpose does not matter.
    linkable: Option<HashSet<String>>,
    documented: Vec<String>,
}

impl Default for Purposes {
    fn default() -> Self {
        let value: serde_json::Value = serde_json::from_str(NAMES).unwrap_or_default();
        let names = |group: &str| -> Vec<String> {
            let entries = value[group].as_array().map_or(&[][..], Vec::as_slice);
            entries
                .iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect()
        };
        let documented = names("documented");
        Self {
            linkable: Some(documented.iter().cloned().chain(names("later")).collect()),
            documented,
        }
    }
}

impl Purposes {
    /// Links to files of every purpose.
    pub fn any() -> Self {
        Self {
            linkable: None,
            documented: Vec::new(),
        }
    }

    /// Whether a file of this purpose may be linked. Any other name is a purpose that may not, known or not (PURP-03).
    pub fn allow(&self, purpose: &str) -> bool {
        self.linkable
            .as_ref()
            .is_none_or(|linkable| linkable.contains(purpose))
    }

    /// The purposes that every source names, in the order of the data file.
    pub fn documented(&self) -> &[String] {
        &self.documented
    }
}

#[cfg(test)]
mod tests {
    use super::Purposes;

    #[test]
    fn purp_01_and_02_eleven_documented_and_three_later_ones() {
        let purposes = Purposes::default();
        assert_eq!(purposes.documented().len(), 11);
        for later in [
            "financial_account_statement",
            "issuing_regulatory_reporting",
            "terminal_android_apk",
        ] {
            assert!(purposes.allow(later), "{later}");
        }
        assert_eq!(purposes.linkable.map(|names| names.len()), Some(14));
    }

    #[test]
    fn purp_03_the_seven_others_are_refused() {
        let purposes = Purposes::default();
        for name in [
            "account_requirement",
            "additional_verification",
            "document_provider_identity_document",
            "identity_document",
            "platform_terms_of_service",
            "terminal_wifi_certificate",
            "terminal_wifi_private_key",
            "of_tomorrow",
        ] {
            assert!(!purposes.allow(name), "{name}");
        }
    }
}
