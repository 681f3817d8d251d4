//! Faults in the error object.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Fault, Route, Seen};

/// Changes the body of a refusal.
pub(super) fn distort(fault: Fault, seen: Seen, status: StatusCode, body: &mut Value) {
    let code = body["error"]["code"].as_str().map(str::to_owned);
    let member = |body: &mut Value, name: &str| {
        if let Some(error) = body["error"].as_object_mut() {
            error.shift_remove(name);
        }
    };
    match fault {
        Fault::ErrorWithoutEnvelope => *body = body["error"].take(),
        Fault::ErrorIsText => body["error"] = body["error"]["message"].take(),
        Fault::ErrorIsList => *body = json!({ "errors": [body["error"].take()] }),
        Fault::ErrorTypeMissing => member(body, "type"),
        Fault::ErrorTypeUnknown => body["error"]["type"] = json!("validation_error"),
        Fault::ErrorTypeAlwaysApi => body["error"]["type"] = json!("api_error"),
        Fault::ErrorCodeAsNumber if code.is_some() => body["error"]["code"] = json!(1001),
        Fault::ParameterMissingWithoutCode if code.as_deref() == Some("parameter_missing") => {
            member(body, "code");
        }
        Fault::UnauthorizedWithCode if status == StatusCode::UNAUTHORIZED => {
            body["error"]["code"] = json!("unauthorized");
        }
        Fault::UnknownRouteWithCode
            if status == StatusCode::NOT_FOUND && seen.route == Route::Other =>
        {
            body["error"]["code"] = json!("resource_missing");
        }
        Fault::UnknownParameterIsMissing if code.as_deref() == Some("parameter_unknown") => {
            body["error"]["code"] = json!("parameter_missing");
        }
        Fault::CursorParamIsCursor => {
            let param = body["error"]["param"].as_str().unwrap_or_default();
            if ["starting_after", "ending_before"].contains(&param) {
                body["error"]["param"] = json!("cursor");
            }
        }
        Fault::ParamMissing => member(body, "param"),
        Fault::ParamDotted => {
            if let Some(param) = body["error"]["param"].as_str() {
                body["error"]["param"] = json!(param.replace('[', ".").replace(']', ""));
            }
        }
        _ => {}
    }
}
