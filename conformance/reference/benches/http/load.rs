//! The load: `wrk` with a script for each operation.

use std::io::Write as _;
use std::process::Command;

use tempfile::NamedTempFile;
use trueline_reference::files::EXAMPLE_FILE;

use super::process::Process;
use super::{KEY, VERSION};

/// Whether there is a `wrk` to be called.
pub(crate) fn is_there() -> bool {
    Command::new("wrk").arg("--version").output().is_ok()
}

/// Requests of one operation to one server.
pub(crate) struct Load<'a> {
    server: &'a Process,
    script: NamedTempFile,
}

/// What one run of a load measured.
pub(crate) struct Measured {
    /// Requests per second.
    pub(crate) rate: f64,
    /// Microseconds of processor time that the server spent on a request.
    pub(crate) processor: f64,
    /// Milliseconds within which half of the requests were answered.
    pub(crate) p50: f64,
    /// Milliseconds within which 99 of 100 were.
    pub(crate) p99: f64,
}

impl<'a> Load<'a> {
    pub(crate) fn of(operation: &str, server: &'a Process) -> Self {
        let request = match operation {
            "retrieve" => {
                let ids: Vec<String> = server.ids().iter().map(|id| format!("{id:?}")).collect();
                format!(
                    "local ids = {{{}}}\nrequest = function()\n  \
                     return wrk.format('GET', '/v1/file_links/' .. ids[math.random(#ids)])\nend",
                    ids.join(", ")
                )
            }
            "list" => "wrk.path = '/v1/file_links?limit=10'".to_owned(),
            "create" => format!(
                "wrk.method = 'POST'\nwrk.path = '/v1/file_links'\n\
                 wrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'\n\
                 wrk.body = 'file={EXAMPLE_FILE}&metadata[order]=6735&expires_at=4000000000'"
            ),
            _ => unreachable!("no load for {operation}"),
        };
        // What was not answered as it should be is counted by wrk as an error.
        let mut script = NamedTempFile::with_suffix(".lua").unwrap();
        write!(
            script,
            "wrk.headers['Authorization'] = 'Bearer {KEY}'\nwrk.headers['Stripe-Version'] = '{VERSION}'\n{request}\n"
        )
        .unwrap();
        Self { server, script }
    }

    /// Sends requests on 32 connections for so many seconds.
    pub(crate) fn run(&self, seconds: u64) -> Measured {
        let before = self.server.processor();
        let output = Command::new("wrk")
            .args(["-t1", "-c32", "--latency", &format!("-d{seconds}s"), "-s"])
            .arg(self.script.path())
            .arg(format!("http://{}", self.server.address))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(
            !text.contains("Non-2xx") && !text.contains("Socket errors"),
            "{text}"
        );
        let after = |label: &str| {
            let line = text
                .lines()
                .map(str::trim)
                .find(|line| line.starts_with(label));
            let word = line.and_then(|line| line[label.len()..].split_whitespace().next());
            word.unwrap_or_else(|| panic!("{label}: {text}")).to_owned()
        };
        let requests = text.lines().find(|line| line.contains(" requests in "));
        let requests = requests.and_then(|line| line.split_whitespace().next());
        let requests: f64 = requests.unwrap().parse().unwrap();
        Measured {
            processor: (self.server.processor() - before) / requests * 1e6,
            rate: after("Requests/sec:").parse().unwrap(),
            p50: milliseconds(&after("50%")),
            p99: milliseconds(&after("99%")),
        }
    }
}

/// Reads `812.00us`, `1.20ms` or `1.02s`.
fn milliseconds(text: &str) -> f64 {
    let units = [("us", 1e-3), ("ms", 1.0), ("s", 1e3)];
    let (number, scale) = units
        .iter()
        .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?, scale)))
        .unwrap();
    number.parse::<f64>().unwrap() * scale
}
