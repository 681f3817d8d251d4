//! A call: what it is asked with, and how it is sent.

use std::pin::Pin;

use super::super::encode::Encode;
use super::super::operation::Operation;
use super::HeaderMap;
use super::answer::Answer;
use super::connect::Client;
use super::error::{Error, Failed};
use super::exchange::exchange;
use super::incoming::{Incoming, Reply};
use super::options::Options;
use super::outgoing::Outgoing;

/// What an operation is asked with, as a client writes it. The macro `request` makes it.
pub trait Ask: Operation + Clone + Send + Sync + 'static {
    /// What a success is read as.
    type Answer: Answer + Send;
    /// The headers of a success.
    type Headers: From<HeaderMap> + Send;
    /// What any other documented answer is read as.
    type Refusal: Answer + Send;

    /// Writes parameters and body.
    fn write(&self, out: &mut Outgoing);
}

/// A body that is one of several, by its media type; the macro `content` makes it.
pub trait WriteChoice {
    /// The number of its media type among those of the operation, and its value.
    fn chosen(&self) -> (usize, &dyn Encode);
}

/// A call that is being put together.
#[derive(Debug)]
pub struct Call<R> {
    client: Client,
    /// What is asked.
    pub request: R,
    /// What is different about it.
    pub options: Options,
}

/// What comes of a call: the answer to it, or why there is none.
pub type Outcome<R> =
    Result<Reply<<R as Ask>::Answer, <R as Ask>::Headers>, Error<<R as Ask>::Refusal>>;

/// The whole answer, on its way.
pub type Replying<R> = Pin<Box<dyn Future<Output = Outcome<R>> + Send>>;

/// The body of the answer, on its way.
pub type Answering<R> =
    Pin<Box<dyn Future<Output = Result<<R as Ask>::Answer, Error<<R as Ask>::Refusal>>> + Send>>;

impl<R: Ask> Call<R> {
    /// A call with nothing different about it.
    pub fn new(client: &Client, request: R) -> Self {
        Self {
            client: client.clone(),
            request,
            options: Options::default(),
        }
    }

    /// Sends it, for the answer with its status and headers. Dropped, the future takes the request back as far as
    /// that is possible: nothing goes on behind it.
    pub fn reply(self) -> Replying<R> {
        let sent = self.send();
        Box::pin(async move { read::<R>(sent.await) })
    }

    /// Sends it, for the body of the answer.
    pub fn answer(self) -> Answering<R> {
        let sent = self.send();
        Box::pin(async move { read::<R>(sent.await).map(|reply| reply.body) })
    }

    fn send(self) -> impl Future<Output = Result<Incoming, Failed>> + Send {
        let mut out = Outgoing::new(R::info());
        self.request.write(&mut out);
        exchange(self.client, out, self.options, R::Answer::STREAMED)
    }

    /// Another call of the same kind.
    pub(super) fn again(&self, request: R) -> Self {
        Self {
            client: self.client.clone(),
            request,
            options: self.options.again(),
        }
    }
}

/// The last step, and the only one that knows the types: an answer is a success, a refusal, or not documented.
fn read<R: Ask>(incoming: Result<Incoming, Failed>) -> Outcome<R> {
    let mut incoming = incoming?;
    let statuses = R::info().statuses;
    let status = incoming.status.as_u16();
    let is_documented = [status, status / 100, 0]
        .iter()
        .any(|wanted| statuses.contains(wanted));
    if !is_documented {
        return Err(Error::Undocumented(Box::new(incoming.into_raw())));
    }
    if incoming.status.is_success() {
        return match R::Answer::read(&mut incoming) {
            Ok(body) => Ok(with(incoming, body)),
            Err(faults) => Err(unreadable(faults, incoming)),
        };
    }
    match R::Refusal::read(&mut incoming) {
        Ok(body) => Err(Error::Refused(Box::new(with(incoming, body)))),
        Err(faults) => Err(unreadable(faults, incoming)),
    }
}

fn with<T, H: From<HeaderMap>>(incoming: Incoming, body: T) -> Reply<T, H> {
    Reply {
        status: incoming.status,
        headers: incoming.headers.into(),
        body,
    }
}

fn unreadable<E>(faults: Vec<super::super::fault::Fault>, incoming: Incoming) -> Error<E> {
    Error::Unreadable {
        faults,
        raw: Box::new(incoming.into_raw()),
    }
}
