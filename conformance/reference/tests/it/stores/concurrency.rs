//! Many clients at one link, on every store.

use std::sync::Arc;
use std::thread;

use trueline_reference::serve::Options;
use trueline_reference::store::{Place, Trouble};

use super::{Fresh, Kind};
use crate::site::Site;

/// Each client sets a key of its own, and takes another away, many times over; every answer must show its own last
/// word, and the link all of them in the end. The clients take turns at the servers.
fn mixed_updates(sites: &[Site]) {
    const CLIENTS: usize = 24;
    const ROUNDS: usize = 8;
    let link = sites[0].client().made("metadata[kept]=1");
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let link = &link;
            scope.spawn(move || {
                let site = &sites[client % sites.len()];
                let mut connection = site.client();
                for round in 0..ROUNDS {
                    let form = format!(
                        "metadata[client_{client}]={round}&metadata[gone_{client}]={}",
                        if round % 2 == 0 { "here" } else { "" }
                    );
                    let reply = connection.update(link, &form);
                    assert_eq!(reply.status, 200, "{}", reply.text());
                    let metadata = reply.json()["metadata"].take();
                    assert_eq!(
                        metadata[format!("client_{client}")].as_str(),
                        Some(&*round.to_string())
                    );
                }
            });
        }
    });
    for site in sites {
        let metadata = site.client().read(&link)["metadata"].take();
        let metadata = metadata.as_object().unwrap();
        assert_eq!(metadata.len(), CLIENTS + 1, "{metadata:?}");
        assert_eq!(metadata["kept"], "1");
        for client in 0..CLIENTS {
            assert_eq!(metadata[&format!("client_{client}")], "7");
        }
    }
}

#[test]
fn fl_update_08_two_dozen_clients_at_one_link_lose_nothing() {
    for kind in Kind::all() {
        let fresh = Fresh::of(kind);
        let options = |store| Options {
            store,
            ..Options::default()
        };
        let mut sites = vec![Site::on(options(Arc::clone(&fresh.store)))];
        if kind == Kind::Postgres {
            let url = fresh.place().unwrap();
            let place = Place::named(url.as_ref()).unwrap();
            let other = place.open(Trouble::ignored()).unwrap();
            sites.push(Site::on(options(other)));
        }
        mixed_updates(&sites);
    }
}

#[test]
fn links_made_at_the_same_time_are_all_there_once_and_in_order() {
    for kind in Kind::all() {
        let fresh = Fresh::of(kind);
        let site = Site::on(Options {
            store: Arc::clone(&fresh.store),
            ..Options::default()
        });
        let made: Vec<Vec<String>> = thread::scope(|scope| {
            let clients = (0..12).map(|_| {
                scope.spawn(|| {
                    let mut client = site.client();
                    let made = (0..8).map(|_| client.made("")["id"].as_str().unwrap().to_owned());
                    made.collect()
                })
            });
            let clients: Vec<_> = clients.collect();
            clients
                .into_iter()
                .map(|client| client.join().unwrap())
                .collect()
        });
        let mut listed = site.client().list("limit=100").ids();
        // Of the links of one client, the later stands before the earlier.
        for links in &made {
            let places: Vec<usize> = links
                .iter()
                .map(|id| listed.iter().position(|other| other == id).unwrap())
                .collect();
            assert!(places.is_sorted_by(|left, right| left > right), "{kind:?}");
        }
        listed.sort();
        let mut made = made.concat();
        made.sort();
        assert_eq!(listed, made, "{kind:?}");
    }
}
