//! Path templates as a tree of segments.
//!
//! A literal segment goes before one with a parameter in it (OpenAPI 3.0.4 §4.8.1), and a segment that is
//! more than a parameter (`{id}.json`, `{name}:verb`) before one that is a parameter alone.

use std::ops::Range;

use http::Method;

use super::super::form::decode;

/// The tree; node 0 is the root.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Branching>,
}

#[derive(Debug, Default)]
struct Branching {
    /// Sorted by text.
    literals: Vec<(&'static str, usize)>,
    mixed: Vec<(Vec<Piece>, usize)>,
    parameter: Option<usize>,
    /// The routes that end here: method and index of the route.
    routes: Vec<(Method, usize)>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Literal(&'static str),
    Parameter,
}

/// What a tree has for a method and path.
#[derive(Debug)]
pub(super) enum Found {
    /// A route, with the places of its path parameters in the path.
    Route(usize, Vec<Range<usize>>),
    /// Only other methods.
    Methods(Vec<Method>),
    /// Nothing.
    Nothing,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Branching::default()],
        }
    }

    /// Adds a route. Of two with the same method and template the first stays.
    pub(super) fn add(&mut self, method: Method, template: &'static str, route: usize) {
        let mut node = 0;
        for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
            node = self.child(node, pieces_of(segment), segment);
        }
        let routes = &mut self.nodes[node].routes;
        if !routes.iter().any(|(known, _)| *known == method) {
            routes.push((method, route));
        }
    }

    fn child(&mut self, parent: usize, pieces: Vec<Piece>, segment: &'static str) -> usize {
        let next = self.nodes.len();
        let node = &mut self.nodes[parent];
        let index = match pieces.as_slice() {
            [Piece::Parameter] => *node.parameter.get_or_insert(next),
            pieces_of_segment if pieces_of_segment.contains(&Piece::Parameter) => {
                match node.mixed.iter().find(|(known, _)| *known == pieces) {
                    Some((_, index)) => *index,
                    None => {
                        node.mixed.push((pieces, next));
                        // The more of a segment is text, the more it says.
                        node.mixed
                            .sort_by_key(|(pieces, _)| std::cmp::Reverse(literal_length(pieces)));
                        next
                    }
                }
            }
            _ => match node
                .literals
                .binary_search_by_key(&segment, |(text, _)| text)
            {
                Ok(place) => node.literals[place].1,
                Err(place) => {
                    node.literals.insert(place, (segment, next));
                    next
                }
            },
        };
        if index == next {
            self.nodes.push(Branching::default());
        }
        index
    }

    /// Looks a path up, as it came: percent-encoded.
    pub(super) fn find(&self, method: &Method, path: &str) -> Found {
        let mut search = Search {
            tree: self,
            method,
            path,
            values: Vec::new(),
            allowed: Vec::new(),
        };
        match search.walk(0, usize::from(path.starts_with('/'))) {
            Some(route) => Found::Route(route, search.values),
            None if search.allowed.is_empty() => Found::Nothing,
            None => Found::Methods(search.allowed),
        }
    }
}

struct Search<'t> {
    tree: &'t Tree,
    method: &'t Method,
    path: &'t str,
    values: Vec<Range<usize>>,
    allowed: Vec<Method>,
}

impl Search<'_> {
    /// Goes on at `node` with the segment that starts at `start`.
    fn walk(&mut self, node: usize, start: usize) -> Option<usize> {
        if start > self.path.len() {
            return self.arrive(node);
        }
        // Segments are short: a plain loop over their bytes is quicker than a search.
        let rest = &self.path.as_bytes()[start..];
        let end = start + rest.iter().take_while(|byte| **byte != b'/').count();
        let branching = &self.tree.nodes[node];
        let segment = &self.path[start..end];
        let decoded = if segment.bytes().any(|byte| byte == b'%') {
            decode(segment, false).unwrap_or(segment.into())
        } else {
            segment.into()
        };
        if let Ok(place) = branching
            .literals
            .binary_search_by_key(&decoded.as_ref(), |(text, _)| text)
        {
            let found = self.walk(branching.literals[place].1, end + 1);
            if found.is_some() {
                return found;
            }
        }
        let depth = self.values.len();
        for (pieces, next) in &branching.mixed {
            if split(pieces, segment, start, &mut self.values) {
                let found = self.walk(*next, end + 1);
                if found.is_some() {
                    return found;
                }
            }
            self.values.truncate(depth);
        }
        if let Some(next) = branching.parameter
            && start < end
        {
            self.values.push(start..end);
            let found = self.walk(next, end + 1);
            if found.is_some() {
                return found;
            }
            self.values.truncate(depth);
        }
        None
    }

    /// The path ends here. HEAD is answered by GET where it has no operation of its own (RFC 9110
    /// §9.3.2).
    fn arrive(&mut self, node: usize) -> Option<usize> {
        let routes = &self.tree.nodes[node].routes;
        let of = |method: &Method| routes.iter().find(|(known, _)| known == method);
        let found = of(self.method).or_else(|| match *self.method {
            Method::HEAD => of(&Method::GET),
            _ => None,
        });
        if let Some((_, route)) = found {
            return Some(*route);
        }
        for (method, _) in routes {
            if !self.allowed.contains(method) {
                self.allowed.push(method.clone());
            }
            if *method == Method::GET && !self.allowed.contains(&Method::HEAD) {
                self.allowed.push(Method::HEAD);
            }
        }
        None
    }
}

/// `{id}.json` to a parameter and `.json`.
fn pieces_of(segment: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else {
            break;
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        pieces.push(Piece::Parameter);
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

fn literal_length(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Parameter => 0,
        })
        .sum()
}

/// Lays pieces over a segment; parameters take as little as they can, but something.
fn split(pieces: &[Piece], segment: &str, start: usize, values: &mut Vec<Range<usize>>) -> bool {
    match pieces {
        [] => segment.is_empty(),
        [Piece::Literal(text), rest @ ..] => segment
            .strip_prefix(text)
            .is_some_and(|behind| split(rest, behind, start + text.len(), values)),
        [Piece::Parameter] => {
            values.push(start..start + segment.len());
            !segment.is_empty()
        }
        [Piece::Parameter, rest @ ..] => {
            let depth = values.len();
            for (length, _) in segment.char_indices().skip(1) {
                values.push(start..start + length);
                if split(rest, &segment[length..], start + length, values) {
                    return true;
                }
                values.truncate(depth);
            }
            false
        }
    }
}
