//! The body of a request: read whole, up to a limit, if its media type is one that the operation takes; else thrown away.

use axum::body::HttpBody as _;
use bytes::{Bytes, BytesMut};
use http::Version;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HeaderName};
use http_body_util::BodyExt as _;

use super::super::multipart::{PartInfo, boundary_of, read_part_infos};
use super::super::operation::{BodyInfo, MediaInfo, MediaKind};
use super::Body;
use super::context::Context;
use super::rejection::Rejection;

/// A body that was read.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) bytes: Bytes,
    /// Index of its media type in [`BodyInfo::media`].
    pub(super) media: usize,
}

impl Received {
    /// What its parts say of themselves, where it has parts.
    pub(super) fn parts(&self, context: &Context, info: &BodyInfo) -> Vec<PartInfo> {
        let kind = info.media.get(self.media).map(|media| media.kind);
        if kind != Some(MediaKind::Multipart) {
            return Vec::new();
        }
        header(context, CONTENT_TYPE)
            .and_then(boundary_of)
            .map_or(Vec::new(), |boundary| {
                read_part_infos(&self.bytes, boundary)
            })
    }
}

/// Reads the body. `None` where there is none and none is needed.
pub(super) async fn receive(
    context: &Context,
    info: &'static BodyInfo,
    body: &mut Body,
    limit: usize,
) -> Result<Option<Received>, Rejection> {
    let declared = header(context, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(Rejection::BodyTooLarge { limit });
    }
    let bytes = read_whole(body, limit).await?;
    let found = header(context, CONTENT_TYPE);
    if bytes.is_empty() {
        return empty(info, found);
    }
    match choose(info.media, found) {
        Some(media) => Ok(Some(Received { bytes, media })),
        None => Err(Rejection::MediaType {
            found: found.map(str::to_owned),
            expected: info.media.iter().map(|media| media.range).collect(),
        }),
    }
}

/// So much of a body that nobody asked for is read, to be thrown away.
const MOST_DISCARDED: usize = 1 << 22;

/// Takes what is left of a body that nobody asked for, or of a request that is refused, off the line. Says whether the
/// next request can follow: HTTP/1.1 closes a connection with an unread body (RFC 9112 §9.3), and a caller who is still
/// writing, or has just sent its next request, would see a reset in the place of its answer (§9.6).
///
/// A caller who waits for leave to send the body is not given it: the answer is what it waits for (RFC 9110 §10.1.1).
pub(super) async fn discard(context: &Context, body: &mut Body) -> bool {
    if context.parts.version >= Version::HTTP_2 || body.is_end_stream() {
        return true;
    }
    let waits = header(context, EXPECT).is_some_and(|it| it.eq_ignore_ascii_case("100-continue"));
    let declared = header(context, CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if waits || declared.is_some_and(|length| length > MOST_DISCARDED as u64) {
        return false;
    }
    throw_away(body).await
}

/// Reads the rest of a body that is not too large for that. Says whether nothing is left.
async fn throw_away(body: &mut Body) -> bool {
    let mut read = 0;
    while let Some(frame) = body.frame().await {
        // Nobody asked for it, so nothing in it can be wrong.
        let Ok(frame) = frame else { return false };
        read += frame.data_ref().map_or(0, Bytes::len);
        if read > MOST_DISCARDED {
            return false;
        }
    }
    true
}

/// All of a body, of `limit` bytes at most. Most come in one piece, which is not copied. What is too large is read to its
/// end all the same, if that is not far: a caller that is still writing would not see the refusal.
///
/// # Errors
///
/// [`Rejection::BodyTooLarge`], [`Rejection::BodyUnreadable`].
pub async fn whole(mut body: Body, limit: usize) -> Result<Bytes, Rejection> {
    let read = read_whole(&mut body, limit).await;
    if read.is_err() {
        throw_away(&mut body).await;
    }
    read
}

/// As [`whole`]; what is beyond the limit is left.
async fn read_whole(body: &mut Body, limit: usize) -> Result<Bytes, Rejection> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Rejection::BodyUnreadable)?;
        // What is no data is a trailer, which says nothing here.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if first.len() + all.len() + data.len() > limit {
            return Err(Rejection::BodyTooLarge { limit });
        }
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            all.extend_from_slice(&std::mem::take(&mut first));
            all.extend_from_slice(&data);
        }
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

/// A header whose name need not be looked up first.
fn header(context: &Context, name: HeaderName) -> Option<&str> {
    let value = context.parts.headers.get(name)?;
    std::str::from_utf8(value.as_bytes()).ok()
}

/// What no bytes at all mean: an empty form is a form, an empty text a text, and an empty JSON text is no
/// body.
fn empty(info: &'static BodyInfo, found: Option<&str>) -> Result<Option<Received>, Rejection> {
    if !info.required {
        return Ok(None);
    }
    let can_be_empty = |media: &MediaInfo| {
        matches!(
            media.kind,
            MediaKind::Form | MediaKind::Text | MediaKind::Bytes
        )
    };
    choose(info.media, found)
        .filter(|media| info.media.get(*media).is_some_and(can_be_empty))
        .or_else(|| {
            info.media
                .iter()
                .position(|media| media.kind == MediaKind::Form)
        })
        .map(|media| {
            Some(Received {
                bytes: Bytes::new(),
                media,
            })
        })
        .ok_or(Rejection::BodyMissing)
}

/// The media type that speaks for a content type: itself, else its range, else `*/*` (RFC 9110 §8.3.1;
/// parameters do not matter). Where there is no content type, the only one.
fn choose(media: &'static [MediaInfo], found: Option<&str>) -> Option<usize> {
    let Some(found) = found else {
        return (media.len() == 1).then_some(0);
    };
    let found = found.split(';').next().unwrap_or_default().trim();
    let exact = media
        .iter()
        .position(|media| media.range.eq_ignore_ascii_case(found));
    exact.or_else(|| {
        let top = found.split_once('/').map_or(found, |(top, _)| top);
        let by_range = |media: &MediaInfo| {
            media
                .range
                .strip_suffix("/*")
                .is_some_and(|range| range.eq_ignore_ascii_case(top))
        };
        media
            .iter()
            .position(by_range)
            .or_else(|| media.iter().position(|media| media.range == "*/*"))
    })
}
