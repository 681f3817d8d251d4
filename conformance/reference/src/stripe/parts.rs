//! The parts of an upload, for comparing requests with one idempotency key.

use bytes::Bytes;
use http::{HeaderMap, header};
use sha2::{Digest, Sha256};

/// The boundary of a multipart body (RFC 2046 section 5.1.1); `None` where the body is something else.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let media_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = media_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut parameters = parameters.split(';').filter_map(|it| it.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// What stands between the boundaries, each piece as a name and a digest. Whoever sends a request again draws a new
/// boundary, and may send the parts in another order: neither makes it another request.
pub(super) fn digests(body: &Bytes, boundary: &str) -> Vec<(String, String)> {
    let delimiter = format!("--{boundary}").into_bytes();
    let mut digests: Vec<String> = pieces(body, &delimiter)
        .map(|piece| {
            let digest = Sha256::digest(piece);
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        })
        .collect();
    digests.sort();
    digests
        .into_iter()
        .map(|digest| ("part".to_owned(), digest))
        .collect()
}

fn pieces<'a>(mut rest: &'a [u8], delimiter: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let found = rest
            .windows(delimiter.len())
            .position(|window| window == delimiter);
        match found {
            Some(end) => {
                let piece = &rest[..end];
                rest = &rest[end + delimiter.len()..];
                Some(piece)
            }
            None => {
                done = true;
                Some(rest)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, header};

    use super::{boundary, digests};

    fn of(boundary: &str, parts: &[&str]) -> Vec<(String, String)> {
        let mut body = String::new();
        for part in parts {
            body.push_str(&format!("--{boundary}\r\n{part}\r\n"));
        }
        body.push_str(&format!("--{boundary}--\r\n"));
        digests(&Bytes::from(body), boundary)
    }

    #[test]
    fn idem_03_neither_boundary_nor_order_makes_another_request() {
        let first = of("aaa", &["name=x\r\n\r\n1", "name=y\r\n\r\n2"]);
        assert_eq!(first, of("bbbbbb", &["name=x\r\n\r\n1", "name=y\r\n\r\n2"]));
        assert_eq!(first, of("aaa", &["name=y\r\n\r\n2", "name=x\r\n\r\n1"]));
        assert_ne!(first, of("aaa", &["name=x\r\n\r\n1", "name=y\r\n\r\n3"]));
    }

    #[test]
    fn the_boundary_stands_in_the_media_type() {
        let of = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            boundary(&headers)
        };
        let expected = Some("x y".to_owned());
        assert_eq!(of(r#"multipart/form-data; boundary="x y""#), expected);
        assert_eq!(
            of("Multipart/Form-Data; charset=utf-8; Boundary=x y"),
            expected
        );
        assert_eq!(of("multipart/mixed; boundary=x"), None);
        assert_eq!(of("application/x-www-form-urlencoded"), None);
    }
}
