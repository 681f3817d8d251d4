//! The generated code between the two ends: what is handed to it, and what it leaves behind.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{Request, Response};
use http_body_util::BodyExt;
use tower_service::Service;

/// A server whose handlers ask a client, which asks nobody but the [`Ends`] that it was made with.
pub trait Relay {
    /// Sends a request to the server, for its answer.
    fn pass(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>>;
}

impl<F: Fn(Request<Vec<u8>>) -> Response<Vec<u8>>> Relay for F {
    fn pass(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self(request)
    }
}

/// What a relay is, boxed.
pub type Pass = Box<dyn Relay>;

/// The upstream end: what is answered, and what arrived.
#[derive(Debug, Clone, Default)]
pub struct Ends(Arc<Mutex<Kept>>);

/// What happened on the way of one request.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// What the upstream answers.
    pub(crate) answer: Option<Response<Vec<u8>>>,
    /// What the client sent.
    pub(crate) arrived: Option<Request<Vec<u8>>>,
    /// Why the server refused.
    pub(crate) refused: Option<String>,
    /// What kept the client from sending the request or from reading the answer.
    pub(crate) lost: Option<String>,
}

impl Ends {
    /// The upstream: keeps the request and answers it.
    pub fn answer(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let mut kept = self.lock();
        kept.arrived = Some(request);
        kept.answer.take().unwrap_or_default()
    }

    /// Notes why the server refused.
    pub fn refuse(&self, why: String) {
        self.lock().refused = Some(why);
    }

    /// Notes that there is no answer that a handler could give, and ends the handler.
    pub fn lose(&self, why: String) -> ! {
        self.lock().lost = Some(why);
        std::panic::resume_unwind(Box::new("lost"))
    }

    pub(crate) fn prepare(&self, answer: Response<Vec<u8>>) {
        *self.lock() = Kept {
            answer: Some(answer),
            ..Kept::default()
        };
    }

    pub(crate) fn take(&self) -> Kept {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls a service, to the end of its answer. What breaks off is an answer with status 599.
pub fn pass<S, B, A>(mut service: S, request: Request<Vec<u8>>) -> Response<Vec<u8>>
where
    S: Service<Request<B>, Response = Response<A>>,
    S::Error: Error,
    B: From<Vec<u8>>,
    A: BodyExt,
{
    let broken = || {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = http::StatusCode::from_u16(599).unwrap_or_default();
        response
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return broken();
    };
    runtime.block_on(async {
        let Ok(response) = service.call(request.map(B::from)).await else {
            return broken();
        };
        let (parts, body) = response.into_parts();
        match body.collect().await {
            Ok(whole) => Response::from_parts(parts, whole.to_bytes().to_vec()),
            Err(_) => broken(),
        }
    })
}

/// Which of several responses an answer is: of the first of its status, else of its class, else of all, that which has its
/// media type, else the first. A row is a status, a class as its first digit, or 0 for all, and a media type.
pub fn choose(rows: &[(u16, &str)], status: u16, media_type: Option<&[u8]>) -> Option<usize> {
    let media_type = String::from_utf8_lossy(media_type.unwrap_or_default()).to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    [status, status / 100, 0].into_iter().find_map(|wanted| {
        let here = || {
            rows.iter()
                .enumerate()
                .filter(move |(_, row)| row.0 == wanted)
        };
        let same = here().find(|(_, row)| row.1 == media_type);
        same.or_else(|| here().next()).map(|(index, _)| index)
    })
}
