//! The words for references that lead nowhere.

use super::suggest::nearest;
use crate::Diagnostic;
use crate::diagnostic::codes;
use crate::lower::Node;
use crate::source::{At, Sources};

/// A reference that leads nowhere. Boxed: it is large and rare.
pub(super) type Broken = Box<Diagnostic>;

/// A way that stops: at this node there is no such member.
pub(super) fn broken(
    sources: &Sources,
    at: &At,
    link: &str,
    stop: Option<(&Node<'_>, &str)>,
) -> Broken {
    let mut diagnostic =
        Diagnostic::new(codes::BROKEN_REFERENCE, format!("`{link}` leads nowhere"))
            .with_label(sources.span(at));
    if let Some((node, token)) = stop {
        let place = match node.at.pointer.as_str() {
            "" => "the document".to_owned(),
            pointer => format!("`{pointer}`"),
        };
        diagnostic = diagnostic.with_note(format!("{place} has no member `{token}`"));
        let members = node.object().into_iter().flatten();
        let near = nearest(token, members.map(|(name, _)| name.as_str()));
        diagnostic = match near {
            Some(near) => {
                let pointer = node.at.pointer.child(near);
                diagnostic.with_help(format!("did you mean `#{pointer}`?"))
            }
            None => {
                diagnostic.with_help("add what it refers to, or refer to something that is there")
            }
        };
    }
    Box::new(diagnostic)
}

/// A chain of references that comes back to where it began.
pub(super) fn cycle(sources: &Sources, node: &Node<'_>, seen: &[At]) -> Broken {
    let mut diagnostic =
        Diagnostic::new(codes::REFERENCE_CYCLE, "this `$ref` leads back to itself")
            .with_label(sources.span(&node.at))
            .with_help("let one object of the circle say what it is");
    for at in seen.iter().skip(1) {
        diagnostic = diagnostic.with_labelled(sources.span(at), "by way of this");
    }
    Box::new(diagnostic)
}
