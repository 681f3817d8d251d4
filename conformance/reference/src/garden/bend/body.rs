//! Faults in how the members of a body are read.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::Asked;
use crate::fault::Fault;

/// What may be said of a plot.
const MEMBERS: [&str; 7] = [
    "name",
    "area",
    "soil",
    "irrigated",
    "notes",
    "crops",
    "labels",
];
/// Characters of a name, items of a list of crops, and characters of a label at most.
const MOST_NAME: usize = 80;
const MOST_CROPS: usize = 20;
const MOST_LABEL: usize = 200;

/// Changes a body to what the fault takes it for.
pub(super) fn bend(fault: Fault, asked: Asked, body: &mut Value) {
    let Some(members) = body.as_object_mut() else {
        return;
    };
    match (fault, asked) {
        (Fault::AreaNotDemanded, Asked::Plot) => {
            members.entry("area").or_insert(json!(1));
        }
        (Fault::WaterByDefault, Asked::Plot) => {
            members.entry("irrigated").or_insert(json!(true));
        }
        (Fault::WaterDemandsSoil, Asked::Plot)
            if !members.contains_key("soil") && members.get("irrigated") == Some(&json!(true)) =>
        {
            members.insert("soil".to_owned(), Value::Null);
        }
        (Fault::NullWaterIsNone, Asked::Plot | Asked::Put)
            if members.get("irrigated") == Some(&Value::Null) =>
        {
            members.shift_remove("irrigated");
        }
        (Fault::RockRefusedByPut, Asked::Put) if members.get("soil") == Some(&json!("rock")) => {
            members.insert("soil".to_owned(), json!("granite"));
        }
        (Fault::SoilTestUnknownIgnored, Asked::SoilTest) => {
            members.retain(|name, _| name == "depth");
        }
        _ => {}
    }
    for (name, value) in members.iter_mut() {
        if let Some(other) = read(fault, name, value) {
            *value = other;
        }
    }
}

/// What the fault reads in place of a member's value; `None` where it reads what stands there.
fn read(fault: Fault, name: &str, value: &Value) -> Option<Value> {
    match (fault, name, value) {
        (Fault::ListForNameTaken, "name", Value::Array(names)) => names.first().cloned(),
        (Fault::LongNameCut, "name", Value::String(long)) if long.chars().count() > MOST_NAME => {
            Some(json!(long.chars().take(MOST_NAME).collect::<String>()))
        }
        (Fault::EmptyNameTaken, "name", Value::String(name)) if name.is_empty() => {
            Some(json!("Unnamed"))
        }
        (Fault::MapForNotesTaken, "notes", Value::Object(_)) => Some(json!(value.to_string())),
        (Fault::MapOfCropsTaken, "crops", Value::Object(crops)) => {
            Some(crops.values().cloned().collect())
        }
        (Fault::CropsCutAtTwenty, "crops", Value::Array(crops)) => {
            Some(crops.iter().take(MOST_CROPS).cloned().collect())
        }
        (Fault::ListOfLabelsTaken, "labels", Value::Array(labels)) => {
            let numbered = labels.iter().enumerate();
            let numbered = numbered.map(|(index, label)| (index.to_string(), label.clone()));
            Some(Value::Object(numbered.collect::<Map<_, _>>()))
        }
        (Fault::LongestLabelRefused, "labels", Value::Object(labels)) => {
            let lengthened = labels.iter().map(|(name, value)| {
                let text = value.as_str().unwrap_or_default();
                match text.chars().count() == MOST_LABEL {
                    true => (name.clone(), json!(format!("{text}."))),
                    false => (name.clone(), value.clone()),
                }
            });
            Some(Value::Object(lengthened.collect::<Map<_, _>>()))
        }
        (Fault::DepthOfFiveRefused, "depth", depth) if *depth == json!(5) => Some(json!(4)),
        (Fault::DepthOfSixtyRefused, "depth", depth) if *depth == json!(60) => Some(json!(61)),
        _ => None,
    }
}

/// The patch without what no plot has; `None` where all of it is known.
pub(super) fn without_unknown(body: &Bytes) -> Option<Bytes> {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else {
        return None;
    };
    let all = members.len();
    members.retain(|name, _| MEMBERS.contains(&name.as_str()));
    (members.len() < all).then(|| Bytes::from(Value::Object(members).to_string()))
}
