//! `async-stripe` does everything with file links that it can, against the server at `TRUELINE_URL`. Each test is one
//! thing that users of the library do. The library is unchanged; only its base address is set. It has no upload of
//! files and pages forward only, so those two parts of the sessions in the other languages are not here.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::TryStreamExt;
use stripe::{ApiErrorsCode, Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_core::file_link::{
    CreateFileLink, ListFileLink, RetrieveFileLink, UpdateFileLink, UpdateFileLinkExpiresAt,
};
use stripe_shared::FileLink;
use stripe_types::{Expandable, RangeQueryTs};

const FILE: &str = "file_1Mr23iLkdIwHu7ixQkCV3CBR";

fn client_with(key: &str) -> Client {
    let url = std::env::var("TRUELINE_URL").expect("TRUELINE_URL is the server's address");
    ClientBuilder::new(key).url(url).build().expect("the configuration is complete")
}

fn client() -> Client {
    client_with("sk_test_123")
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn metadata(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn create() -> FileLink {
    CreateFileLink::new(FILE).send(&client()).await.unwrap()
}

fn refusal(error: StripeError) -> (u16, Option<String>, Option<ApiErrorsCode>) {
    match error {
        StripeError::Stripe(error, status) => (status, error.param, error.code),
        other => panic!("not an answer of the API: {other}"),
    }
}

#[tokio::test]
async fn create_retrieve_update() {
    let client = client();
    let made = CreateFileLink::new(FILE)
        .metadata(metadata(&[("order", "6735")]))
        .send(&client)
        .await
        .unwrap();
    assert!(!made.expired && !made.livemode && made.expires_at.is_none());
    assert_eq!(made.metadata, metadata(&[("order", "6735")]));
    let read = RetrieveFileLink::new(made.id.clone()).send(&client).await.unwrap();
    assert_eq!((read.id, read.created, read.metadata), (made.id.clone(), made.created, made.metadata));
    let soon = now() + 3600;
    let changed = UpdateFileLink::new(made.id)
        .expires_at(UpdateFileLinkExpiresAt::Timestamp(soon))
        .metadata(metadata(&[("a b", "ü+&=[]")]))
        .send(&client)
        .await
        .unwrap();
    assert_eq!(changed.expires_at, Some(soon));
    assert_eq!(changed.metadata, metadata(&[("order", "6735"), ("a b", "ü+&=[]")]));
}

#[tokio::test]
async fn unset_a_key_and_expire() {
    let client = client();
    let made = CreateFileLink::new(FILE)
        .metadata(metadata(&[("a", "1"), ("b", "2")]))
        .send(&client)
        .await
        .unwrap();
    let changed = UpdateFileLink::new(made.id.clone())
        .metadata(metadata(&[("a", "")]))
        .send(&client)
        .await
        .unwrap();
    assert_eq!(changed.metadata, metadata(&[("b", "2")]));
    let gone = UpdateFileLink::new(made.id.clone())
        .expires_at(UpdateFileLinkExpiresAt::Now)
        .send(&client)
        .await
        .unwrap();
    assert!(gone.expired);
    let late = UpdateFileLink::new(made.id)
        .metadata(metadata(&[("late", "yes")]))
        .send(&client)
        .await;
    assert_eq!(refusal(late.unwrap_err()).0, 400);
}

#[tokio::test]
async fn auto_paging() {
    let client = client();
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(create().await.id);
    }
    let listed: Vec<FileLink> =
        ListFileLink::new().limit(3).paginate().stream(&client).try_collect().await.unwrap();
    // Other tests run beside this one: theirs may lie between.
    let mine: Vec<_> = listed.into_iter().map(|link| link.id).filter(|id| made.contains(id)).collect();
    made.reverse();
    assert_eq!(mine, made);
}

#[tokio::test]
async fn filters() {
    let client = client();
    let made = create().await;
    let at = ListFileLink::new()
        .created(RangeQueryTs::eq(made.created))
        .file(FILE)
        .limit(100)
        .expired(false)
        .send(&client)
        .await
        .unwrap();
    assert!(at.data.iter().any(|link| link.id == made.id));
    let later = ListFileLink::new()
        .created(RangeQueryTs::gt(made.created + 1000))
        .send(&client)
        .await
        .unwrap();
    assert!(later.data.is_empty());
}

#[tokio::test]
async fn expansion() {
    let client = client();
    let made = CreateFileLink::new(FILE).expand(vec!["file".to_owned()]).send(&client).await.unwrap();
    let Expandable::Object(file) = made.file else {
        panic!("the file is not expanded");
    };
    assert_eq!(file.id.as_str(), FILE);
    let read = RetrieveFileLink::new(made.id).send(&client).await.unwrap();
    assert!(matches!(read.file, Expandable::Id(id) if id.as_str() == FILE));
}

#[tokio::test]
async fn errors() {
    let client = client();
    let unknown = RetrieveFileLink::new("link_that_is_not_there").send(&client).await.unwrap_err();
    let (status, _, code) = refusal(unknown);
    assert_eq!((status, code), (404, Some(ApiErrorsCode::ResourceMissing)));
    let file = CreateFileLink::new("file_that_is_not_there").send(&client).await.unwrap_err();
    assert_eq!(refusal(file).1.as_deref(), Some("file"));
    let stranger = ListFileLink::new().send(&client_with("sk_test_wrong")).await.unwrap_err();
    assert_eq!(refusal(stranger).0, 401);
}

#[tokio::test]
async fn idempotency_keys() {
    let client = client();
    let key = IdempotencyKey::new(format!("rust-{}-{}", std::process::id(), now())).unwrap();
    let strategy = RequestStrategy::Idempotent(key);
    let send = async |n: &str| {
        CreateFileLink::new(FILE)
            .metadata(metadata(&[("n", n)]))
            .customize()
            .request_strategy(strategy.clone())
            .send(&client)
            .await
    };
    assert_eq!(send("1").await.unwrap().id, send("1").await.unwrap().id);
    assert!(matches!(refusal(send("2").await.unwrap_err()).0, 400 | 409));
}
