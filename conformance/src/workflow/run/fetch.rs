//! A step that fetches an address (`x-fetch`): one that an answer gave, as anyone could, without credentials; or a
//! path of the target itself that no operation has.

use std::net::IpAddr;

use http::Uri;

use super::request::answered;
use super::step::{Went, unanswered, went};
use super::{Run, Stop};
use crate::exchange::Request;
use crate::workflow::document::{Step, Workflow};
use crate::workflow::expression::{Message, Scope, Template, as_text};

impl Run<'_> {
    /// Fetches the address once. One that is missing, that leads to somebody else's host or to which
    /// there is no way says nothing about the target: the question stays open.
    pub(super) async fn fetch(
        &mut self,
        workflow: &Workflow,
        step: &Step,
        template: &Template,
        scope: &mut Scope,
    ) -> Result<Went, Stop> {
        let untested = |reason: String| Stop::Untested(format!("the step `{}`: {reason}", step.id));
        let address = template.fill(scope).ok().filter(|it| !it.is_null());
        let Some(address) = address.map(|value| as_text(&value)) else {
            return Err(untested("the answers before it gave no address".to_owned()));
        };
        let is_path = address.starts_with('/') && matches!(template, Template::Constant(_));
        let request = match get(&address) {
            None if is_path => Request::new("GET", address.as_str()),
            Some(request) if is_near(&self.cx.target().base, &request) => request,
            Some(_) => {
                return Err(untested(format!(
                    "{address} leads to another host than the target's"
                )));
            }
            None => return Err(untested(format!("`{address}` is no http address"))),
        };
        let mut message = Message {
            method: request.method.clone(),
            url: address,
            ..Message::default()
        };
        let exchange = if is_path {
            self.cx.send(request).await
        } else {
            self.cx.send_bare(request).await
        };
        let place = (workflow.id.clone(), step.id.clone());
        self.exchanges.insert(place, exchange.index);
        let answer = match &exchange.outcome {
            Ok(answer) => answer,
            Err(error) if error.is_unreachable() => return Err(untested(error.to_string())),
            Err(_) => return Ok(unanswered(workflow, step, &exchange)),
        };
        answered(&mut message, answer);
        scope.message = Some(message);
        step.left_open(scope)?;
        Ok(went(
            self.unmet(workflow, step, scope, Some(&exchange)),
            None,
        ))
    }
}

/// A GET of an absolute address; `None` where it is none, or not of HTTP.
fn get(address: &str) -> Option<Request> {
    let uri: Uri = address.parse().ok()?;
    let scheme = uri
        .scheme_str()
        .filter(|it| matches!(*it, "http" | "https"))?;
    let authority = uri.authority().filter(|it| !it.as_str().contains('@'))?;
    let target = uri.path_and_query().map_or("/", |it| it.as_str());
    let mut request = Request::new("GET", target);
    request.origin = Some(format!("{scheme}://{authority}"));
    Some(request)
}

/// Whether an address is the target's own affair: the same host, or, below one domain, a sister of it
/// (`files.example.com` beside `api.example.com`). Other hosts are other people's.
fn is_near(base: &str, request: &Request) -> bool {
    let host = |text: &str| {
        let uri: Uri = text.parse().ok()?;
        Some(uri.host()?.trim_matches(['[', ']']).to_ascii_lowercase())
    };
    let (Some(own), Some(other)) = (host(base), request.origin.as_deref().and_then(host)) else {
        return false;
    };
    if own == other || is_loopback(&own) && is_loopback(&other) {
        return true;
    }
    let is_address = |host: &str| host.parse::<IpAddr>().is_ok();
    match own.split_once('.') {
        Some((_, domain)) if domain.contains('.') && !is_address(&own) => {
            other == domain || other.ends_with(&format!(".{domain}"))
        }
        _ => false,
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{get, is_near};

    fn near(base: &str, address: &str) -> bool {
        get(address).is_some_and(|request| is_near(base, &request))
    }

    #[test]
    fn addresses_of_the_targets_own_domain_are_near() {
        assert!(near(
            "http://127.0.0.1:8080",
            "http://127.0.0.1:9090/links/a"
        ));
        assert!(near(
            "http://localhost:8080",
            "http://[::1]:9090/links/a?b=c"
        ));
        assert!(near(
            "https://api.example.com/v1",
            "https://files.example.com/a"
        ));
        assert!(near("https://api.example.com", "https://example.com/a"));
        assert!(near("https://example.com", "https://example.com/a"));
    }

    #[test]
    fn other_peoples_hosts_are_not() {
        for address in [
            "https://files.example.com/a",
            "https://notexample.com/a",
            "ftp://127.0.0.1/a",
            "/links/a",
            "",
            "https://user:password@127.0.0.1/a",
        ] {
            assert!(!near("http://127.0.0.1:8080", address), "{address}");
            assert!(!near("https://example.com", address), "{address}");
        }
        assert!(!near("http://10.0.0.1", "http://11.0.0.1/a"));
        assert!(!near("https://api.example.com", "https://api.other.com/a"));
    }
}
