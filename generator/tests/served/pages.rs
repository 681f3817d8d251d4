//! What a client does beyond one call: it walks lists of each kind, reads what comes bit by bit, finds the servers of the
//! description, and lets tower's services see what it sends.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_util::{FutureExt, StreamExt};
use tokio::sync::mpsc::{Sender, channel};
use trueline_runtime::Bytes;
use trueline_runtime::client::{
    Config, ConfigError, Pass, Request, Response, Retry, Transport, Transporting,
};

use crate::golden::pages::client::{self, Client, SERVERS};
use crate::golden::pages::models::Thing;

/// Answers each request with the next of its bodies, and keeps the addresses.
#[derive(Clone, Default)]
struct Pages {
    bodies: Arc<Mutex<Vec<&'static str>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Pages {
    fn of(bodies: &[&'static str]) -> Self {
        Self {
            bodies: Arc::new(Mutex::new(bodies.iter().rev().copied().collect())),
            asked: Arc::default(),
        }
    }

    fn take(&self, request: &Request) -> Response {
        self.asked.lock().unwrap().push(request.url().to_string());
        let body = self.bodies.lock().unwrap().pop().unwrap_or("[]");
        let answer = http::Response::builder().header("content-type", "application/json");
        Response::from(answer.body(body).unwrap())
    }

    fn asked(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        let short = asked.iter().map(|url| url.replace("http://t.test", ""));
        short.collect()
    }
}

impl Transport for Pages {
    fn send(&self, request: Request) -> Transporting<'_> {
        Box::pin(std::future::ready(Ok(self.take(&request))))
    }
}

/// The same as a tower service.
impl tower_service::Service<Request> for Pages {
    type Response = Response;
    type Error = Infallible;
    type Future = std::future::Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        std::future::ready(Ok(self.take(&request)))
    }
}

/// A layer around a service: it puts a header on every request, and counts them.
#[derive(Clone)]
struct Marked<S> {
    inner: S,
    count: Arc<Mutex<usize>>,
}

impl<S: tower_service::Service<Request>> tower_service::Service<Request> for Marked<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request) -> S::Future {
        *self.count.lock().unwrap() += 1;
        request.url_mut().set_query(Some("marked=yes"));
        self.inner.call(request)
    }
}

fn connect(transport: impl Transport) -> Client {
    let config = Config::new()
        .base_url("http://t.test")
        .retry(Retry::never());
    client::connect(config.transport(transport)).unwrap()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

/// The ids of all items of a walk.
macro_rules! ids {
    ($call:expr) => {
        run($call
            .stream_all()
            .map(|item| {
                item.map(|thing: Thing| thing.id)
                    .unwrap_or_else(|error| error.to_string())
            })
            .collect::<Vec<String>>())
    };
}

#[test]
fn a_token_leads_to_the_next_page_until_there_is_none() {
    let pages = Pages::of(&[
        r#"{"items":[{"id":"a"},{"id":"b"}],"next_cursor":"x y"}"#,
        r#"{"items":[],"next_cursor":"z"}"#,
        r#"{"items":[{"id":"c"}],"next_cursor":null}"#,
    ]);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_token()), ["a", "b", "c"]);
    let asked = ["/tokens", "/tokens?cursor=x%20y", "/tokens?cursor=z"];
    assert_eq!(pages.asked(), asked);
    // A token that leads to where it came from would be walked for ever.
    let pages = Pages::of(&[
        r#"{"items":[{"id":"a"}],"next_cursor":"x"}"#,
        r#"{"items":[{"id":"b"}],"next_cursor":"x"}"#,
    ]);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_token()), ["a", "b"]);
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn the_number_of_the_page_goes_up_until_a_page_is_empty() {
    let pages = Pages::of(&[r#"[{"id":"a"},{"id":"b"}]"#, r#"[{"id":"c"}]"#, "[]"]);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_number()), ["a", "b", "c"]);
    let asked = ["/numbers", "/numbers?page=2", "/numbers?page=3"];
    assert_eq!(pages.asked(), asked);
    let pages = Pages::of(&[r#"[{"id":"f"}]"#]);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_number().page(6)), ["f"]);
    assert_eq!(pages.asked(), ["/numbers?page=6", "/numbers?page=7"]);
}

#[test]
fn an_offset_counts_items_up_to_the_total() {
    let pages = Pages::of(&[
        r#"{"items":[{"id":"a"},{"id":"b"}],"total":3}"#,
        r#"{"items":[{"id":"c"}],"total":3}"#,
    ]);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_offset()), ["a", "b", "c"]);
    assert_eq!(pages.asked(), ["/offsets", "/offsets?offset=2"]);
}

#[test]
fn the_item_at_the_edge_leads_on_in_both_directions() {
    let answers = [
        r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
        r#"{"data":[{"id":"c"}],"has_more":false}"#,
    ];
    let pages = Pages::of(&answers);
    let lists = connect(pages.clone()).lists();
    assert_eq!(ids!(lists.list_by_edge()), ["a", "b", "c"]);
    assert_eq!(pages.asked(), ["/edges", "/edges?starting_after=b"]);
    let pages = Pages::of(&answers);
    let lists = connect(pages.clone()).lists();
    assert_eq!(
        ids!(lists.list_by_edge().ending_before("d")),
        ["b", "a", "c"]
    );
    let asked = ["/edges?ending_before=d", "/edges?ending_before=a"];
    assert_eq!(pages.asked(), asked);
}

#[test]
fn after_an_error_a_walk_is_over() {
    let pages = Pages::of(&[r#"[{"id":"a"}]"#, r#"[{"id":5}]"#, r#"[{"id":"b"}]"#]);
    let lists = connect(pages.clone()).lists();
    let found = ids!(lists.list_by_number());
    assert_eq!(found.len(), 2);
    assert!(found[1].contains("[0][id]"), "{found:?}");
    assert_eq!(pages.asked().len(), 2);
}

#[test]
fn servers_and_their_variables_make_the_address() {
    let address = |config: Config| -> Result<Vec<String>, ConfigError> {
        let pages = Pages::default();
        let config = config.retry(Retry::never()).transport(pages.clone());
        let client = client::connect(config)?;
        let _ = run(client.lists().list_by_number().into_future());
        let _ = run(client.contents().download().into_future());
        Ok(pages.asked())
    };
    let own = "https://main.files.test/raw/contents";
    // The first server with its defaults; an operation with a server of its own goes there.
    let found = address(Config::new()).unwrap();
    assert_eq!(found, ["https://eu.things.test/v1/numbers", own]);
    let found = address(
        Config::new()
            .variable("region", "us")
            .variable("version", "v2"),
    )
    .unwrap();
    assert_eq!(found, ["https://us.things.test/v2/numbers", own]);
    let found = address(Config::new().server(SERVERS[1])).unwrap();
    assert_eq!(found, ["http://localhost:4000/numbers", own]);
    // An address that the caller gives is that of all operations.
    let found = address(Config::new().base_url("http://t.test/mock/")).unwrap();
    assert_eq!(found, ["/mock/numbers", "/mock/contents"]);
    for (name, value) in [("region", "mars"), ("planet", "mars")] {
        let refused = address(Config::new().variable(name, value)).unwrap_err();
        let ConfigError::Variable { name: found, .. } = &refused else {
            panic!("{refused:?}");
        };
        assert_eq!(found, name);
    }
}

#[test]
fn towers_services_see_what_is_sent() {
    let pages = Pages::of(&[r#"[{"id":"a"}]"#]);
    let marked = Marked {
        inner: pages.clone(),
        count: Arc::default(),
    };
    let count = Arc::clone(&marked.count);
    let lists = connect(Pass(marked)).lists();
    assert_eq!(ids!(lists.list_by_number()), ["a"]);
    assert_eq!(
        pages.asked(),
        ["/numbers?marked=yes", "/numbers?marked=yes"]
    );
    assert_eq!(*count.lock().unwrap(), 2);
    // Around another transport, too: the last one is the outermost.
    let pages = Pages::of(&[r#"[{"id":"a"}]"#]);
    let seen = Arc::new(Mutex::new(0));
    let count = Arc::clone(&seen);
    let config = Config::new()
        .base_url("http://t.test")
        .transport(Pass(pages.clone()))
        .wrap(move |inner| Counted(inner, count));
    let client = client::connect(config).unwrap();
    assert_eq!(ids!(client.lists().list_by_number().page(3)), ["a"]);
    assert_eq!(pages.asked(), ["/numbers?page=3", "/numbers?page=4"]);
    assert_eq!(*seen.lock().unwrap(), 2);
}

struct Counted(Arc<dyn Transport>, Arc<Mutex<usize>>);

impl Transport for Counted {
    fn send(&self, request: Request) -> Transporting<'_> {
        *self.1.lock().unwrap() += 1;
        self.0.send(request)
    }
}

/// Answers with a body that comes bit by bit.
struct Slow(Mutex<Option<Response>>);

impl Transport for Slow {
    fn send(&self, _: Request) -> Transporting<'_> {
        let answer = self.0.lock().unwrap().take().unwrap();
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// An answer whose content is what is sent, when it is sent.
fn slow() -> (Sender<Result<Bytes, Infallible>>, Slow) {
    let (sender, receiver) = channel(1);
    let pieces = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    let answer = http::Response::new(reqwest::Body::wrap_stream(pieces));
    (sender, Slow(Mutex::new(Some(Response::from(answer)))))
}

#[test]
fn a_download_is_read_as_it_comes() {
    run(async {
        let (sender, transport) = slow();
        let client = connect(transport);
        // The answer is there before its content is.
        let mut download = client.contents().download().await.unwrap();
        assert!(download.next().now_or_never().is_none());
        sender.send(Ok("one".into())).await.unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "one");
        assert!(download.next().now_or_never().is_none());
        sender.send(Ok("two".into())).await.unwrap();
        drop(sender);
        assert_eq!(download.bytes().await.unwrap(), "two");
    });
}

#[test]
fn a_download_that_is_dropped_ends_the_transfer() {
    run(async {
        let (sender, transport) = slow();
        let client = connect(transport);
        let download = client.contents().download().await.unwrap();
        drop(download);
        assert!(sender.send(Ok("late".into())).await.is_err());
    });
}
