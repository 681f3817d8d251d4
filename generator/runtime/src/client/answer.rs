//! Types that answers are read as.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;

use super::super::decode::Decode;
use super::super::fault::Fault;
use super::super::form::syntax;
use super::error::{Refusal, Transported};
use super::incoming::Incoming;
use super::transport::transported;

/// A type that an answer is read as: a value by its media type, nothing, content that comes bit by bit, or one of
/// several by status (the macro `answers` makes those).
pub trait Answer: Sized {
    /// Whether the body of a success is left unread.
    const STREAMED: bool = false;

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    fn read(incoming: &mut Incoming) -> Result<Self, Vec<Fault>>;
}

impl<T: Decode> Answer for T {
    fn read(incoming: &mut Incoming) -> Result<Self, Vec<Fault>> {
        incoming.value()
    }
}

/// An answer without a body; what comes all the same is passed over.
impl Answer for () {
    fn read(_: &mut Incoming) -> Result<Self, Vec<Fault>> {
        Ok(())
    }
}

/// Answers that the description does not have are never read.
impl Answer for Refusal {
    fn read(_: &mut Incoming) -> Result<Self, Vec<Fault>> {
        Err(vec![syntax(None, "is not documented")])
    }
}

/// The content of an answer, as it comes: a stream of pieces. Dropped, it ends the transfer.
#[derive(Debug, Default)]
pub struct Download {
    unread: Option<Pieces>,
}

impl Answer for Download {
    const STREAMED: bool = true;

    fn read(incoming: &mut Incoming) -> Result<Self, Vec<Fault>> {
        let body = std::mem::take(&mut incoming.body);
        Ok(Download {
            unread: match incoming.unread.take() {
                Some(response) => Some(Pieces(Box::pin(futures_util::stream::unfold(
                    Some(response),
                    next,
                )))),
                None => Some(Pieces(Box::pin(futures_util::stream::iter([Ok(body)])))),
            },
        })
    }
}

struct Pieces(Pin<Box<dyn Stream<Item = Result<Bytes, Transported>> + Send + Sync>>);

impl std::fmt::Debug for Pieces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

async fn next(
    response: Option<reqwest::Response>,
) -> Option<(Result<Bytes, Transported>, Option<reqwest::Response>)> {
    let mut response = response?;
    match response.chunk().await {
        Ok(Some(piece)) => Some((Ok(piece), Some(response))),
        Ok(None) => None,
        Err(error) => Some((Err(transported(error.into(), None).0), None)),
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Transported>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.get_mut().unread {
            Some(pieces) => pieces.0.as_mut().poll_next(cx),
            None => Poll::Ready(None),
        }
    }
}

impl Download {
    /// All of it at once.
    ///
    /// # Errors
    ///
    /// The transfer broke off.
    pub async fn bytes(mut self) -> Result<Bytes, Transported> {
        let mut whole: Vec<u8> = Vec::new();
        while let Some(piece) = std::future::poll_fn(|cx| Pin::new(&mut self).poll_next(cx)).await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.into())
    }
}

/// Which of several documented answers this is: those of its status, else of its class, else of `default`; among
/// these the one with its media type, else the first. The rows are status and media type, as the macro `answers`
/// has them.
///
/// # Errors
///
/// None of them is.
pub fn choose(rows: &[(u16, &str)], incoming: &Incoming) -> Result<usize, Vec<Fault>> {
    let status = incoming.status.as_u16();
    let media_type = incoming.media_type();
    let chosen = [status, status / 100, 0].into_iter().find_map(|wanted| {
        let of_status = || {
            rows.iter()
                .enumerate()
                .filter(move |(_, (status, _))| *status == wanted)
        };
        let by_media = of_status().find(|(_, (_, media))| media.eq_ignore_ascii_case(&media_type));
        by_media
            .or_else(|| of_status().next())
            .map(|(index, _)| index)
    });
    chosen.ok_or_else(|| vec![syntax(None, "has a status that is not documented")])
}

/// What is wrong when a chosen row is none of so many: nothing that could happen, said rather than a panic.
pub fn no_row(rows: usize) -> Vec<Fault> {
    vec![syntax(
        None,
        &format!("is none of {rows} documented answers"),
    )]
}
