//! All that the official Python library does in its session (`clients/python/session.py`), and what it cannot get
//! wrong here.

use futures_util::{StreamExt, TryStreamExt};
use trueline_generated::runtime::client::{Config, Error, Options, PartInfo, StatusCode, Upload};
use trueline_generated::runtime::{Bytes, Clearable, UnixTime};
use trueline_generated::stripe::file_links::client as links;
use trueline_generated::stripe::file_links::client::file_links::FileLinks;
use trueline_generated::stripe::file_links::models::{
    ApiErrorsType, FileLink, PostFileLinksBody, PostFileLinksLinkBody,
    PostFileLinksLinkBodyExpiresAt, RangeQuerySpecs,
};
use trueline_generated::stripe::files::client as files;
use trueline_generated::stripe::files::models::{
    FileLinkCreationParams, PostFilesBody, PostFilesBodyPurpose,
};
use trueline_reference::files::EXAMPLE_FILE as FILE;

use super::{config, run};
use crate::site::{START, Site};

const KEY: &str = "sk_test_123";

fn keyed(site: &Site) -> Config {
    config(site).credential(links::basic_auth(KEY, ""))
}

fn file_links(site: &Site) -> FileLinks {
    links::connect(keyed(site)).unwrap().file_links()
}

fn uploads(site: &Site) -> files::files::Files {
    let config = config(site).credential(files::bearer_auth(KEY));
    files::connect(config).unwrap().files()
}

async fn made(links: &FileLinks) -> FileLink {
    links
        .post_file_links(PostFileLinksBody::new(FILE))
        .await
        .unwrap()
}

fn entries(link: &FileLink) -> Vec<(&str, &str)> {
    let pairs = link.metadata.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn create_retrieve_update() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let body = PostFileLinksBody::new(FILE).metadata([("order", "6735")]);
        let made = links.post_file_links(body).await.unwrap();
        assert_eq!(made.file.as_id(), Some(FILE));
        assert_eq!(
            (made.expired, made.expires_at, made.livemode),
            (false, None, false)
        );
        assert_eq!(entries(&made), [("order", "6735")]);
        assert_eq!(links.get_file_links_link(&*made.id).await.unwrap(), made);
        let soon = UnixTime(START + 3600);
        let change = PostFileLinksLinkBody::new()
            .expires_at(soon)
            .metadata([("a b", "ü+&=[]")]);
        let changed = links
            .post_file_links_link(&*made.id)
            .body(change)
            .await
            .unwrap();
        assert_eq!(changed.expires_at, Some(soon));
        assert_eq!(entries(&changed), [("order", "6735"), ("a b", "ü+&=[]")]);
        assert_eq!(links.get_file_links_link(made.id).await.unwrap(), changed);
    });
}

#[test]
fn unset_one_key_and_all_and_the_expiry() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let body = PostFileLinksBody::new(FILE)
            .metadata([("a", "1"), ("b", "2")])
            .expires_at(START + 3600);
        let made = links.post_file_links(body).await.unwrap();
        assert_eq!(made.expires_at, Some(UnixTime(START + 3600)));
        let update = |body| links.post_file_links_link(&*made.id).body(body);
        let without = update(PostFileLinksLinkBody::new().metadata([("a", "")]))
            .await
            .unwrap();
        assert_eq!(entries(&without), [("b", "2")]);
        let none = update(PostFileLinksLinkBody::new().clear_metadata())
            .await
            .unwrap();
        assert!(none.metadata.is_empty());
        let unset = update(PostFileLinksLinkBody::new().clear_expires_at())
            .await
            .unwrap();
        assert_eq!(unset.expires_at, None);
    });
}

#[test]
fn expire_now() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let made = made(&links).await;
        let now = PostFileLinksLinkBody::new().expires_at(PostFileLinksLinkBodyExpiresAt::Now);
        let gone = links
            .post_file_links_link(&*made.id)
            .body(now)
            .await
            .unwrap();
        assert!(gone.expired);
        let late = PostFileLinksLinkBody::new().metadata([("late", "yes")]);
        let refused = links
            .post_file_links_link(made.id)
            .body(late)
            .await
            .unwrap_err();
        assert_eq!(refused.status(), Some(StatusCode::BAD_REQUEST));
    });
}

#[test]
fn auto_paging_forward_and_backward() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let mut ids = Vec::new();
        for _ in 0..7 {
            ids.push(made(&links).await.id);
        }
        let forward = links.get_file_links().limit(3).stream_all();
        let newest_first: Vec<String> = forward
            .map_ok(|link| link.id)
            .take(7)
            .try_collect()
            .await
            .unwrap();
        assert!(newest_first.iter().eq(ids.iter().rev()));
        let backward = links
            .get_file_links()
            .limit(3)
            .ending_before(&*ids[0])
            .stream_all();
        let oldest_first: Vec<String> =
            backward.map_ok(|link| link.id).try_collect().await.unwrap();
        assert_eq!(oldest_first, ids[1..]);
    });
}

#[test]
fn filters() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let dead = made(&links).await;
        let now = PostFileLinksLinkBody::new().expires_at(PostFileLinksLinkBodyExpiresAt::Now);
        links
            .post_file_links_link(&*dead.id)
            .body(now)
            .await
            .unwrap();
        let live = made(&links).await;
        let listed = async |expired| -> Vec<String> {
            let all = links
                .get_file_links()
                .expired(expired)
                .limit(100)
                .stream_all();
            all.map_ok(|link| link.id).try_collect().await.unwrap()
        };
        let (expired, current) = (listed(true).await, listed(false).await);
        assert!(expired.contains(&dead.id) && current.contains(&live.id));
        assert!(expired.iter().all(|id| !current.contains(id)));
        let range = RangeQuerySpecs::new()
            .gte(live.created.0)
            .lte(live.created.0);
        let at = links
            .get_file_links()
            .created(range)
            .file(FILE)
            .limit(100)
            .await
            .unwrap();
        assert!(at.data.iter().any(|link| link.id == live.id));
        let later = links
            .get_file_links()
            .created(live.created.0 + 1000)
            .await
            .unwrap();
        assert!(later.data.is_empty() && !later.has_more);
    });
}

#[test]
fn expansion_is_typed() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let body = PostFileLinksBody::new(FILE).expand(["file"]);
        let made = links.post_file_links(body).await.unwrap();
        assert_eq!(made.file.as_object().unwrap().id, FILE);
        let read = links.get_file_links_link(made.id).await.unwrap();
        assert_eq!(read.file.as_id(), Some(FILE));
        let page = links
            .get_file_links()
            .limit(1)
            .expand(["data.file"])
            .await
            .unwrap();
        assert_eq!(page.data[0].file.as_object().unwrap().id, FILE);
    });
}

#[test]
fn errors_are_typed() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let missing = links
            .post_file_links(PostFileLinksBody::new(""))
            .await
            .unwrap_err();
        let refusal = &missing.refusal().unwrap().error;
        assert_eq!(refusal.param.as_deref(), Some("file"));
        assert_eq!(refusal.r#type, ApiErrorsType::InvalidRequestError);
        assert_eq!(missing.status(), Some(StatusCode::BAD_REQUEST));
        let unknown = links
            .get_file_links_link("link_not_there")
            .await
            .unwrap_err();
        assert_eq!(unknown.status(), Some(StatusCode::NOT_FOUND));
        let code = unknown.refusal().unwrap().error.code.as_deref();
        assert_eq!(code, Some("resource_missing"));
        assert!(unknown.headers().unwrap().contains_key("request-id"));
        let wrong = config(&site).credential(links::bearer_auth("sk_test_wrong"));
        let stranger = links::connect(wrong).unwrap().file_links();
        let refused = stranger.get_file_links().await.unwrap_err();
        assert_eq!(refused.status(), Some(StatusCode::UNAUTHORIZED));
    });
}

#[test]
fn idempotency_keys() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        let send = async |n: &str| {
            let body = PostFileLinksBody::new(FILE).metadata([("n", n)]);
            let options = Options::new().idempotency_key("of-this-test");
            links.post_file_links(body).with(options).reply().await
        };
        let first = send("1").await.unwrap();
        let again = send("1").await.unwrap();
        assert_eq!(first.body.id, again.body.id);
        assert_eq!(again.headers.get("idempotent-replayed").unwrap(), "true");
        let refused = send("2").await.unwrap_err();
        assert_eq!(
            refused.refusal().unwrap().error.r#type,
            ApiErrorsType::IdempotencyError
        );
    });
}

#[test]
fn upload_link_and_fetch() {
    let site = Site::new();
    let (links, uploads) = (file_links(&site), uploads(&site));
    run(async {
        let content = Bytes::from_static("what the file says ü\0\r\n--".as_bytes());
        let body = PostFilesBody::new(content.clone(), PostFilesBodyPurpose::DisputeEvidence);
        let named = Options::new().part(PartInfo {
            name: "file".to_owned(),
            file_name: Some("evidence.txt".to_owned()),
            media_type: Some("text/plain".to_owned()),
        });
        let file = uploads.post_files(body).with(named).await.unwrap();
        assert_eq!(file.size, i64::try_from(content.len()).unwrap());
        assert_eq!(
            file.filename.as_option().map(String::as_str),
            Some("evidence.txt")
        );
        assert_eq!(uploads.get_files_file(&*file.id).await.unwrap().id, file.id);
        let link = links
            .post_file_links(PostFileLinksBody::new(file.id))
            .await
            .unwrap();
        let path = link.url.unwrap();
        let path = path
            .split_once("://")
            .unwrap()
            .1
            .split_once('/')
            .unwrap()
            .1
            .to_owned();
        let fetched = site.client_with("").get(&format!("/{path}"));
        assert_eq!(
            (fetched.status, fetched.body.as_slice()),
            (200, &content[..])
        );
    });
}

#[test]
fn upload_and_link_at_once() {
    let site = Site::new();
    let uploads = uploads(&site);
    run(async {
        let link = FileLinkCreationParams::new(true).metadata([("from", "upload")]);
        let body = PostFilesBody::new("at once", PostFilesBodyPurpose::DisputeEvidence)
            .file_link_data(link);
        let file = uploads.post_files(body).await.unwrap();
        let links = file.links.into_option().unwrap();
        assert_eq!(links.data.len(), 1);
        assert_eq!(links.data[0].metadata["from"], "upload");
    });
}

#[test]
fn a_purpose_that_forbids_links() {
    let site = Site::new();
    let (links, uploads) = (file_links(&site), uploads(&site));
    run(async {
        let body = PostFilesBody::new("who I am", PostFilesBodyPurpose::IdentityDocument);
        let file = uploads.post_files(body).await.unwrap();
        let refused = links
            .post_file_links(PostFileLinksBody::new(file.id))
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::Refused(_)), "{refused}");
    });
}

#[test]
fn an_upload_comes_bit_by_bit() {
    let site = Site::new();
    let uploads = uploads(&site);
    run(async {
        let pieces = (0..100).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"0123456789")));
        let upload = Upload::stream(futures_util::stream::iter(pieces));
        let body = PostFilesBody::new(Bytes::new(), PostFilesBodyPurpose::DisputeEvidence);
        let options = Options::new().upload("file", upload);
        let file = uploads.post_files(body).with(options).await.unwrap();
        assert_eq!(file.size, 1000);
        let body = PostFilesBody::new(Bytes::new(), PostFilesBodyPurpose::DisputeEvidence);
        let other = Upload::stream(futures_util::stream::empty::<Result<_, std::io::Error>>());
        let options = Options::new().upload("flie", other);
        let error = uploads.post_files(body).with(options).await.unwrap_err();
        assert!(error.to_string().contains("no part `flie`"), "{error}");
    });
}

#[test]
fn what_cannot_be_sent_is_not() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        for id in ["", "..", "."] {
            let error = links.get_file_links_link(id).await.unwrap_err();
            assert!(matches!(error, Error::Request(_)), "{id}: {error}");
        }
        // What only looks like another path stays one parameter.
        for id in ["../file_links", "a/b", "a?limit=1", "%2e%2e", "ü"] {
            let error = links.get_file_links_link(id).await.unwrap_err();
            assert_eq!(error.status(), Some(StatusCode::NOT_FOUND), "{id}: {error}");
        }
        let body = PostFileLinksBody::new(FILE);
        let options = Options::new().header("X-Trace", "a\r\nb");
        let error = links.post_file_links(body).with(options).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
    });
}

#[test]
fn secrets_are_not_shown() {
    let site = Site::new();
    let config = keyed(&site).header("X-Key", KEY);
    assert!(!format!("{config:?}").contains(KEY));
    let client = links::connect(config).unwrap();
    assert!(!format!("{client:?}").contains("c2tfdGVzdF8xMjM"));
    let body = PostFileLinksLinkBody::new().expires_at(UnixTime(1));
    assert_eq!(
        body.expires_at,
        Some(Clearable::Set(PostFileLinksLinkBodyExpiresAt::UnixTime(
            UnixTime(1)
        )))
    );
}

/// A stream that is dropped asks for nothing more, and a call that is dropped leaves the client as it was.
#[test]
fn what_is_dropped_is_over() {
    let site = Site::new();
    let links = file_links(&site);
    run(async {
        for _ in 0..3 {
            made(&links).await;
        }
        let mut all = links.get_file_links().limit(1).stream_all();
        assert!(all.next().await.unwrap().is_ok());
        drop(all);
        for _ in 0..20 {
            let call = links.get_file_links().limit(3);
            let soon = std::time::Duration::from_micros(200);
            let _ = tokio::time::timeout(soon, call.into_future()).await;
        }
        assert_eq!(links.get_file_links().limit(3).await.unwrap().data.len(), 3);
    });
}
