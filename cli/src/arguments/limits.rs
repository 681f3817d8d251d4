//! The limits of `trueline serve`.

use std::time::Duration;

use clap::Args;
use trueline_reference::limits::Limits;

use super::seconds;

/// How much the server takes, and how long it waits.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArguments {
    /// The longest body of a request, such as 1M; beyond it 413.
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "1M")]
    max_body: usize,
    /// The longest body of an upload; beyond it 413.
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "16M")]
    max_upload: usize,
    /// Parameters of a query or form; beyond it 400.
    #[arg(long, value_name = "N", value_parser = count, default_value = "1000")]
    max_parameters: usize,
    /// Levels of brackets in the name of a parameter; beyond it 400.
    #[arg(long, value_name = "N", value_parser = count, default_value = "8")]
    max_depth: usize,
    /// Headers of a request; beyond it 431.
    #[arg(long, value_name = "N", value_parser = count, default_value = "100")]
    max_headers: usize,
    /// The longest request line and headers, from 8K; beyond it 431.
    #[arg(long, value_name = "BYTES", value_parser = head, default_value = "64K")]
    max_head: usize,
    /// How long the request line and headers may take; beyond it 408.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "15")]
    head_timeout: Duration,
    /// How long the body may take; beyond it 408.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    body_timeout: Duration,
    /// How long a connection may be idle before it is closed.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "75")]
    idle_timeout: Duration,
    /// Connections at a time; those beyond it are answered 503 and closed.
    #[arg(long, value_name = "N", value_parser = count, default_value = "1024")]
    max_connections: usize,
}

impl LimitArguments {
    /// As the server takes them.
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            body: self.max_body,
            upload: self.max_upload,
            parameters: self.max_parameters,
            depth: self.max_depth,
            headers: self.max_headers,
            head: self.max_head,
            head_time: self.head_timeout,
            body_time: self.body_timeout,
            idle_time: self.idle_timeout,
            connections: self.max_connections,
        }
    }
}

/// A count of bytes: `4096`, `64K`, `16M`, `1G`, where K is 1024.
fn bytes(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.char_indices().next_back() {
        Some((end, 'k' | 'K')) => (&text[..end], 10),
        Some((end, 'm' | 'M')) => (&text[..end], 20),
        Some((end, 'g' | 'G')) => (&text[..end], 30),
        _ => (text, 0),
    };
    let count = digits.parse::<usize>().ok().filter(|count| *count > 0);
    count
        .and_then(|count| count.checked_mul(1 << shift))
        .ok_or_else(|| "give a number of bytes, such as 4096, 64K or 16M".to_owned())
}

fn head(text: &str) -> Result<usize, String> {
    match bytes(text)? {
        count @ 8_192..=1_048_576 => Ok(count),
        _ => Err("give from 8K to 1M".to_owned()),
    }
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=1_000_000) => Ok(count),
        _ => Err("give a number from 1 to 1000000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, Command, FromArgMatches as _};
    use trueline_reference::limits::Limits;

    use super::{LimitArguments, bytes, head};

    #[test]
    fn the_defaults_are_those_of_the_server() {
        let command = LimitArguments::augment_args(Command::new("serve"));
        let matches = command.try_get_matches_from(["serve"]).unwrap();
        let arguments = LimitArguments::from_arg_matches(&matches).unwrap();
        assert_eq!(arguments.limits(), Limits::default());
    }

    #[test]
    fn bytes_have_units() {
        assert_eq!(bytes("4096"), Ok(4_096));
        assert_eq!(bytes("16M"), Ok(16 << 20));
        for wrong in ["", "0", "K", "1.5M", "-1", "99999999999G"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
        assert!(head("4K").is_err() && head("8K").is_ok());
    }
}
