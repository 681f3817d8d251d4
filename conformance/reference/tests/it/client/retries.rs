//! Answers that are lost, late or refused, and what the client makes of them.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt;
use trueline_generated::runtime::client::{
    Config, Error, Options, Request, Response, Retry, Transport, Transporting,
};
use trueline_generated::stripe::file_links::client as links;
use trueline_generated::stripe::file_links::models::PostFileLinksBody;
use trueline_reference::files::EXAMPLE_FILE as FILE;

use super::{config, run};
use crate::site::Site;

/// Writes down the idempotency keys that pass, and does something to the first answers.
struct Between {
    inner: Arc<dyn Transport>,
    keys: Arc<Mutex<Vec<Option<String>>>>,
    left: AtomicUsize,
    act: fn(Response) -> Result<Response, io::Error>,
}

impl Transport for Between {
    fn send(&self, request: Request) -> Transporting<'_> {
        Box::pin(async move {
            let key = request.headers().get("idempotency-key");
            let key = key.map(|key| key.to_str().unwrap().to_owned());
            self.keys.lock().unwrap().push(key);
            let answer = self.inner.send(request).await?;
            let acts = self
                .left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                    left.checked_sub(1)
                });
            Ok(match acts {
                Ok(_) => (self.act)(answer)?,
                Err(_) => answer,
            })
        })
    }
}

fn lose(_: Response) -> Result<Response, io::Error> {
    Err(io::Error::other("the answer is lost"))
}

fn busy(_: Response) -> Result<Response, io::Error> {
    let answer = http::Response::builder()
        .status(503)
        .header("retry-after", "0")
        .body("busy")
        .unwrap();
    Ok(answer.into())
}

fn between(
    config: Config,
    times: usize,
    act: fn(Response) -> Result<Response, io::Error>,
) -> (Config, Arc<Mutex<Vec<Option<String>>>>) {
    let keys = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&keys);
    let config = config
        .credential(links::basic_auth("sk_test_123", ""))
        .retry(Retry::times(2).wait(Duration::from_millis(5)))
        .wrap(move |inner| Between {
            inner,
            keys,
            left: AtomicUsize::new(times),
            act,
        });
    (config, seen)
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let site = Site::new();
    let (config, keys) = between(config(&site), 2, lose);
    let config = config.idempotency_header("Idempotency-Key");
    let links = links::connect(config).unwrap().file_links();
    let listed = run(async {
        let made = links
            .post_file_links(PostFileLinksBody::new(FILE))
            .await
            .unwrap();
        let all = links.get_file_links().stream_all();
        let ids: Vec<String> = all.map_ok(|link| link.id).try_collect().await.unwrap();
        assert!(ids.contains(&made.id));
        ids.len()
    });
    let keys = keys.lock().unwrap();
    // Three attempts of one POST, and the page.
    assert_eq!(keys.len(), 4);
    assert!(keys[0].is_some() && keys[0] == keys[1] && keys[1] == keys[2]);
    assert_eq!(listed, 1);
}

#[test]
fn without_a_key_nothing_is_sent_twice() {
    let site = Site::new();
    let (config, keys) = between(config(&site), 1, lose);
    let links = links::connect(config).unwrap().file_links();
    let error = run(async { links.post_file_links(PostFileLinksBody::new(FILE)).await });
    assert!(matches!(error, Err(Error::Transport(_))), "{error:?}");
    assert_eq!(*keys.lock().unwrap(), [None]);
    let with_key = Options::new().idempotency_key("one");
    run(async {
        let body = PostFileLinksBody::new(FILE);
        links.post_file_links(body).with(with_key).await.unwrap();
    });
}

#[test]
fn a_busy_server_is_asked_again_and_no_more_often_than_said() {
    let site = Site::new();
    let (patient, keys) = between(config(&site), 2, busy);
    let client = links::connect(patient).unwrap().file_links();
    run(async { client.get_file_links().await.unwrap() });
    assert_eq!(keys.lock().unwrap().len(), 3);
    let (patient, keys) = between(config(&site), 9, busy);
    let client = links::connect(patient).unwrap().file_links();
    let error = run(async { client.get_file_links().await.unwrap_err() });
    assert_eq!(keys.lock().unwrap().len(), 3);
    // The answer is no error object; it is kept as it came.
    let Error::Unreadable { raw, faults } = error else {
        panic!("{error}");
    };
    assert_eq!(
        (raw.status.as_u16(), &raw.body[..], faults.len()),
        (503, &b"busy"[..], 1)
    );
}

#[test]
fn what_takes_too_long_is_said_to() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let config = Config::new()
        .base_url(format!("http://{}", listener.local_addr().unwrap()))
        .retry(Retry::never())
        .timeout(Duration::from_millis(50));
    let links = links::connect(config).unwrap().file_links();
    let error = run(async { links.get_file_links().await.unwrap_err() });
    let Error::Timeout(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.limit(), Some(Duration::from_millis(50)));
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = gone.local_addr().unwrap();
    drop(gone);
    let config = Config::new()
        .base_url(format!("http://{address}"))
        .retry(Retry::never());
    let links = links::connect(config).unwrap().file_links();
    let error = run(async { links.get_file_links().await.unwrap_err() });
    assert!(
        matches!(error, Error::Transport(ref error) if error.is_connect()),
        "{error}"
    );
}
