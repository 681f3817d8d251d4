//! The types that tables name.

use trueline_runtime::{
    Base64, Bytes, Clearable, Date, DateTime, Decode, Decoder, Direction, Empty, Encode,
    Expandable, Fault, Map, Members, Node, Path, Rules, Shape, Sink, UnixTime, Unknown, Value,
    to_json, write_object,
};

/// A range, as in `created[gte]=1`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Range {
    pub(crate) gte: Option<i64>,
    pub(crate) lt: Option<i64>,
}

impl Decode for Range {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let mut members = Members::open(node, cx, at)?;
        let gte = members.optional("gte");
        let lt = members.optional("lt");
        members.finish(Unknown::Refuse);
        Some(Range { gte: gte?, lt: lt? })
    }
}

impl Encode for Range {
    fn encode(&self, out: &mut dyn Sink) {
        let members = [("gte", false), ("lt", false)];
        write_object(out, &[], &members, &[&self.gte, &self.lt], &[]);
    }
}

/// A moment or a range: a union as the generator writes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Created {
    At(i64),
    Within(Range),
}

impl Decode for Created {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        if node.is_object() {
            return Range::decode(node, cx, at).map(Created::Within);
        }
        i64::decode(node, cx, at).map(Created::At)
    }
}

impl Encode for Created {
    fn encode(&self, out: &mut dyn Sink) {
        match self {
            Created::At(moment) => moment.encode(out),
            Created::Within(range) => range.encode(out),
        }
    }
}

/// How a style sees the type.
pub(crate) fn shape(name: &str) -> Shape {
    match name {
        "strings" | "integers" => Shape::List,
        "range" => Shape::Object(&["gte", "lt"]),
        "map" => Shape::Map,
        _ => Shape::Scalar,
    }
}

/// Reads a node as the named type and writes it again as JSON; or all faults.
pub(crate) fn read(name: &str, node: Node<'_>, direction: Direction, rules: &Rules) -> String {
    read_at(&Path::ROOT, name, node, direction, rules)
}

/// The same for a node that stands below `at`.
pub(crate) fn read_at(
    at: &Path<'_>,
    name: &str,
    node: Node<'_>,
    direction: Direction,
    rules: &Rules,
) -> String {
    match name {
        "string" => via::<String>(at, node, direction, rules),
        "integer" => via::<i64>(at, node, direction, rules),
        "int32" => via::<i32>(at, node, direction, rules),
        "unsigned" => via::<u64>(at, node, direction, rules),
        "number" => via::<f64>(at, node, direction, rules),
        "single" => via::<f32>(at, node, direction, rules),
        "boolean" => via::<bool>(at, node, direction, rules),
        "unix-time" => via::<UnixTime>(at, node, direction, rules),
        "date" => via::<Date>(at, node, direction, rules),
        "date-time" => via::<DateTime>(at, node, direction, rules),
        "base64" => via::<Base64>(at, node, direction, rules),
        "bytes" => via::<Bytes>(at, node, direction, rules),
        "any" => via::<Value>(at, node, direction, rules),
        "empty" => via::<Empty>(at, node, direction, rules),
        "strings" => via::<Vec<String>>(at, node, direction, rules),
        "integers" => via::<Vec<i64>>(at, node, direction, rules),
        "nullable integer" => via::<Option<i64>>(at, node, direction, rules),
        "map" => via::<Map<String>>(at, node, direction, rules),
        "clearable map" => via::<Clearable<Map<String>>>(at, node, direction, rules),
        "clearable integer" => via::<Clearable<i64>>(at, node, direction, rules),
        "expandable" => via::<Expandable<Range>>(at, node, direction, rules),
        "range" => via::<Range>(at, node, direction, rules),
        "created" => via::<Created>(at, node, direction, rules),
        "list of ranges" => via::<Vec<Range>>(at, node, direction, rules),
        other => panic!("no type is called {other}"),
    }
}

fn via<T: Decode + Encode>(
    at: &Path<'_>,
    node: Node<'_>,
    direction: Direction,
    rules: &Rules,
) -> String {
    let mut decoder = Decoder::new(direction);
    rules.check(&node, &mut decoder, at);
    let value = T::decode(node, &mut decoder, at);
    match decoder.finish(value) {
        Ok(value) => String::from_utf8(to_json(&value)).expect("JSON is UTF-8"),
        Err(faults) => said(&faults),
    }
}

/// Faults as a table writes them.
pub(crate) fn said(faults: &[Fault]) -> String {
    assert!(!faults.is_empty(), "a refusal without a fault");
    let said: Vec<String> = faults.iter().map(|fault| format!("! {fault}")).collect();
    said.join(" ")
}
