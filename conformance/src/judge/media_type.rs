//! Is the media type one that the response documents?

use trueline_spec::ir::{MediaType, Method, Operation, Response};

use crate::check;
use crate::encode::essence;
use crate::exchange::Answer;
use crate::verdict::Failure;

/// The documented media type that speaks for the answer's content; `Ok(None)` where there is nothing to
/// judge: no content is documented, or none may come (`HEAD`, 1xx, 204, 304: RFC 9110 §6.4.1).
///
/// # Errors
///
/// The failure, when the content has another type, no type, or is missing.
pub fn media_type<'a>(
    operation: &Operation,
    response: &'a Response,
    answer: &Answer,
) -> Result<Option<&'a MediaType>, Box<Failure>> {
    let bodiless = matches!(answer.status, 100..=199 | 204 | 304);
    if response.content.is_empty() || bodiless || operation.method == Method::Head {
        return Ok(None);
    }
    let names: Vec<_> = response.content.iter().map(|it| it.name.as_str()).collect();
    let expected = format!("content of type {}", names.join(" or "));
    let failure = |received: String| {
        let at = response.content.first().map_or(&response.at, |it| &it.at);
        Box::new(Failure::new(check::MEDIA_TYPE, expected.clone(), received).at(at))
    };
    match answer.header_value("content-type") {
        None if answer.body.is_empty() => Err(failure("no content".to_owned())),
        None => Err(failure("content without a Content-Type".to_owned())),
        Some(name) => documented_media_type(&response.content, name)
            .map(Some)
            .ok_or_else(|| failure(format!("content of type {name}"))),
    }
}

/// The one of `documented` that speaks for `name`, parameters aside: the type itself, else `text/*`,
/// else `*/*` (OpenAPI 3.0.4 §4.17.1: the most specific key applies).
pub fn documented_media_type<'a>(documented: &'a [MediaType], name: &str) -> Option<&'a MediaType> {
    let name = essence(name);
    let (kind, _) = name.split_once('/')?;
    [name.clone(), format!("{kind}/*"), "*/*".to_owned()]
        .iter()
        .find_map(|wanted| documented.iter().find(|it| essence(&it.name) == *wanted))
}
