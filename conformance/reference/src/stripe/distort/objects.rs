//! Faults in links, files and lists as they are answered.

use serde_json::{Value, json};

use super::{Fault, Route, Seen};

/// Changes the body of a success.
pub(super) fn distort(fault: Fault, seen: Seen, body: &mut Value) {
    for_each(body, "file_link", &mut |link| link_fault(fault, link));
    for_each(body, "file", &mut |file| file_fault(fault, file));
    if seen.route == Route::List {
        list_fault(fault, body);
    }
    match fault {
        Fault::ExpandedIsSecondLater
            if seen.route == Route::Retrieve && body["file"].is_object() =>
        {
            let created = body["created"].as_i64().unwrap_or_default();
            body["created"] = json!(created.saturating_add(1));
        }
        Fault::UpdateAnswersPart if seen.route == Route::Update => {
            let part = json!({ "id": body["id"].take(), "metadata": body["metadata"].take() });
            *body = part;
        }
        Fault::UpdateLosesLivemode if seen.route == Route::Update => {
            body["livemode"] = json!(false);
        }
        Fault::NowIsASecondLate
            if seen.route == Route::Update && body["expired"] == json!(true) =>
        {
            let late = body["expires_at"].as_i64().map(|it| it + 1);
            body["expires_at"] = json!(late);
        }
        Fault::CreateAnswersWrapped if seen.route == Route::Create => {
            *body = json!({ "file_link": body.take() });
        }
        // Last of all, so that the faults above see the words by which they know an object.
        Fault::LinkWordWrong => for_each(body, "file_link", &mut |link| {
            link["object"] = json!("link");
        }),
        Fault::FileWordWrong => for_each(body, "file", &mut |file| {
            file["object"] = json!("upload");
        }),
        _ => {}
    }
}

/// Shows `change` every object inside `value` whose member `object` is `word`, the innermost first.
fn for_each(value: &mut Value, word: &str, change: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::Array(items) => {
            for item in items {
                for_each(item, word, change);
            }
        }
        Value::Object(members) => {
            for (_, member) in members.iter_mut() {
                for_each(member, word, change);
            }
            if members.get("object").and_then(Value::as_str) == Some(word) {
                change(value);
            }
        }
        _ => {}
    }
}

fn take(object: &mut Value, name: &str) -> Value {
    object
        .as_object_mut()
        .and_then(|members| members.shift_remove(name))
        .unwrap_or(Value::Null)
}

fn link_fault(fault: Fault, link: &mut Value) {
    match fault {
        Fault::CreatedAsText => link["created"] = json!(link["created"].to_string()),
        Fault::CreatedInMilliseconds => {
            link["created"] = json!(link["created"].as_i64().unwrap_or(0).saturating_mul(1000));
        }
        Fault::CreatedAsFraction => {
            let seconds = i32::try_from(link["created"].as_i64().unwrap_or(0)).unwrap_or(0);
            link["created"] = json!(f64::from(seconds) + 0.5);
        }
        Fault::ExpiredAsText => link["expired"] = json!(link["expired"].to_string()),
        Fault::ExpiresAtZero if link["expires_at"].is_null() => link["expires_at"] = json!(0),
        Fault::ExpiresAtAsText if link["expires_at"].is_number() => {
            link["expires_at"] = json!(link["expires_at"].to_string());
        }
        Fault::ExpiresAtDrifts => {
            if let Some(seconds) = link["expires_at"].as_i64() {
                link["expires_at"] = json!(seconds.saturating_add(1));
            }
        }
        Fault::MetadataNull if link["metadata"] == json!({}) => link["metadata"] = Value::Null,
        Fault::MetadataList if link["metadata"] == json!({}) => link["metadata"] = json!([]),
        Fault::MetadataNumbers => {
            for value in link["metadata"].as_object_mut().into_iter().flatten() {
                let number = value.1.as_str().and_then(|text| text.parse::<i64>().ok());
                if let Some(number) = number {
                    *value.1 = json!(number);
                }
            }
        }
        Fault::MetadataMissing => drop(take(link, "metadata")),
        Fault::UrlMissing => drop(take(link, "url")),
        Fault::LivemodeMissing => drop(take(link, "livemode")),
        Fault::ExpiredMissing => drop(take(link, "expired")),
        Fault::NullLeftOut if link["expires_at"].is_null() => drop(take(link, "expires_at")),
        Fault::LivemodeAsNumber => {
            link["livemode"] = json!(i64::from(link["livemode"] == json!(true)));
        }
        Fault::LivemodeAlwaysTrue => link["livemode"] = json!(true),
        Fault::LivemodeAlwaysFalse => link["livemode"] = json!(false),
        Fault::IdAsNumber => link["id"] = json!(link["id"].as_str().map_or(0, str::len)),
        Fault::IdEmpty => link["id"] = json!(""),
        Fault::UrlRelative => {
            if let Some((_, path)) = link["url"]
                .as_str()
                .and_then(|url| url.split_once("/links/"))
            {
                link["url"] = json!(format!("/links/{path}"));
            }
        }
        Fault::UrlUnencrypted => {
            if let Some((_, path)) = link["url"]
                .as_str()
                .and_then(|url| url.split_once("/links/"))
            {
                link["url"] = json!(format!("http://files.example.com/links/{path}"));
            }
        }
        Fault::UrlTokenShort => {
            if let Some((base, token)) = link["url"].as_str().and_then(|url| url.rsplit_once('/')) {
                let token: String = token.chars().take(6).collect();
                link["url"] = json!(format!("{base}/{token}"));
            }
        }
        Fault::LivemodeTrueOnceExpired if link["expired"] == json!(true) => {
            link["livemode"] = json!(true);
        }
        Fault::FileRenamed => {
            let file = take(link, "file");
            link["file_id"] = file;
        }
        Fault::FileAsObjectWithId if link["file"].is_string() => {
            let id = link["file"].take();
            link["file"] = json!({ "id": id });
        }
        Fault::ExpandedFileHasLinkId if link["file"].is_object() => {
            link["file"]["id"] = link["id"].clone();
        }
        Fault::NamesInCamelCase => {
            let expires_at = take(link, "expires_at");
            link["expiresAt"] = expires_at;
        }
        _ => {}
    }
}

fn file_fault(fault: Fault, file: &mut Value) {
    match fault {
        Fault::FileWithoutPurpose => drop(take(file, "purpose")),
        Fault::FileWithoutSize => drop(take(file, "size")),
        Fault::FileSizeAsText => file["size"] = json!(file["size"].to_string()),
        Fault::FileLinksEmpty => {
            let url = format!(
                "/v1/file_links?file={}",
                file["id"].as_str().unwrap_or_default()
            );
            file["links"] = json!({"object": "list", "data": [], "has_more": false, "url": url});
        }
        Fault::FileCreatedAsDate => file["created"] = json!("2023-03-29T16:41:14Z"),
        _ => {}
    }
}

fn list_fault(fault: Fault, list: &mut Value) {
    match fault {
        Fault::ListWordWrong => list["object"] = json!("array"),
        Fault::ListUrlWrong => list["url"] = json!("/v1/files"),
        Fault::ListWithoutUrl => drop(take(list, "url")),
        Fault::ListWithoutHasMore => drop(take(list, "has_more")),
        Fault::HasMoreAsText => list["has_more"] = json!(list["has_more"].to_string()),
        Fault::ListDataNull if list["data"] == json!([]) => list["data"] = Value::Null,
        Fault::ListDataMissing if list["data"] == json!([]) => drop(take(list, "data")),
        Fault::ListTotalCount => {
            list["total_count"] = json!(list["data"].as_array().map_or(0, Vec::len));
        }
        Fault::ListCutsMetadata => {
            for link in list["data"].as_array_mut().into_iter().flatten() {
                if let Some(metadata) = link["metadata"].as_object_mut() {
                    let kept = std::mem::take(metadata).into_iter().take(20);
                    metadata.extend(kept);
                }
            }
        }
        Fault::ListCutsValues => {
            for link in list["data"].as_array_mut().into_iter().flatten() {
                for (_, value) in link["metadata"].as_object_mut().into_iter().flatten() {
                    let cut: String = value
                        .as_str()
                        .unwrap_or_default()
                        .chars()
                        .take(100)
                        .collect();
                    *value = json!(cut);
                }
            }
        }
        Fault::ListIsBareArray => *list = list["data"].take(),
        Fault::ListOfIds => {
            for link in list["data"].as_array_mut().into_iter().flatten() {
                *link = link["id"].take();
            }
        }
        _ => {}
    }
}
