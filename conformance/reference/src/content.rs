//! The content of a file as a response.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::files::Download;

/// What stays as it is in an extended parameter (RFC 8187 section 3.2.1, `attr-char`).
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// What the public url of a link to this file answers (URL-03). A browser saves the file and does not guess at what
/// it is: whoever uploaded it must not get a script to run under the server's name.
pub(crate) fn response(download: &Download) -> Response {
    let mut response = Response::new(Body::from(download.content.clone()));
    let headers: &mut HeaderMap = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(download.file.media_type()),
    );
    headers.insert(
        header::CONTENT_LENGTH,
        HeaderValue::from(download.content.len()),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    let disposition = disposition(download.file.filename.as_deref());
    if let Ok(value) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// The name to save the file under (RFC 6266): as it is where it is plain ASCII, else also in the extended form, with
/// a plain stand-in for readers that do not know it.
fn disposition(filename: Option<&str>) -> String {
    let Some(name) = filename else {
        return "attachment".to_owned();
    };
    let plain = |character: char| {
        character == ' '
            || character.is_ascii_graphic() && !['"', '\\', '%', ';'].contains(&character)
    };
    if name.chars().all(plain) {
        return format!("attachment; filename=\"{name}\"");
    }
    let stand_in: String = name
        .chars()
        .map(|character| if plain(character) { character } else { '_' })
        .collect();
    let extended = utf8_percent_encode(name, ATTR_CHAR);
    format!("attachment; filename=\"{stand_in}\"; filename*=UTF-8''{extended}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn url_03_the_name_travels_plain_or_extended() {
        assert_eq!(disposition(None), "attachment");
        assert_eq!(
            disposition(Some("my proof.pdf")),
            r#"attachment; filename="my proof.pdf""#
        );
        assert_eq!(
            disposition(Some("re\u{e7}u \"1\".pdf")),
            r#"attachment; filename="re_u _1_.pdf"; filename*=UTF-8''re%C3%A7u%20%221%22.pdf"#
        );
    }
}
