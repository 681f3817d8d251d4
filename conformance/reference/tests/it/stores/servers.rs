//! What a server says about a database that it cannot use.

use trueline_reference::store::{DatabaseError, Place, PlaceError, Trouble};

use super::database;

fn refused(url: &str) -> PlaceError {
    let opened = Place::named(url.as_ref()).and_then(|place| place.open(Trouble::ignored()));
    opened.expect_err("this database was opened")
}

#[test]
fn urls_that_name_no_database_are_refused_without_a_password() {
    for (url, word) in [
        ("mysql://user:topsecret@127.0.0.1/x", "mysql://"),
        ("postgres://", "no host"),
        ("postgres://user:topsecret@/x", "no host"),
        ("postgres://127.0.0.1/x", "no user"),
        ("postgres://user:topsecret@127.0.0.1:port/x", "port"),
        (
            "postgres://user:topsecret@127.0.0.1/x?sslmode=require",
            "TLS",
        ),
        (
            "postgresql://user:topsecret@127.0.0.1/x?colour=red",
            "colour",
        ),
        (
            "postgres://user:topsecret@127.0.0.1:1/x",
            "nobody answers at 127.0.0.1:1",
        ),
        (
            "postgres://user:topsecret@no-such-host.invalid/x",
            "no-such-host.invalid",
        ),
    ] {
        let message = refused(url).to_string();
        assert!(message.contains(word), "{url}: {message}");
        assert!(!message.contains("topsecret"), "{message}");
    }
}

#[test]
fn what_the_server_refuses_is_said_without_a_password() {
    let Some(url) = database() else { return };
    let (start, end) = url.split_once('@').unwrap();
    let (start, password) = start.rsplit_once(':').unwrap();
    let address = end.split_once('/').map_or(end, |(address, _)| address);
    let wrong = refused(&format!("{start}:topsecret@{end}"));
    let PlaceError::Postgres { error, .. } = &wrong else {
        panic!("{wrong}");
    };
    assert!(matches!(error, DatabaseError::Denied { .. }), "{wrong}");
    let none = refused(&format!("{start}@{end}"));
    let unknown = refused(&format!("{start}:{password}@{address}/no_such_database"));
    assert!(
        unknown.to_string().contains("createdb no_such_database"),
        "{unknown}"
    );
    let schema = refused(&format!("{url}?options=-csearch_path%3Dno_such_schema"));
    assert!(schema.to_string().contains("schema"), "{schema}");
    for error in [wrong, none, unknown, schema] {
        let message = format!("{error} {error:?}");
        assert!(message.contains(address), "{message}");
        assert!(
            !message.contains("topsecret") && !message.contains(password),
            "{message}"
        );
    }
}
