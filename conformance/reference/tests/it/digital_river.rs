//! Digital River's file links, over real connections (DR rows).

use std::slice::from_ref;

use serde_json::{Value, json};
use trueline_reference::Api;
use trueline_reference::serve::Options;

use crate::site::{Client, Reply, Site};

const PATH: &str = "/file-links";
const FILE: &str = "file_b9bb0bce-c20e-4519-945e-45983a1b239b";
const OTHER: &str = "file_3f0c5d52-7a0e-4c7e-9d0b-5b8c1a2e6f47";
/// Ten minutes after the clocks of tests start.
const SOON: &str = "2023-11-14T22:23:20Z";
const LATER: &str = "2024-01-01T00:00:00Z";

fn site() -> Site {
    Site::with(Options::of(Api::DigitalRiverFileLinks))
}

fn client(site: &Site) -> Client {
    site.client_with("Bearer sk_test_123")
}

fn post(client: &mut Client, path: &str, body: &Value) -> Reply {
    let json = [("Content-Type", "application/json")];
    client.send("POST", path, &json, body.to_string().as_bytes())
}

fn made(client: &mut Client, file: &str, expires: &str) -> Value {
    let body = json!({"fileId": file, "expiresTime": expires});
    let reply = post(client, PATH, &body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

fn of(link: &Value) -> String {
    format!("{PATH}/{}", link["id"].as_str().unwrap())
}

fn refused(reply: &Reply, status: u16, kind: &str) -> Value {
    assert_eq!(reply.status, status, "{}", reply.text());
    let body = reply.json();
    assert_eq!(body["type"], kind, "{body}");
    assert!(body["errors"][0]["message"].is_string(), "{body}");
    body["errors"][0].clone()
}

fn ids(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let list = reply.json();
    let data = list["data"].as_array().unwrap();
    data.iter().map(|link| link["id"].clone()).collect()
}

#[test]
fn dr_op_01_to_05_and_dr_obj_01_and_dr_obj_03_the_life_of_a_link() {
    let site = site();
    let mut client = client(&site);
    let link = made(&mut client, FILE, SOON);
    assert_eq!(link["createdTime"], "2023-11-14T22:13:20Z");
    assert_eq!(link["expiresTime"], SOON);
    assert_eq!(link["expired"], false);
    assert_eq!(link["fileId"], FILE);
    assert_eq!(link["liveMode"], false);
    assert_eq!(link["metadata"], json!({}));
    assert_eq!(client.get(&of(&link)).json(), link);
    let listed = client.get(PATH).json();
    assert_eq!(listed, json!({"hasMore": false, "data": [link]}));
    let updated = post(&mut client, &of(&link), &json!({"expiresTime": LATER}));
    assert_eq!(updated.status, 200);
    assert_eq!(updated.json()["expiresTime"], LATER);
    let gone = client.send("DELETE", &of(&link), &[], b"");
    assert_eq!((gone.status, gone.body.len()), (204, 0));
    refused(&client.get(&of(&link)), 404, "not_found");
    refused(
        &client.send("DELETE", &of(&link), &[], b""),
        404,
        "not_found",
    );
    assert!(ids(&client.get(PATH)).is_empty());
}

#[test]
fn dr_req_01_and_03_what_create_and_update_need() {
    let site = site();
    let mut client = client(&site);
    let link = made(&mut client, FILE, SOON);
    for (body, parameter) in [
        (json!({"fileId": FILE}), "expiresTime"),
        (json!({"expiresTime": SOON}), "fileId"),
        (json!({"fileId": FILE, "expiresTime": "now"}), "expiresTime"),
        (
            json!({"fileId": FILE, "expiresTime": "2020-01-01T00:00:00Z"}),
            "expiresTime",
        ),
        (
            json!({"fileId": "file_none", "expiresTime": SOON}),
            "fileId",
        ),
    ] {
        let reply = post(&mut client, PATH, &body);
        let error = refused(&reply, 400, "bad_request");
        assert_eq!(error["parameter"], parameter, "{body}");
    }
    for body in [
        json!({}),
        json!({"expiresTime": "now"}),
        json!({"expiresTime": ""}),
    ] {
        refused(&post(&mut client, &of(&link), &body), 400, "bad_request");
    }
    assert_eq!(client.get(&of(&link)).json(), link);
}

#[test]
fn dr_q_01_to_07_filters_and_cursors() {
    let site = site();
    let mut client = client(&site);
    let one = made(&mut client, FILE, SOON);
    site.clock.advance(60);
    let two = made(&mut client, OTHER, LATER);
    let (first, second) = (one["id"].clone(), two["id"].clone());
    let id = |id: &Value| id.as_str().unwrap().to_owned();
    let mut list = |query: &str| ids(&client.get(&format!("{PATH}?{query}")));
    assert_eq!(list("createdTime=2023-11-14T22:13:20Z"), from_ref(&first));
    assert_eq!(
        list("createdTime[gt]=2023-11-14T22:13:20Z"),
        from_ref(&second)
    );
    assert_eq!(
        list("createdTime[lte]=2023-11-14T22:13:20.5Z"),
        from_ref(&first)
    );
    assert_eq!(list(&format!("fileId={OTHER}")), from_ref(&second));
    assert_eq!(list("expired=true"), Vec::<Value>::new());
    for ids in ["ids={}&ids={}", "ids[0]={}&ids[1]={}"] {
        let query = ids
            .replacen("{}", &id(&first), 1)
            .replacen("{}", &id(&second), 1);
        assert_eq!(list(&query), [second.clone(), first.clone()], "{query}");
    }
    assert_eq!(list("limit=1"), from_ref(&second));
    assert_eq!(
        list(&format!("startingAfter={}", id(&second))),
        from_ref(&first)
    );
    let both = format!("startingAfter={}&endingBefore={}", id(&second), id(&first));
    assert_eq!(list(&both), from_ref(&second));
    for query in [
        "limit=0",
        "limit=101",
        "startingAfter=link_none",
        "createdTime=soon",
    ] {
        let reply = client.get(&format!("{PATH}?{query}"));
        refused(&reply, 400, "bad_request");
    }
}

#[test]
fn dr_life_01_and_dr_url_01_an_expired_link_is_closed() {
    let site = site();
    let mut client = client(&site);
    let link = made(&mut client, FILE, SOON);
    let url = link["url"].as_str().unwrap();
    let path = &url[url.find("/links/").unwrap()..];
    let mut anyone = site.client_with("");
    assert!(anyone.get(path).body.starts_with(b"%PDF"));
    site.clock.advance(600);
    refused(&anyone.get(path), 404, "not_found");
    let reply = post(&mut client, &of(&link), &json!({"expiresTime": LATER}));
    refused(&reply, 409, "conflict");
    assert_eq!(client.get(&of(&link)).json()["expired"], true);
}

#[test]
fn dr_auth_01_and_dr_err_01_and_dr_err_02_and_dr_hdr_01_keys_errors_and_request_ids() {
    let site = site();
    for authorization in [
        "",
        "Bearer sk_test_nobody",
        &crate::site::basic("sk_test_123"),
    ] {
        let reply = site.client_with(authorization).get(PATH);
        refused(&reply, 401, "unauthorized");
        assert!(reply.header("x-dr-requestid").is_some());
    }
    let mut client = client(&site);
    refused(
        &client.send("PATCH", PATH, &[], b""),
        405,
        "method_not_allowed",
    );
    refused(&client.get("/nothing"), 404, "not_found");
    let mut live = site.client_with("Bearer sk_live_123");
    assert_eq!(made(&mut live, FILE, SOON)["liveMode"], true);
    assert!(ids(&client.get(PATH)).is_empty());
    let reply = client.get(PATH);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert!(reply.header("x-dr-requestid").is_some());
}
