//! Versions of the API (VER-01 to VER-05). One shape serves them all: these operations did not change between them.

use std::collections::HashSet;

use http::{HeaderMap, HeaderName};

use crate::fault::{Fault, Planted};
use crate::refusal::Answer;

/// The request header that asks for a version and the response header that names it.
pub(super) const HEADER: HeaderName = HeaderName::from_static("stripe-version");
/// The version for requests that ask for none (VER-02).
pub(super) const DEFAULT: &str = "2026-01-28.clover";

const NAMES: &str = include_str!("../../data/versions.json");

/// The versions that a request may ask for.
#[derive(Debug)]
pub(super) struct Versions(HashSet<String>);

impl Default for Versions {
    fn default() -> Self {
        Self(serde_json::from_str::<Vec<String>>(NAMES).map_or_else(
            |_| HashSet::from([DEFAULT.to_owned()]),
            |names| names.into_iter().collect(),
        ))
    }
}

impl Versions {
    /// The version under which a request is answered.
    ///
    /// # Errors
    ///
    /// The request asks for a version that does not exist (VER-04).
    pub(super) fn of<'a>(
        &'a self,
        headers: &'a HeaderMap,
        fault: Planted,
    ) -> Result<&'a str, Answer> {
        let Some(asked) = headers.get(HEADER) else {
            return Ok(DEFAULT);
        };
        let asked = asked.to_str().unwrap_or("");
        let exists = self.0.contains(asked) || self.is_newer(asked, &today());
        let known = exists && !fault.is(Fault::VersionsRefused);
        if known {
            Ok(asked)
        } else if fault.is(Fault::UnknownVersionAccepted)
            || fault.is(Fault::MalformedVersionIgnored)
                && !asked.starts_with(|c: char| c.is_ascii_digit())
        {
            Ok(DEFAULT)
        } else {
            Err(Answer::invalid(
                400,
                format!("There is no such API version. Leave {HEADER} out for {DEFAULT}."),
            ))
        }
    }

    /// Whether this is a version that came out after the newest in the list, and up to `today`, by its own date. Client
    /// libraries name the version of their release, and most releases are younger than this list.
    fn is_newer(&self, asked: &str, today: &str) -> bool {
        let Some((date, name)) = asked.split_once('.') else {
            return false;
        };
        let newest = self.0.iter().filter_map(|known| known.get(..10)).max();
        date.parse::<jiff::civil::Date>()
            .is_ok_and(|day| day.to_string() == date)
            && newest.is_some_and(|newest| date > newest)
            && date <= today
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase())
    }
}

/// The day in UTC, as versions write it.
fn today() -> String {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .to_string()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{DEFAULT, HEADER, Versions};
    use crate::fault::Planted;

    fn of(asked: Option<&'static str>) -> Result<String, u16> {
        let mut headers = HeaderMap::new();
        if let Some(asked) = asked {
            headers.insert(HEADER, HeaderValue::from_static(asked));
        }
        Versions::default()
            .of(&headers, Planted::NONE)
            .map(str::to_owned)
            .map_err(|answer| answer.status)
    }

    #[test]
    fn ver_01_02_and_04_asked_for_default_and_unknown() {
        assert_eq!(of(None).as_deref(), Ok(DEFAULT));
        assert_eq!(of(Some("2023-08-16")).as_deref(), Ok("2023-08-16"));
        for unknown in [
            "1999-01-01",
            "",
            "latest",
            "2026-10-05",
            "9999-01-01.dahlia",
        ] {
            assert_eq!(of(Some(unknown)), Err(400), "{unknown}");
        }
    }

    #[test]
    fn ver_04_a_release_younger_than_the_list_exists_once_its_day_has_come() {
        let versions = Versions::default();
        assert!(versions.is_newer("2026-10-28.endive", "2026-10-28"));
        assert!(!versions.is_newer("2026-10-28.endive", "2026-10-27"));
        for never in [
            "2026-10-28",
            "2026-10-28.",
            "2026-10-28.Endive",
            "2026-02-30.endive",
            "2020-01-01.endive",
        ] {
            assert!(!versions.is_newer(never, "2030-01-01"), "{never}");
        }
    }
}
