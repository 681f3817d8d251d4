//! Lists, page by page.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::Stream;

use super::call::{Answering, Ask, Call};
use super::error::Error;

/// A list that comes in pages. The macro `pages` makes it.
pub trait Paged: Ask {
    /// What is listed.
    type Item: Send + Unpin;

    /// Takes the items out of a page, and turns the request to the next one: behind it, or before it where the
    /// request came from that side. `None` where this was the last.
    fn turn(self, page: Self::Answer) -> Turn<Self>;
}

/// A page, taken apart.
#[derive(Debug)]
pub struct Turn<R: Paged> {
    /// Its items, in the order of the walk.
    pub items: Vec<R::Item>,
    /// What asks for the next page.
    pub next: Option<R>,
}

/// All items of a list, page after page, each asked for when it is needed. After an error there is nothing more.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<R: Paged> {
    ready: VecDeque<R::Item>,
    state: State<R>,
}

enum State<R: Paged> {
    /// To be asked for when the items run out.
    Next(Box<Call<R>>),
    /// On its way.
    Asked(Box<Call<R>>, Answering<R>),
    /// There is no more.
    Done,
}

impl<R: Paged> std::fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Items({} ready)", self.ready.len())
    }
}

impl<R: Paged> Call<R> {
    /// All items, from this page on.
    pub fn items(self) -> Items<R> {
        Items {
            ready: VecDeque::new(),
            state: State::Next(Box::new(self)),
        }
    }
}

impl<R: Paged> Unpin for Items<R> {}

impl<R: Paged> Stream for Items<R> {
    type Item = Result<R::Item, Error<R::Refusal>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::mem::replace(&mut this.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Next(call) => {
                    let answer = call.again(call.request.clone()).answer();
                    this.state = State::Asked(call, answer);
                }
                State::Asked(call, mut answer) => match answer.as_mut().poll(cx) {
                    Poll::Pending => {
                        this.state = State::Asked(call, answer);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(Ok(page)) => {
                        let turn = call.request.clone().turn(page);
                        this.ready = turn.items.into();
                        if let Some(next) = turn.next {
                            this.state = State::Next(Box::new(call.again(next)));
                        }
                    }
                },
            }
        }
    }
}
