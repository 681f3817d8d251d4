//! Security schemes and requirements (OpenAPI 3.0.4 §4.28, §4.31).

use crate::check::table::Object;
use crate::check::walk::{Place, Walk, cut};
use crate::diagnostic::codes;
use crate::ir::OpenApiVersion;

/// What each type of scheme must say.
pub(crate) fn check_scheme<'a>(walk: &mut Walk<'a>, members: &'a Object) {
    let needed: &[&str] = match members.get("type").and_then(|kind| kind.as_str()) {
        Some("apiKey") => &["name", "in"],
        Some("http") => &["scheme"],
        Some("oauth2") => &["flows"],
        Some("openIdConnect") => &["openIdConnectUrl"],
        _ => &[],
    };
    for name in needed {
        if !members.contains_key(*name) {
            walk.missing("Security Scheme Object of this type", name);
        }
    }
}

/// A requirement's names are names of `components.securitySchemes`; 3.2 also takes URIs.
pub(crate) fn check_declared(walk: &mut Walk<'_>, name: &str) {
    let declared = walk
        .root
        .pointer("/components/securitySchemes")
        .and_then(|schemes| schemes.as_object());
    if declared.is_some_and(|schemes| schemes.contains_key(name)) {
        return;
    }
    if walk.version == OpenApiVersion::V32 && name.contains(['/', '#']) {
        return;
    }
    let known = declared.into_iter().flat_map(|schemes| schemes.keys());
    let help = match crate::reference::nearest(name, known.map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it under `components.securitySchemes`".to_owned(),
    };
    walk.report(
        codes::SECURITY_UNDECLARED,
        Place::Name,
        format!("the security scheme `{}` is not declared", cut(name)),
        Some(&help),
    );
}
