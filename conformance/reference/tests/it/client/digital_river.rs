//! The other `file-links`: JSON bodies, times as text, 201 and 204, a refusal by status.

use futures_util::TryStreamExt;
use trueline_generated::digital_river::file_links::client as api;
use trueline_generated::digital_river::file_links::models::{
    FileLinkRequest, ListFileLinksCreatedTimeObject, UpdateFileLinkRequest,
};
use trueline_generated::runtime::DateTime;
use trueline_generated::runtime::client::StatusCode;
use trueline_reference::Api;

use trueline_reference::serve::Options;

use super::{config, run};
use crate::site::{START, Site};

const FILE: &str = "file_b9bb0bce-c20e-4519-945e-45983a1b239b";

#[test]
fn the_whole_life_of_a_link() {
    let site = Site::with(Options::of(Api::DigitalRiverFileLinks));
    let config = config(&site).credential(api::bearer_auth("sk_test_123"));
    let links = api::connect(config).unwrap().file_links();
    let at = |seconds| DateTime::from_unix(START + seconds, 0).unwrap();
    run(async {
        let mut ids = Vec::new();
        for _ in 0..5 {
            let body = FileLinkRequest::new(FILE, at(3600));
            let reply = links.create_file_links(body).reply().await.unwrap();
            assert_eq!(reply.status, StatusCode::CREATED);
            ids.push(reply.body.id.unwrap());
        }
        let all = links.list_file_links().limit(2).stream_all();
        let listed: Vec<_> = all
            .map_ok(|link| link.id.unwrap())
            .try_collect()
            .await
            .unwrap();
        assert!(listed.iter().eq(ids.iter().rev()), "{listed:?}");
        let back = links
            .list_file_links()
            .limit(2)
            .ending_before(&*ids[0])
            .stream_all();
        let back: Vec<_> = back
            .map_ok(|link| link.id.unwrap())
            .try_collect()
            .await
            .unwrap();
        assert_eq!(back, ids[1..]);
        let range = ListFileLinksCreatedTimeObject::new().gte(at(-1)).lt(at(1));
        let page = links
            .list_file_links()
            .created_time(range)
            .ids(&ids[..2])
            .await
            .unwrap();
        assert_eq!(page.data.unwrap().len(), 2);
        let changed = links
            .update_file_links(&*ids[0], UpdateFileLinkRequest::new(at(7200)))
            .await
            .unwrap();
        assert_eq!(changed.expires_time, Some(at(7200)));
        links.delete_file_links(&*ids[0]).await.unwrap();
        let gone = links.retrieve_file_links(&*ids[0]).await.unwrap_err();
        assert_eq!(gone.status(), Some(StatusCode::NOT_FOUND));
        assert!(!gone.refusal().unwrap().errors.as_ref().unwrap().is_empty());
    });
}
