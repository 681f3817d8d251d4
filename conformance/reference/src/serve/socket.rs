//! The socket of a connection: it keeps the time, and lends the API's voice to what the HTTP library says by itself.
//!
//! hyper answers what is not HTTP (a garbled request line, too many headers) with a bare status of its own, and closes
//! a connection that is too slow without a word. The socket sees the bytes of both: between two answers of the
//! service nothing is written but such a refusal, which it replaces by one in the API's error shape.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

use super::turn::{Phase, Turn};
use super::voice::{Voice, in_place_of};
use super::writing::Writing;
use crate::limits::Limits;

/// How long a refused client may go on sending before the connection is cut: an answer is lost where a connection is
/// closed over unread bytes.
const LINGER: Duration = Duration::from_secs(1);

/// A connection's socket.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    turn: Arc<Turn>,
    voice: Arc<Voice>,
    limits: Limits,
    /// Wakes the task when a limit of time may have passed.
    alarm: Pin<Box<Sleep>>,
    writing: Writing,
    /// The server's own last words, to be written before the connection is closed.
    pending: Vec<u8>,
    refused: bool,
}

impl Socket {
    pub(super) fn new(
        stream: TcpStream,
        turn: Arc<Turn>,
        voice: Arc<Voice>,
        limits: Limits,
    ) -> Self {
        let alarm = Box::pin(tokio::time::sleep(shortest(&limits)));
        Self {
            stream,
            turn,
            voice,
            limits,
            alarm,
            writing: Writing::Nothing,
            pending: Vec::new(),
            refused: false,
        }
    }

    fn refuse(&mut self, status: u16, message: &str) {
        self.pending = self.voice.refuse(status, message);
        self.writing = Writing::Rest;
        self.refused = true;
    }

    /// Ready when the connection is too slow or has been idle for too long.
    fn poll_time(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.alarm.as_mut().poll(cx));
            match self.time_left() {
                // The alarm rings often enough for the shortest limit and is not set anew with every request.
                Some(left) => self
                    .alarm
                    .as_mut()
                    .reset(tokio::time::Instant::now() + left.min(shortest(&self.limits))),
                None => return Poll::Ready(()),
            }
        }
    }

    fn time_left(&self) -> Option<Duration> {
        let (phase, since) = self.turn.phase();
        let limit = match phase {
            Phase::Idle => self.limits.idle_time,
            Phase::Head => self.limits.head_time,
            Phase::Answering => return Some(shortest(&self.limits)),
        };
        let left = limit.saturating_sub(Instant::now().saturating_duration_since(since));
        (!left.is_zero()).then_some(left)
    }

    fn poll_pending(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.pending))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.pending.drain(..written);
        }
        Poll::Ready(Ok(()))
    }
}

impl Drop for Socket {
    /// A head that broke off, or the preface of another version of HTTP: hyper has no words for these and just lets go.
    fn drop(&mut self) {
        let unanswered = self.turn.phase().0 == Phase::Head && self.writing == Writing::Nothing;
        if unanswered && !self.refused {
            self.refuse(400, "This is no whole request of HTTP/1.1.");
            // There is room for so few bytes, or nobody to read them.
            self.stream.try_write(&self.pending).unwrap_or(0);
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(cx, buffer) {
            Poll::Ready(Ok(())) if buffer.filled().len() > before => {
                this.turn.heard();
                return Poll::Ready(Ok(()));
            }
            Poll::Pending => {}
            ended => return ended,
        }
        if !this.refused {
            ready!(this.poll_time(cx));
            if this.turn.phase().0 == Phase::Head && this.writing == Writing::Nothing {
                let seconds = this.limits.head_time.as_secs_f64();
                this.refuse(
                    408,
                    &format!("The request line and headers did not come within {seconds} seconds."),
                );
            }
        }
        // To the reader this is the end of the connection.
        this.poll_pending(cx)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.refused {
            // Whatever comes behind the last words is not said.
            ready!(this.poll_pending(cx))?;
            return Poll::Ready(Ok(bytes.len()));
        }
        if this.writing == Writing::Nothing {
            if let Some(body) = this.turn.next_answer() {
                this.writing = Writing::answer(body);
            } else if let Some((status, message)) = in_place_of(bytes) {
                this.refuse(status, message);
                return Poll::Ready(Ok(bytes.len()));
            } else {
                // An interim answer: 100 Continue.
                return Pin::new(&mut this.stream).poll_write(cx, bytes);
            }
        }
        let (all, most) = this.writing.advance(bytes);
        let own = bytes.get(..most).unwrap_or(bytes);
        let written = ready!(Pin::new(&mut this.stream).poll_write(cx, own))?;
        let writing = match own.get(..written) {
            Some(part) if written < most => this.writing.advance(part).0,
            _ => all,
        };
        this.writing = writing;
        if writing.is_over() {
            this.writing = Writing::Nothing;
            this.turn.done();
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_pending(cx))?;
        Pin::new(&mut this.stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_pending(cx))?;
        ready!(Pin::new(&mut this.stream).poll_shutdown(cx))?;
        if !this.refused {
            return Poll::Ready(Ok(()));
        }
        let latest = tokio::time::Instant::now() + LINGER;
        if this.alarm.deadline() > latest {
            this.alarm.as_mut().reset(latest);
        }
        let mut rest = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut rest);
            match Pin::new(&mut this.stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => {
                    ready!(this.alarm.as_mut().poll(cx));
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }
}

fn shortest(limits: &Limits) -> Duration {
    limits.head_time.min(limits.idle_time)
}
