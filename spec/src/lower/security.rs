//! Security schemes and requirements.

use indexmap::IndexMap;

use super::context::Lowering;
use super::node::Node;
use crate::ir::{ApiKeyLocation, SecurityKind, SecurityRequirement, SecurityScheme};
use crate::reference::Kind;

impl<'a> Lowering<'a> {
    pub(crate) fn security_schemes(&mut self, root: &Node<'a>) -> IndexMap<String, SecurityScheme> {
        let mut schemes = IndexMap::new();
        let Some(components) = root.member("components") else {
            return schemes;
        };
        for (name, node) in components.members_of("securitySchemes") {
            if name.starts_with("x-") {
                continue;
            }
            let Some(node) = self.follow(&node, Kind::SecurityScheme) else {
                continue;
            };
            if let Some(scheme) = self.security_scheme(&node, name) {
                schemes.insert(name.to_owned(), scheme);
            }
        }
        schemes
    }

    /// `security` of the document: alternatives. Absent and empty both mean that none is needed.
    pub(crate) fn document_security(&mut self, root: &Node<'a>) -> Vec<SecurityRequirement> {
        let mut requirements = Vec::new();
        for node in root.items_of("security") {
            let read = serde_json::from_value::<openapiv3::SecurityRequirement>(node.value.clone());
            match read {
                Ok(schemes) => {
                    self.used.note(node.value);
                    requirements.push(SecurityRequirement { schemes });
                }
                // The check says what is wrong with it.
                Err(_) => continue,
            }
        }
        if let Some(list) = root.member("security")
            && list.items().next().is_none()
        {
            self.used.note(list.value);
        }
        requirements
    }

    fn security_scheme(&mut self, node: &Node<'a>, name: &str) -> Option<SecurityScheme> {
        if node.member("type").and_then(|kind| kind.text()) == Some("mutualTLS") {
            // New in 3.1, unknown to the typed shell.
            self.take(node, "type");
            return Some(SecurityScheme {
                at: node.at.clone(),
                description: self.take_text(node, "description"),
                kind: SecurityKind::MutualTls,
            });
        }
        let what = format!("the security scheme `{name}`");
        let shell = self.shell::<openapiv3::SecurityScheme>(node, &what)?;
        let (kind, description) = security_kind(shell);
        // The typed shell is given all members and takes those of the scheme's type.
        for (name, member) in node.members() {
            if !["type", "description"].contains(&name) && !members_of(&kind).contains(&name) {
                self.used.forget(member.value);
            }
        }
        Some(SecurityScheme {
            at: node.at.clone(),
            description,
            kind,
        })
    }
}

/// The members that say more about a scheme of this kind.
fn members_of(kind: &SecurityKind) -> &'static [&'static str] {
    match kind {
        SecurityKind::Basic | SecurityKind::OtherHttp(_) => &["scheme"],
        SecurityKind::Bearer { .. } => &["scheme", "bearerFormat"],
        SecurityKind::ApiKey { .. } => &["name", "in"],
        SecurityKind::OpenIdConnect { .. } => &["openIdConnectUrl"],
        SecurityKind::OAuth2 | SecurityKind::MutualTls => &[],
    }
}

fn security_kind(shell: openapiv3::SecurityScheme) -> (SecurityKind, Option<String>) {
    use openapiv3::SecurityScheme as Shell;
    match shell {
        Shell::APIKey {
            location,
            name,
            description,
            ..
        } => {
            let location = match location {
                openapiv3::APIKeyLocation::Query => ApiKeyLocation::Query,
                openapiv3::APIKeyLocation::Header => ApiKeyLocation::Header,
                openapiv3::APIKeyLocation::Cookie => ApiKeyLocation::Cookie,
            };
            (SecurityKind::ApiKey { location, name }, description)
        }
        Shell::HTTP {
            scheme,
            bearer_format,
            description,
            ..
        } => {
            // RFC 9110 §11.1: schemes are compared without regard to case.
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic,
                "bearer" => SecurityKind::Bearer {
                    format: bearer_format,
                },
                other => SecurityKind::OtherHttp(other.to_owned()),
            };
            (kind, description)
        }
        Shell::OAuth2 { description, .. } => (SecurityKind::OAuth2, description),
        Shell::OpenIDConnect {
            open_id_connect_url,
            description,
            ..
        } => (
            SecurityKind::OpenIdConnect {
                url: open_id_connect_url,
            },
            description,
        ),
    }
}
