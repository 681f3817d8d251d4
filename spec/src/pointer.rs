//! JSON pointers (RFC 6901), the address of every node of a document.

use std::fmt;
use std::sync::Arc;

/// A JSON pointer (RFC 6901): `""` is the whole document, `/paths/~1v1~1file_links/get` a node of it.
///
/// Cheap to clone; the tokens inside are escaped (`~0` for `~`, `~1` for `/`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The pointer to the whole document.
    pub fn root() -> Self {
        Self(Arc::from(""))
    }

    /// Takes an already escaped pointer, such as the fragment of a `$ref` without its `#`.
    pub fn from_escaped(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The pointer to the member or index `token` of this node; escapes `token`.
    pub fn child(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for c in token.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(Arc::from(text))
    }

    /// The pointer to item `index` of this list.
    pub fn index(&self, index: usize) -> Self {
        Self(Arc::from(format!("{}/{index}", self.0)))
    }

    /// The pointer to the node that holds this one, or `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|at| Self(Arc::from(&self.0[..at])))
    }

    /// The unescaped tokens from the root downwards.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .split('/')
            .skip(1)
            .map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The last token, unescaped, or `None` at the root.
    pub fn last(&self) -> Option<String> {
        self.tokens().last()
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this node is `other` or lies inside it.
    pub fn is_within(&self, other: &Pointer) -> bool {
        self.0
            .strip_prefix(&*other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
