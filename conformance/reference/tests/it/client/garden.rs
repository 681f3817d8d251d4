//! The garden: offsets, PUT, merge patches with three states, a key in a header of its own.

use futures_util::TryStreamExt;
use trueline_generated::garden::plots::client as api;
use trueline_generated::garden::plots::models::{PlotContent, PlotPatch, Soil, SoilTestContent};
use trueline_generated::garden::plots::requests::StartSoilTestHeaders;
use trueline_generated::runtime::client::{Error, RequestError, StatusCode};
use trueline_reference::Api;
use trueline_reference::serve::Options;

use super::{config, run};
use crate::site::Site;

#[test]
fn the_whole_life_of_a_plot() {
    let site = Site::with(Options::of(Api::GardenPlots));
    let config = config(&site).credential(api::key("sk_test_123"));
    let client = api::connect(config).unwrap();
    let plots = client.plots();
    run(async {
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d", "e"] {
            let body = PlotContent::new(name, 6.0)
                .soil(Soil::Clay)
                .crops(["chard"]);
            ids.push(plots.create_plot(body).await.unwrap().id);
        }
        let all = plots.list_plots().limit(2).soil(Soil::Clay).stream_all();
        let listed: Vec<_> = all.map_ok(|plot| plot.id).try_collect().await.unwrap();
        assert_eq!(listed, ids);
        let content = PlotContent::new("z", 7.5)
            .notes("The gate sticks.")
            .labels([("row", "3")]);
        let replaced = plots.replace_plot(&*ids[0], content).await.unwrap();
        assert_eq!(replaced.notes.as_deref(), Some("The gate sticks."));
        let patch = PlotPatch::new()
            .clear_notes()
            .labels([("row", None), ("side", Some("north"))]);
        let patched = plots.patch_plot(&*ids[0], patch).await.unwrap();
        assert_eq!((patched.notes, &*patched.name), (None, "z"));
        assert_eq!(
            patched.labels.into_iter().collect::<Vec<_>>(),
            [("side".into(), "north".into())]
        );
        plots.archive_plot(&*ids[0]).await.unwrap();
        let refused = plots
            .replace_plot(&*ids[0], PlotContent::new("y", 1.0))
            .await
            .unwrap_err();
        assert_eq!(refused.status(), Some(StatusCode::CONFLICT));
        assert_eq!(refused.refusal().unwrap().status, 409);
        let test = SoilTestContent::new().depth(30);
        let reply = client
            .soil_tests()
            .start_soil_test(&*ids[1], test)
            .reply()
            .await
            .unwrap();
        assert_eq!(reply.status, StatusCode::ACCEPTED);
        let location = reply.headers.location().unwrap();
        assert!(location.ends_with(&*reply.body.id), "{location}");
        assert_eq!(reply.headers.get("location").unwrap(), &*location);
        assert_eq!(
            client
                .soil_tests()
                .get_soil_test(reply.body.id)
                .await
                .unwrap()
                .depth,
            30
        );
    });
}

#[test]
fn a_header_that_is_missed_is_said_when_it_is_asked_for() {
    let error = StartSoilTestHeaders::default().location().unwrap_err();
    assert_eq!(
        error.to_string(),
        "a header of the answer: Location: is required"
    );
}

#[test]
fn a_credential_for_another_scheme_is_missed_before_anything_is_sent() {
    let site = Site::with(Options::of(Api::GardenPlots));
    let other = trueline_generated::stripe::files::client::bearer_auth("sk_test_123");
    let client = api::connect(config(&site).credential(other)).unwrap();
    let error = run(async { client.plots().list_plots().await }).unwrap_err();
    let Error::Request(RequestError::Credentials { wanted, .. }) = error else {
        panic!("{error}");
    };
    assert_eq!(wanted, ["key"]);
}
