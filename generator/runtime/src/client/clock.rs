//! Chance and time, as far as trying again needs them.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::{Duration, SystemTime};

use super::super::scalar::DateTime;

/// A random number: each `RandomState` has keys that the operating system's randomness started.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A random UUID (RFC 9562 §5.4).
pub(super) fn random_uuid() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        (low >> 48) & 0x3FFF | 0x8000,
        low & 0xFFFF_FFFF_FFFF,
    )
}

/// The seconds since 1970 of an HTTP date (RFC 9110 §5.6.7), in its preferred form:
/// `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(super) fn http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.split(' ');
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let rfc3339 = format!("{year}-{month:02}-{day}T{time}Z");
    (words.next() == Some("GMT")).then_some(())?;
    rfc3339
        .parse()
        .ok()
        .map(|time: DateTime| time.unix_seconds())
}

/// How long to wait as `Retry-After` has it (RFC 9110 §10.2.3): seconds, or until a date.
pub(super) fn retry_after(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let due = u64::try_from(http_date(text)?).ok()?;
    let due = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(due))?;
    Some(due.duration_since(SystemTime::now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_headers() {
        assert_eq!(
            http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(784_111_777)
        );
        for wrong in [
            "",
            "06 Nov 1994",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Now 1994 08:49:37 GMT",
            "Sun, é",
        ] {
            assert_eq!(http_date(wrong), None, "{wrong}");
        }
        assert_eq!(retry_after(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(
            retry_after("Sun, 06 Nov 1994 08:49:37 GMT"),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("-7"), None);
        assert_eq!(retry_after("99999999999999999999999"), None);
    }

    #[test]
    fn keys_are_uuids_and_differ() {
        let (a, b) = (random_uuid(), random_uuid());
        assert_ne!(a, b);
        assert_eq!(a.len(), 36);
        assert_eq!(a.as_bytes()[14], b'4');
        assert!(matches!(a.as_bytes()[19], b'8' | b'9' | b'a' | b'b'), "{a}");
    }
}
