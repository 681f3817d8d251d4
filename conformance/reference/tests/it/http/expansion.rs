//! Expansion (EXP).

use trueline_reference::files::EXAMPLE_FILE;

use crate::site::{LINKS, Site, path};

#[test]
fn exp_01_03_and_12_a_file_in_full_on_all_four() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("expand[]=file");
    let updated = client.update(&link, "expand[]=file").json();
    let read = client.get(&format!("{}?expand[]=file", path(&link))).json();
    let listed = client.list("expand[]=data.file").json()["data"][0].take();
    for link in [&link, &updated, &read, &listed] {
        let file = &link["file"];
        assert_eq!(file["object"], "file");
        assert_eq!(file["id"], EXAMPLE_FILE);
        assert_eq!(file["purpose"], "dispute_evidence");
        assert!(file["created"].is_i64());
        assert!(file["size"].as_i64().unwrap() > 0);
        let file = file.as_object().unwrap();
        for nullable in ["expires_at", "filename", "title", "type", "url"] {
            assert!(file.contains_key(nullable), "{nullable}");
        }
    }
}

#[test]
fn exp_02_04_and_07_what_cannot_be_expanded_is_refused() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    for wrong in ["url", "metadata", "data.file", "", "file.purpose"] {
        let reply = client.get(&format!("{}?expand[]={wrong}", path(&link)));
        reply.refused(400, None, None);
    }
    let error = client.list("expand[]=file").refused(400, None, None);
    assert!(error["message"].as_str().unwrap().contains("data.file"));
}

#[test]
fn exp_05_and_06_five_levels_are_too_deep() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    let deep = client.get(&format!(
        "{}?expand[]=file.links.data.file.links",
        path(&link)
    ));
    deep.refused(400, Some("property_expansion_max_depth"), None);
    let deep = client.list("expand[]=data.file.links.data.file");
    deep.refused(400, Some("property_expansion_max_depth"), None);
}

#[test]
fn exp_08_data_alone_does_nothing() {
    let site = Site::new();
    let mut client = site.client();
    client.made("");
    assert_eq!(
        client.list("expand[]=data").json(),
        client.get(LINKS).json()
    );
}

#[test]
fn exp_09_expansion_lasts_for_one_answer() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("expand[]=file");
    assert_eq!(client.read(&link)["file"], EXAMPLE_FILE);
}

#[test]
fn exp_10_a_bad_path_creates_nothing() {
    let site = Site::new();
    let mut client = site.client();
    client
        .create(&format!("file={EXAMPLE_FILE}&expand[]=nothing"))
        .refused(400, None, None);
    assert!(client.get(LINKS).ids().is_empty());
}

#[test]
fn exp_11_links_of_the_file_to_the_fourth_level() {
    let site = Site::new();
    let mut client = site.client();
    let link = client.made("");
    let read = client
        .get(&format!("{}?expand[]=file.links.data.file", path(&link)))
        .json();
    assert_eq!(read["file"]["links"]["data"][0]["file"]["id"], EXAMPLE_FILE);
}
