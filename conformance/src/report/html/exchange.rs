//! Both sides of an exchange beside each other.

use std::fmt::Write as _;

use super::body::{Mark, content};
use super::text::Text;
use crate::report::plain::beginning;
use crate::report::{BodyReport, ExchangeReport};

/// Writes an exchange: what was sent, and what came back with `marks` in it. `wrong_status` is what was due in the place
/// of the status.
pub(super) fn write(
    out: &mut String,
    exchange: &ExchangeReport,
    marks: &[Mark<'_>],
    wrong_status: Option<&str>,
) {
    let request = &exchange.request;
    out.push_str("<div class=\"exchange\"><section><h4>Sent</h4><pre tabindex=\"0\">");
    let _ = writeln!(
        out,
        "<b>{} {}</b>",
        Text(&request.method),
        Text(&beginning(&request.target, 4_000))
    );
    headers(out, &request.headers);
    body(out, request.body.as_ref(), &[]);
    out.push_str("</pre></section><section><h4>Received");
    match &exchange.response {
        None => {
            let reason = exchange.error.as_deref().unwrap_or("nothing");
            let _ = write!(
                out,
                "</h4><pre tabindex=\"0\"><mark>{}</mark>",
                Text(reason)
            );
        }
        Some(response) => {
            let _ = write!(
                out,
                " <small>after {:.1} ms</small></h4><pre tabindex=\"0\">",
                response.duration_ms
            );
            let _ = match wrong_status {
                None => writeln!(out, "<b>{}</b>", response.status),
                Some(due) => writeln!(
                    out,
                    "<span class=\"wrong\"><mark>{}</mark> <span class=\"due\">expected {}</span></span>",
                    response.status,
                    Text(&beginning(due, 300))
                ),
            };
            headers(out, &response.headers);
            body(out, response.body.as_ref(), marks);
        }
    }
    out.push_str("</pre></section></div>\n");
}

fn headers(out: &mut String, fields: &[(String, String)]) {
    for (name, value) in fields {
        let _ = writeln!(
            out,
            "<i>{}</i>: {}",
            Text(&beginning(name, 200)),
            Text(&beginning(value, 1_000))
        );
    }
}

fn body(out: &mut String, body: Option<&BodyReport>, marks: &[Mark<'_>]) {
    let Some(body) = body else {
        return;
    };
    out.push('\n');
    match (&body.text, &body.base64) {
        (Some(text), _) => out.push_str(&content(text, marks)),
        (None, Some(bytes)) => {
            let _ = write!(out, "base64 {}", Text(&beginning(bytes, 2_000)));
        }
        (None, None) => {}
    }
}
