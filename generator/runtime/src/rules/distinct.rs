//! When two items are the same (JSON Schema 2020-12 core §4.2.2): numbers by value, objects whatever
//! the order of their members. A text for each item makes that one look-up in a set, not a comparison
//! of each with each.

use super::super::node::Node;
use super::Number;

/// A text that is the same for two nodes exactly if they are the same value.
pub(super) fn key(node: &Node<'_>) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node<'_>, out: &mut String) {
    match node {
        Node::Null => out.push('n'),
        Node::Bool(value) => out.push(if *value { 't' } else { 'f' }),
        Node::Int(_) | Node::Uint(_) | Node::Float(_) => match Number::of(node) {
            Some(Number::Whole(value)) => out.push_str(&format!("#{value};")),
            Some(Number::Real(value)) => out.push_str(&format!("#{value:?};")),
            None => {}
        },
        Node::Text(text) | Node::Raw(text) => write_text(text, out),
        Node::List(nodes) | Node::Repeated(nodes) => {
            out.push('[');
            for node in nodes {
                write(node, out);
            }
            out.push(']');
        }
        Node::Map(entries) | Node::Branch(entries) => {
            let mut members: Vec<_> = entries.iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            out.push('{');
            for (name, node) in members {
                write_text(name, out);
                write(node, out);
            }
            out.push('}');
        }
        Node::Bytes(bytes) => out.push_str(&format!("b{bytes:?};")),
    }
}

/// Text with its length before it, so that no text can look like two.
fn write_text(text: &str, out: &mut String) {
    out.push_str(&format!("\"{}:{text}", text.len()));
}
