//! Faults in how the query of the list is read.

use crate::fault::Fault;

/// The query as the fault has it read; `None` where it is read as it stands. Nothing in it that matters is ever
/// percent-encoded.
pub(super) fn bent(fault: Fault, query: &str) -> Option<String> {
    let mut pairs = Vec::new();
    let mut is_bent = false;
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match read(fault, name, value) {
            Read::AsItIs => pairs.push(pair.to_owned()),
            Read::As(other) => {
                is_bent = true;
                pairs.push(format!("{name}={other}"));
            }
            Read::Ignored => is_bent = true,
        }
    }
    is_bent.then(|| pairs.join("&"))
}

/// How a parameter is read.
enum Read {
    AsItIs,
    As(String),
    Ignored,
}

fn read(fault: Fault, name: &str, value: &str) -> Read {
    let is_soil = ["clay", "loam", "sand", "rock"].contains(&value);
    let is_water = ["true", "false"].contains(&value);
    let number = value.parse::<i64>().ok();
    match (fault, name) {
        (Fault::LimitAboveFiftyCut, "limit") if number > Some(50) => Read::As("50".to_owned()),
        (Fault::LimitOfZeroIsOne, "limit") if number == Some(0) => Read::As("1".to_owned()),
        (Fault::UnknownSoilIgnored, "soil") if !is_soil && !value.is_empty() => Read::Ignored,
        (Fault::EmptySoilIgnored, "soil") if value.is_empty() => Read::Ignored,
        (Fault::WaterWordIgnored, "irrigated") if !is_water && !value.is_empty() => Read::Ignored,
        (Fault::OffsetFractionCut, "offset") => match value.split_once('.') {
            Some((whole, _)) => Read::As(whole.to_owned()),
            None => Read::AsItIs,
        },
        _ => Read::AsItIs,
    }
}
