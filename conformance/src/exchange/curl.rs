//! A request as a command that a person can paste into a POSIX shell.

use std::fmt::Write as _;

use base64::Engine as _;

use super::Request;
use crate::target::Credential;

/// The request as one `curl` command for a POSIX shell, against `base` (scheme, authority and path
/// prefix). Text content stands in the command; binary content is piped in through `printf`.
///
/// Where the request carries one of `secrets`, the command has the shell variable that goes with it
/// (`$TRUELINE_KEY`) in its place, so that it can be shown to anyone and still be pasted by whoever has
/// the key.
pub fn curl(request: &Request, base: &str, secrets: &[(String, Credential)]) -> String {
    let base = request.origin.as_deref().unwrap_or(base);
    let url = format!("{}{}", base.trim_end_matches('/'), request.target);
    let mut command = String::new();
    let text = request.body.as_deref().map(std::str::from_utf8);
    if let (Some(Err(_)), Some(body)) = (&text, &request.body) {
        command.push_str("printf '");
        for byte in body {
            let _ = write!(command, "\\{byte:03o}");
        }
        command.push_str("' | ");
    }
    command.push_str("curl -i");
    // `-g` keeps brackets, `--path-as-is` keeps `..`: the target must arrive as it was sent.
    if url.contains(['[', ']', '{', '}']) {
        command.push_str(" -g");
    }
    if url.contains("/.") {
        command.push_str(" --path-as-is");
    }
    let default_method = if request.body.is_some() {
        "POST"
    } else {
        "GET"
    };
    if request.method == "HEAD" {
        command.push_str(" -I");
    } else if request.method != default_method {
        let _ = write!(command, " -X {}", quoted(&request.method));
    }
    let _ = write!(command, " {}", quoted(&url));
    for (name, value) in &request.headers {
        let carried = secrets
            .iter()
            .find(|(_, secret)| secret.is_sent_as(name, value));
        if let Some((variable, secret)) = carried {
            command.push_str(&by_variable(secret, variable));
            continue;
        }
        match basic_user(name, value) {
            Some(user) => {
                let _ = write!(command, " -u {}", quoted(&user));
            }
            // curl drops a header given as `Name:`; with a semicolon it sends it empty.
            None if value.is_empty() => {
                let _ = write!(command, " -H {}", quoted(&format!("{name};")));
            }
            None => {
                let _ = write!(command, " -H {}", quoted(&format!("{name}: {value}")));
            }
        }
    }
    if text.is_some() && request.header_value("content-type").is_none() {
        // Without it curl would add one of its own.
        command.push_str(" -H 'Content-Type:'");
    }
    match text {
        None => {}
        Some(Ok(text)) => {
            let _ = write!(command, " --data-raw {}", quoted(text));
        }
        Some(Err(_)) => command.push_str(" --data-binary @-"),
    }
    command
}

/// The credential's option, the key itself left to a shell variable.
fn by_variable(secret: &Credential, variable: &str) -> String {
    match secret {
        // Basic with a key alone has an empty password, which curl is told by the colon.
        Credential::Basic(key) if !key.contains(':') => format!(" -u \"${variable}:\""),
        Credential::Basic(_) => format!(" -u \"${variable}\""),
        Credential::Bearer(_) => format!(" -H \"Authorization: Bearer ${variable}\""),
        Credential::Header { name, .. } => format!(" -H \"{name}: ${variable}\""),
    }
}

/// `user:password` where the header is `Authorization: Basic` and curl would send the same bytes.
fn basic_user(name: &str, value: &str) -> Option<String> {
    if !name.eq_ignore_ascii_case("authorization") {
        return None;
    }
    let encoded = value.strip_prefix("Basic ")?;
    let engine = base64::engine::general_purpose::STANDARD;
    let user = String::from_utf8(engine.decode(encoded).ok()?).ok()?;
    // Without a colon curl would ask for the password at the terminal.
    (user.contains(':') && !user.contains(char::is_control)).then_some(user)
}

/// `text` as one word of a POSIX shell: bare where nothing in it is special, else in single quotes.
fn quoted(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(bare) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
