//! Points in time, spelled as RFC 3339 says.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use super::super::decode::{Decode, Decoder};
use super::super::encode::{Encode, Sink};
use super::super::fault::Path;
use super::super::node::Node;
use super::date::{Date, NotADate, digits, formatted};
use super::unix_time::seconds_of;

/// A point in time (RFC 3339 `date-time`, `format: date-time`): `2020-09-22T12:09:44Z`.
///
/// It keeps its spelling, so that what was read is what is written; two are equal when they are the same
/// instant.
#[derive(Debug, Clone)]
pub struct DateTime {
    text: String,
    seconds: i64,
    nanoseconds: u32,
}

impl DateTime {
    /// The instant that it is, in UTC, to the millisecond.
    pub fn now() -> Self {
        let (seconds, nanoseconds) = seconds_of(SystemTime::now());
        let milliseconds = nanoseconds / 1_000_000;
        Self::from_unix(seconds, milliseconds * 1_000_000).unwrap_or_else(|| Self {
            text: "1970-01-01T00:00:00Z".to_owned(),
            seconds: 0,
            nanoseconds: 0,
        })
    }

    /// The instant so many seconds (and nanoseconds, below 10⁹) after 1970-01-01T00:00:00Z, spelled in
    /// UTC; `None` where its year has no four digits. The fraction is written only if it is not 0, with
    /// 3, 6 or 9 digits.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if nanoseconds >= 1_000_000_000 {
            return None;
        }
        let date = Date::from_days(seconds.div_euclid(86_400))?;
        let second = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let fraction = match nanoseconds {
            0 => String::new(),
            n if n % 1_000_000 == 0 => format!(".{:03}", n / 1_000_000),
            n if n % 1000 == 0 => format!(".{:06}", n / 1000),
            n => format!(".{n:09}"),
        };
        Some(Self {
            text: format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}Z"),
            seconds,
            nanoseconds,
        })
    }

    /// As it is spelled.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn unix_seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after the whole second, below 10⁹; further digits of the text are cut off.
    pub fn nanoseconds(&self) -> u32 {
        self.nanoseconds
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if !text.is_ascii() || bytes.len() < 20 || !matches!(bytes[10], b'T' | b't') {
            return None;
        }
        let date = Date::parse(&text[..10])?;
        if bytes[13] != b':' || bytes[16] != b':' {
            return None;
        }
        let hour = digits(&bytes[11..13]).filter(|hour| *hour < 24)?;
        let minute = digits(&bytes[14..16]).filter(|minute| *minute < 60)?;
        let second = digits(&bytes[17..19]).filter(|second| *second <= 60)?;
        let (nanoseconds, rest) = fraction(&text[19..])?;
        let offset = offset_minutes(rest)?;
        let minutes = date.days() * 1440 + i64::from(hour * 60 + minute) - offset;
        // A leap second is the last second of a UTC day.
        if second == 60 && minutes.rem_euclid(1440) != 1439 {
            return None;
        }
        Some(Self {
            text: text.to_owned(),
            seconds: minutes * 60 + i64::from(second),
            nanoseconds,
        })
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanoseconds).cmp(&(other.seconds, other.nanoseconds))
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanoseconds).hash(state);
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for DateTime {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        Self::parse(text).ok_or(NotADate {
            format: "date-time",
        })
    }
}

impl Decode for DateTime {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        formatted(node, cx, at, "date-time", DateTime::parse)
    }
}

impl Encode for DateTime {
    fn encode(&self, out: &mut dyn Sink) {
        out.text(&self.text);
    }
}

/// `.5Z` is 500000000 and `Z`; no fraction is 0.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 {
        return None;
    }
    let mut nanoseconds = 0;
    for place in 0..9 {
        let digit = rest.as_bytes().get(place).filter(|_| place < count);
        nanoseconds = nanoseconds * 10 + digit.map_or(0, |digit| u32::from(digit - b'0'));
    }
    Some((nanoseconds, &rest[count..]))
}

/// `Z` or `+02:00`, in minutes east of UTC.
fn offset_minutes(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let bytes = text.as_bytes();
    if bytes.len() != 6 || bytes[3] != b':' {
        return None;
    }
    let hours = digits(&bytes[1..3]).filter(|hours| *hours < 24)?;
    let minutes = digits(&bytes[4..6]).filter(|minutes| *minutes < 60)?;
    let offset = i64::from(hours * 60 + minutes);
    match bytes[0] {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}
