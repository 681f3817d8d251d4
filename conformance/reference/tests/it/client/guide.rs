//! The code of `docs/guide/client.md`: it compiles, runs, and is what stands there.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt;
use trueline_generated::garden::plots;
use trueline_generated::garden::plots::models::{PlotContent, SoilTestContent};
use trueline_generated::runtime::client::{
    Config, Error, Options, Request, Retry, Transport, Transporting,
};
use trueline_generated::stripe::file_links::client;
use trueline_generated::stripe::file_links::models::{
    PostFileLinksBody, PostFileLinksLinkBody, RangeQuerySpecs,
};
use trueline_reference::Api;
use trueline_reference::files::EXAMPLE_FILE;
use trueline_reference::serve::Options as SiteOptions;

use super::{config, run};
use crate::site::Site;

struct Count(Arc<dyn Transport>, Arc<AtomicUsize>);

impl Transport for Count {
    fn send(&self, request: Request) -> Transporting<'_> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.send(request)
    }
}

#[test]
fn the_guide_can_be_followed() {
    let site = Site::new();
    let url = format!("http://{}", site.address);
    run(follow(url, EXAMPLE_FILE)).unwrap();
}

async fn follow(url: String, file: &str) -> Result<(), Box<dyn StdError>> {
    {
        let config = Config::new().credential(client::basic_auth("sk_test_123", ""));
        client::connect(config)?.file_links();
    }
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let config = Config::new()
        .base_url(url)
        .credential(client::bearer_auth("sk_test_123"))
        .header("Stripe-Version", "2026-01-28.clover")
        .timeout(Duration::from_secs(20))
        .idempotency_header("Idempotency-Key")
        .retry(Retry::times(3).hint("Stripe-Should-Retry"));
    let config = config.wrap(|inner| Count(inner, count));
    let links = client::connect(config)?.file_links();

    let link = links.post_file_links(PostFileLinksBody::new(file)).await?;
    let page = links.get_file_links().limit(3).expired(false).await?;
    let same = links
        .get_file_links_link(&*link.id)
        .expand(["file"])
        .await?;
    assert_eq!((&page.data[0].id, &same.id), (&link.id, &link.id));

    let range = RangeQuerySpecs::new().gte(link.created.0);
    let recent = links.get_file_links().created(range).await?;
    let exact = links.get_file_links().created(link.created.0).await?;
    assert_eq!((recent.data.len(), exact.data.len()), (1, 1));

    let change = PostFileLinksLinkBody::new()
        .metadata([("order", "6735"), ("draft", "")])
        .clear_expires_at();
    let changed = links.post_file_links_link(&*link.id).body(change).await?;
    assert_eq!(changed.metadata.len(), 1);

    let mut all = links.get_file_links().limit(50).stream_all();
    while let Some(link) = all.try_next().await? {
        println!("{}", link.id);
    }
    let newer = links.get_file_links().ending_before(&*link.id).stream_all();
    assert_eq!(newer.try_collect::<Vec<_>>().await?, []);

    match links.get_file_links_link("link_not_there").await {
        Ok(link) => println!("{}", link.id),
        Err(Error::Refused(reply)) => println!("{}: {:?}", reply.status, reply.body.error.code),
        Err(Error::Undocumented(raw) | Error::Unreadable { raw, .. }) => println!("{raw}"),
        Err(Error::Timeout(_) | Error::Transport(_)) => println!("no answer"),
        Err(other) => return Err(other.into()),
    }

    let options = Options::new()
        .idempotency_key("order-6735")
        .timeout(Duration::from_secs(5));
    links
        .post_file_links(PostFileLinksBody::new(file))
        .with(options)
        .await?;
    assert_eq!(seen.load(Ordering::Relaxed), 10);
    Ok(())
}

#[test]
fn headers_are_read_as_the_guide_says() {
    let site = Site::with(SiteOptions::of(Api::GardenPlots));
    run(read_headers(&site)).unwrap();
}

async fn read_headers(site: &Site) -> Result<(), Box<dyn StdError>> {
    let garden =
        plots::client::connect(config(site).credential(plots::client::key("sk_test_123")))?;
    let plot = garden
        .plots()
        .create_plot(PlotContent::new("a", 6.0))
        .await?;
    let tests = garden.soil_tests();

    let reply = tests
        .start_soil_test(&*plot.id, SoilTestContent::new())
        .reply()
        .await?;
    let location: String = reply.headers.location()?;
    let date = reply.headers.get("date");
    assert!(location.contains(&*reply.body.id) && date.is_some());
    Ok(())
}

/// Every line of Rust in the guide stands in this file; how it is laid out does not matter.
#[test]
fn the_guide_says_what_is_run() {
    let run: String = plain(include_str!("guide.rs"));
    let guide = include_str!("../../../../../docs/guide/client.md");
    let mut blocks = 0;
    for block in guide.split("```rust\n").skip(1) {
        let (code, _) = block.split_once("\n```").unwrap();
        for line in code.lines().filter(|line| !line.trim().is_empty()) {
            assert!(run.contains(&plain(line)), "{line}");
        }
        blocks += 1;
    }
    assert!(blocks >= 8, "{blocks}");
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}
