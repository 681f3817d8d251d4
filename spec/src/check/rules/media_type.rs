//! Keys of `content`: media types and media type ranges (RFC 9110 §8.3.1, §12.5.1).

use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;

/// Holds the key to `type/subtype` with parameters behind it.
pub(crate) fn check(walk: &mut Walk<'_>, key: &str) {
    if !is_media_type(key) {
        walk.report(
            codes::MEDIA_TYPE,
            Place::Name,
            format!("`{}` is no media type", cut(key)),
            Some("write it as in `application/json`, `text/*` or `text/plain; charset=utf-8`"),
        );
    }
}

fn is_media_type(text: &str) -> bool {
    let (essence, parameters) = match text.split_once(';') {
        Some((essence, parameters)) => (essence.trim_end(), Some(parameters)),
        None => (text, None),
    };
    let Some((kind, subtype)) = essence.split_once('/') else {
        return false;
    };
    let names = is_token(kind) && is_token(subtype) && (kind != "*" || subtype == "*");
    names && parameters.is_none_or(|parameters| parameters.split(';').all(is_parameter))
}

/// `name=value`, the value a token or in quotes; also nothing, as a trailing `;` leaves it.
fn is_parameter(text: &str) -> bool {
    let text = text.trim();
    let Some((name, value)) = text.split_once('=') else {
        return text.is_empty();
    };
    let quoted = value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
    is_token(name.trim()) && (quoted || is_token(value.trim()))
}

/// A token of RFC 9110 §5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::is_media_type;

    #[test]
    fn media_types_and_ranges() {
        for good in [
            "application/json",
            "application/vnd.api+json; charset=utf-8",
            "text/*",
            "*/*",
            "multipart/form-data;boundary=\"a b\"",
            "application/json;",
        ] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in [
            "json",
            "",
            "application/",
            "*/json",
            "text/a b",
            "a/b/c",
            "a/b; c",
        ] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}
