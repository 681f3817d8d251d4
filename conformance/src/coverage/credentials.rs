//! Questions about credentials: absent, wrong, malformed, of another scheme.

use std::sync::Arc;

use trueline_spec::ir::{ApiKeyLocation, SecurityKind};

use super::door::{Ask, DoorCase};
use crate::case::{Case, CaseMeta, Phase};
use crate::contract::Contract;
use crate::examples::{ValidRequest, ValidRequests};
use crate::target::Credential;

/// A key that was never given out.
const WRONG: &str = "trueline-no-such-key";

/// The questions about an operation that needs credentials.
pub(super) fn cases(
    contract: &Contract,
    requests: &Arc<ValidRequests>,
    operation: usize,
    valid: ValidRequest,
) -> Vec<Arc<dyn Case>> {
    let Some(subject) = contract.api.operations.get(operation) else {
        return Vec::new();
    };
    let alternatives = contract.api.security_of(subject);
    // Where anonymous requests are welcome there is nothing to refuse.
    if alternatives.is_empty() || alternatives.iter().any(|it| it.schemes.is_empty()) {
        return Vec::new();
    }
    let mut keys = vec![Key {
        name: "absent".to_owned(),
        header: None,
        words: "there are no credentials".to_owned(),
    }];
    for name in alternatives.iter().flat_map(|it| it.schemes.keys()) {
        if let Some(scheme) = contract.api.security_schemes.get(name) {
            keys.extend(faulty_keys(&scheme.kind));
        }
    }
    if keys.iter().any(|key| key.name.starts_with("malformed")) {
        keys.push(Key {
            name: "other-scheme".to_owned(),
            header: Some(("Authorization".to_owned(), format!("Trueline {WRONG}"))),
            words: "`Authorization: Trueline …` is no documented scheme".to_owned(),
        });
    }
    let mut cases: Vec<Arc<dyn Case>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for Key {
        name,
        header,
        words,
    } in keys
    {
        if names.contains(&name) {
            continue;
        }
        let title = format!("refused: {words}");
        let id = format!("auth/{name}");
        cases.push(Arc::new(DoorCase {
            is_broken: name.starts_with("malformed") || name.starts_with("other"),
            meta: CaseMeta::new(Phase::Coverage, &subject.id, &id, title),
            requests: Arc::clone(requests),
            operation,
            valid,
            ask: Ask::Credentials(header),
            words,
            at: subject.at.clone(),
        }));
        names.push(name);
    }
    cases
}

/// Credentials that must not open the door.
struct Key {
    name: String,
    header: Option<(String, String)>,
    words: String,
}

/// Wrong and malformed keys for a scheme that travels in a header.
fn faulty_keys(kind: &SecurityKind) -> Vec<Key> {
    let (word, wrong, malformed) = match kind {
        SecurityKind::Basic => ("basic", Credential::Basic(WRONG.to_owned()), "Basic %%%"),
        SecurityKind::Bearer { .. } | SecurityKind::OAuth2 | SecurityKind::OpenIdConnect { .. } => {
            ("bearer", Credential::Bearer(WRONG.to_owned()), "Bearer")
        }
        SecurityKind::ApiKey {
            location: ApiKeyLocation::Header,
            name,
        } => {
            return vec![Key {
                name: format!("wrong-{name}"),
                header: Some((name.clone(), WRONG.to_owned())),
                words: format!("the key in `{name}` was never given out"),
            }];
        }
        SecurityKind::ApiKey { .. } | SecurityKind::OtherHttp(_) | SecurityKind::MutualTls => {
            return Vec::new();
        }
    };
    vec![
        Key {
            name: format!("wrong-{word}"),
            header: Some(wrong.header()),
            words: format!("the {word} key was never given out"),
        },
        Key {
            name: format!("malformed-{word}"),
            header: Some(("Authorization".to_owned(), malformed.to_owned())),
            words: format!("`Authorization: {malformed}` holds no key"),
        },
    ]
}
