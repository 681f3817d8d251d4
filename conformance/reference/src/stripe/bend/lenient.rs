//! Planted faults in the names and values of parameters: what should be refused is read all the same.

use super::{LISTED, Pairs, is_integer, root};
use crate::fault::Fault;
use crate::stripe::route::Route;

/// Bends the pairs of a request.
pub(super) fn bend(fault: Fault, route: Route, pairs: &mut Pairs) {
    match fault {
        Fault::EmptyCursorIgnored => pairs.retain(|(name, value)| {
            !(["starting_after", "ending_before"].contains(&name.as_str()) && value.is_empty())
        }),
        Fault::UnknownEmptyIgnored if route == Route::List => {
            pairs.retain(|(name, value)| !value.is_empty() || LISTED.contains(&root(name)))
        }
        Fault::NamesInAnyCase => {
            for (name, _) in pairs.iter_mut() {
                let length = root(name).len();
                let lower = root(name).to_lowercase();
                name.replace_range(..length, &lower);
            }
        }
        Fault::LimitOnRetrieveIgnored if route == Route::Retrieve => {
            pairs.retain(|(name, _)| root(name) != "limit");
        }
        Fault::MetadataOnListIgnored if route == Route::List => {
            pairs.retain(|(name, _)| root(name) != "metadata");
        }
        Fault::LooseIntegers => {
            for (_, value) in pairs.iter_mut().filter(|(name, _)| root(name) == "limit") {
                let tight = value.replace('_', "");
                let tight = tight.strip_prefix('+').unwrap_or(&tight);
                if is_integer(tight) {
                    *value = tight.to_owned();
                }
            }
        }
        Fault::LimitListAccepted => {
            for (name, _) in pairs.iter_mut().filter(|(name, _)| name == "limit[]") {
                *name = "limit".to_owned();
            }
        }
        Fault::ExpandMapAccepted => {
            for (name, _) in pairs.iter_mut() {
                let key = name.strip_prefix("expand[");
                let key = key.and_then(|rest| rest.strip_suffix(']'));
                if key.is_some_and(|key| key.chars().any(char::is_alphabetic)) {
                    *name = "expand[]".to_owned();
                }
            }
        }
        Fault::ZeroExpiryIsNone if route == Route::Create => {
            pairs.retain(|(name, value)| !(name == "expires_at" && value == "0"));
        }
        Fault::ExpandInAnyCase => {
            for (_, value) in pairs.iter_mut().filter(|(name, _)| root(name) == "expand") {
                *value = value.to_lowercase();
            }
        }
        Fault::ExpandStarIgnored => {
            pairs.retain(|(name, value)| !(root(name) == "expand" && value == "*"));
        }
        Fault::ControlsDropped => {
            for (_, value) in pairs.iter_mut() {
                value.retain(|c| !c.is_control() || c.is_whitespace());
            }
        }
        Fault::ByteOrderMarkDropped => {
            for (_, value) in pairs.iter_mut() {
                *value = value.trim_start_matches('\u{feff}').to_owned();
            }
        }
        _ => {}
    }
}
