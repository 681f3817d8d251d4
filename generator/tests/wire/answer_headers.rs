//! The generated client reads headers of answers as the literals say, and an odd one spoils no answer.

use serde_json::Value;
use trueline_runtime::{Encode, to_value};

use crate::client::{Ends, Wire, connect, wait};
use crate::conclude;
use crate::golden::wire::requests::{AnswerHeadersHeaders, AnswerHeadersRequest};
use crate::literals::{self, Meaning, Place, Wire as Bytes, same};
use crate::runtime::client::{Call, HeaderError};

/// As many as there were when this line was last written: fewer is a suite that shrank.
const LEAST: usize = 25;

#[test]
fn the_client_reads_headers_as_the_literals_say() {
    let wire = Wire::default();
    let client = connect(&wire);
    let (mut checked, mut wrong) = (0, Vec::new());
    for literal in literals::all() {
        let Place::AnswerHeader(status, name) = &literal.place else {
            continue;
        };
        if !literal.is_read() {
            continue;
        }
        checked += 1;
        let lines = match &literal.wire {
            Bytes::Lines(lines) => lines.clone(),
            other => vec![other.text()],
        };
        *wire.0.lock().unwrap() = Ends {
            status: *status,
            headers: lines.into_iter().map(|line| (name.clone(), line)).collect(),
            ..Ends::default()
        };
        // Whatever the header is, the answer is good.
        let call = Call::new(&client, AnswerHeadersRequest::default());
        let reply = wait(call.reply()).unwrap();
        let read = read(&reply.headers, name);
        let holds = match (&read, &literal.meaning) {
            (Ok(Some(found)), Meaning::Value(value)) => same(found, value),
            (Err(found), Meaning::Faults(places)) => found == places,
            _ => false,
        };
        if !holds {
            let (text, due) = (literal.wire.text(), &literal.meaning);
            wrong.push(format!(
                "{}: `{text}` means {due:?}, and is read as {read:?}",
                literal.at
            ));
        }
        // The others are not there, and that is no error either.
        assert!(absent(&reply.headers) >= 10, "{}", literal.at);
    }
    conclude(checked, LEAST, &wrong);
}

macro_rules! by_name {
    ($($accessor:ident = $name:literal),*) => {
        /// A header as a value, or the places of its faults.
        fn read(headers: &AnswerHeadersHeaders, name: &str) -> Result<Option<Value>, Vec<String>> {
            match name {
                $($name => shown(headers.$accessor(), name),)*
                _ => panic!("no header `{name}`"),
            }
        }

        /// How many are not there.
        fn absent(headers: &AnswerHeadersHeaders) -> usize {
            [$(matches!(headers.$accessor(), Ok(None))),*].into_iter().filter(|it| *it).count()
        }
    };
}

by_name!(
    x_text = "X-Text",
    x_whole = "X-Whole",
    x_ratio = "X-Ratio",
    x_flag = "X-Flag",
    x_moment = "X-Moment",
    x_choice = "X-Choice",
    x_list = "X-List",
    x_numbers = "X-Numbers",
    x_color = "X-Color",
    x_members = "X-Members",
    x_json = "X-Json"
);

fn shown<T: Encode>(
    read: Result<Option<T>, HeaderError>,
    name: &str,
) -> Result<Option<Value>, Vec<String>> {
    match read {
        Ok(value) => Ok(value.map(|value| to_value(&value))),
        Err(error) => {
            // Faults stand below the header's name.
            let below = |pointer: String| pointer[name.len() + 1..].to_owned();
            let faults = error.faults.iter();
            Err(faults.map(|fault| below(fault.pointer())).collect())
        }
    }
}
