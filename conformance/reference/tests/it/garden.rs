//! The community garden, over real connections (GD rows).

use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use trueline_reference::Api;
use trueline_reference::serve::Options;

use crate::site::{Client, Reply, Site};

const PATCH: &str = "application/merge-patch+json";

fn site() -> Site {
    Site::with(Options::of(Api::GardenPlots))
}

fn client(site: &Site) -> Client {
    site.client_with("").header("X-Garden-Key", "sk_test_123")
}

fn send(client: &mut Client, method: &str, path: &str, body: &Value) -> Reply {
    let media = if method == "PATCH" {
        PATCH
    } else {
        "application/json"
    };
    let headers = [("Content-Type", media)];
    client.send(method, path, &headers, body.to_string().as_bytes())
}

fn made(client: &mut Client, body: &Value) -> (String, Value) {
    let reply = send(client, "POST", "/plots", body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let plot = reply.json();
    (format!("/plots/{}", plot["id"].as_str().unwrap()), plot)
}

fn ok(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn refused(reply: &Reply, status: u16) -> Value {
    assert_eq!(reply.status, status, "{}", reply.text());
    let problem = reply.json();
    assert_eq!(problem["status"], status, "{problem}");
    assert!(problem["title"].is_string(), "{problem}");
    problem
}

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|plot| plot["name"].as_str().unwrap())
        .collect()
}

#[test]
fn gd_plot_01_to_03_a_new_plot_has_its_defaults() {
    let site = site();
    let mut client = client(&site);
    let (path, plot) = made(&mut client, &json!({"name": "Corner", "area": 6}));
    assert_eq!(plot["soil"], "loam");
    assert_eq!(plot["irrigated"], false);
    assert_eq!(plot["notes"], Value::Null);
    assert_eq!(plot["crops"], json!([]));
    assert_eq!(plot["labels"], json!({}));
    assert_eq!(plot["archived_at"], Value::Null);
    assert_eq!(ok(&client.get(&path)), plot);
}

#[test]
fn gd_list_01_to_07_pages_count_from_the_oldest() {
    let site = site();
    let mut client = client(&site);
    for (name, soil) in [("a", "clay"), ("b", "sand"), ("c", "clay"), ("d", "clay")] {
        made(&mut client, &json!({"name": name, "area": 6, "soil": soil}));
    }
    let page = ok(&client.get("/plots?offset=1&limit=2"));
    assert_eq!(names(&page), ["b", "c"]);
    assert_eq!(
        (&page["total"], &page["offset"], &page["limit"]),
        (&json!(4), &json!(1), &json!(2))
    );
    let page = ok(&client.get("/plots?offset=9"));
    assert_eq!(names(&page), Vec::<&str>::new());
    assert_eq!((&page["total"], &page["limit"]), (&json!(4), &json!(20)));
    let page = ok(&client.get("/plots?soil=clay&offset=1"));
    assert_eq!(names(&page), ["c", "d"]);
    assert_eq!(page["total"], 3);
    refused(&client.get("/plots?limit=51"), 400);
    refused(&client.get("/plots?offset=-1"), 400);
}

#[test]
fn gd_put_01_to_03_a_put_leaves_nothing_of_the_old() {
    let site = site();
    let mut client = client(&site);
    let full = json!({"name": "a", "area": 6, "soil": "sand", "notes": "x", "crops": ["y"], "labels": {"k": "v"}});
    let (path, before) = made(&mut client, &full);
    let put = json!({"name": "b", "area": 7, "crops": ["z"]});
    let after = ok(&send(&mut client, "PUT", &path, &put));
    assert_eq!(after["name"], "b");
    assert_eq!(after["soil"], "loam");
    assert_eq!(after["notes"], Value::Null);
    assert_eq!(after["crops"], json!(["z"]));
    assert_eq!(after["labels"], json!({}));
    assert_eq!(after["created_at"], before["created_at"]);
    assert_eq!(ok(&send(&mut client, "PUT", &path, &put)), after);
}

#[test]
fn gd_patch_01_to_06_a_patch_is_merged() {
    let site = site();
    let mut client = client(&site);
    let full = json!({"name": "a", "area": 6, "notes": "x", "crops": ["y", "z"], "labels": {"k": "1", "l": "1"}});
    let (path, before) = made(&mut client, &full);
    assert_eq!(ok(&send(&mut client, "PATCH", &path, &json!({}))), before);
    let patch = json!({"notes": null, "crops": ["z"], "labels": {"k": null, "m": "2"}});
    let after = ok(&send(&mut client, "PATCH", &path, &patch));
    assert_eq!(after["name"], "a");
    assert_eq!(after["notes"], Value::Null);
    assert_eq!(after["crops"], json!(["z"]));
    assert_eq!(after["labels"], json!({"l": "1", "m": "2"}));
    let plain = [("Content-Type", "application/json")];
    refused(&client.send("PATCH", &path, &plain, b"{}"), 415);
    let many: serde_json::Map<String, Value> = (0..19)
        .map(|index| (format!("n{index}"), json!("1")))
        .collect();
    refused(
        &send(&mut client, "PATCH", &path, &json!({ "labels": many })),
        400,
    );
    assert_eq!(ok(&client.get(&path)), after);
}

#[test]
fn gd_archive_01_to_05_an_archived_plot_is_kept_as_it_is() {
    let site = site();
    let mut client = client(&site);
    let (path, _) = made(&mut client, &json!({"name": "a", "area": 6}));
    made(&mut client, &json!({"name": "b", "area": 6}));
    assert_eq!(client.send("DELETE", &path, &[], b"").status, 204);
    let archived = ok(&client.get(&path));
    assert!(archived["archived_at"].is_string(), "{archived}");
    assert_eq!(names(&ok(&client.get("/plots"))), ["b"]);
    assert_eq!(
        names(&ok(&client.get("/plots?include_archived=true"))),
        ["a", "b"]
    );
    let body = json!({"name": "c", "area": 7});
    refused(&send(&mut client, "PUT", &path, &body), 409);
    refused(
        &send(&mut client, "PATCH", &path, &json!({"name": "c"})),
        409,
    );
    refused(
        &send(
            &mut client,
            "POST",
            &format!("{path}/soil-tests"),
            &json!({}),
        ),
        409,
    );
    sleep(Duration::from_millis(5));
    assert_eq!(client.send("DELETE", &path, &[], b"").status, 204);
    assert_eq!(ok(&client.get(&path)), archived);
}

#[test]
fn gd_test_01_to_05_a_soil_test_ends_and_stays_so() {
    let site = site();
    let mut client = client(&site);
    for (soil, end) in [("clay", "done"), ("rock", "failed")] {
        let (path, _) = made(&mut client, &json!({"name": "a", "area": 6, "soil": soil}));
        let begun = send(
            &mut client,
            "POST",
            &format!("{path}/soil-tests"),
            &json!({}),
        );
        assert_eq!(begun.status, 202, "{}", begun.text());
        let test = begun.json();
        assert_eq!(test["state"], "queued");
        assert_eq!(test["result"], Value::Null);
        let place = format!("/soil-tests/{}", test["id"].as_str().unwrap());
        assert_eq!(begun.header("location"), Some(place.as_str()));
        sleep(Duration::from_millis(400));
        let ended = ok(&client.get(&place));
        assert_eq!(ended["state"], end);
        assert_eq!(ended["result"].is_object(), end == "done", "{ended}");
        assert_eq!(ok(&client.get(&place)), ended);
    }
}

#[test]
fn gd_error_01_and_02_and_gd_key_01_refusals_are_problems() {
    let site = site();
    let mut client = client(&site);
    refused(&client.get("/plots/plot_nobody"), 404);
    refused(&client.get("/soil-tests/test_nobody"), 404);
    let problem = refused(
        &send(
            &mut client,
            "POST",
            "/plots",
            &json!({"name": "a", "area": -1, "size": 2}),
        ),
        400,
    );
    assert_eq!(problem["faults"][0]["pointer"], "/area");
    assert_eq!(problem["faults"][1]["pointer"], "/size");
    let mut stranger = site.client_with("");
    refused(&stranger.get("/plots"), 401);
    let mut wrong = site.client_with("").header("X-Garden-Key", "nobody");
    refused(&wrong.get("/plots"), 401);
}
