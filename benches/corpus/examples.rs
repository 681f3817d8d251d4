//! Whether documented examples survive the generated models: decoded and encoded again, are they the same?
//!
//! `examples DOC OUT NAME` writes to OUT the crate NAME, models alone, with an example program `round_trips` and the
//! cases for it: each example of a JSON body, of a component and of a member that is valid by its schema. The
//! program prints one JSON object; `benches/corpus/round_trips` runs it over the sample.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Map, Value, json};
use trueline_conformance::Requirements;
use trueline_conformance::schema::{Direction, SchemaJudge};
use trueline_generator::emit::{Cx, ModelPath};
use trueline_generator::plan::{Home, Media, MediaKind, Plan, Type, TypeDef, TypeKind};
use trueline_generator::planning::{PlanOptions, plan};
use trueline_generator::{Options, generate};
use trueline_spec::ir::{self, Additional, Api, SchemaId};
use trueline_spec::source::At;
use trueline_spec::{LoadOptions, load_file};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, out, name] = arguments.as_slice() else {
        eprintln!("usage: examples DOC OUT NAME");
        return ExitCode::from(2);
    };
    match write(Path::new(document), Path::new(out), name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{document}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(document: &Path, out: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let loaded = load_file(document, &LoadOptions::default());
    let api = loaded.api.as_ref().ok_or("there is no description")?;
    let options = Options {
        package: name.to_owned(),
        server: false,
        client: false,
        ..Options::default()
    };
    generate(api, &loaded.sources, &options)?.write(out)?;
    let (plan, _) = plan(api, &PlanOptions::default());
    let mut cases = Cases::new(api, &plan);
    cases.collect();
    std::fs::create_dir_all(out.join("examples"))?;
    let program = program(&name.replace('-', "_"), &cases.types);
    std::fs::write(out.join("examples/round_trips.rs"), program)?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(out.join("cases.jsonl"))?);
    writeln!(file, "{}", json!({"invalid": cases.invalid}))?;
    for case in &cases.cases {
        writeln!(file, "{case}")?;
    }
    Ok(())
}

/// The examples of an API, each with the type that is to read it.
struct Cases<'a> {
    api: &'a Api,
    plan: &'a Plan,
    judge: SchemaJudge,
    /// The types in Rust, by their tokens.
    types: Vec<String>,
    cases: Vec<Value>,
    /// Examples that are not valid by their schema.
    invalid: usize,
    seen: HashSet<At>,
}

impl<'a> Cases<'a> {
    fn new(api: &'a Api, plan: &'a Plan) -> Self {
        Self {
            api,
            plan,
            judge: SchemaJudge::new(api, &Requirements::default()),
            types: Vec::new(),
            cases: Vec::new(),
            invalid: 0,
            seen: HashSet::new(),
        }
    }

    fn collect(&mut self) {
        let operations = self.api.operations.iter();
        let described: HashMap<&At, &ir::MediaType> = operations
            .flat_map(|operation| {
                let body = operation.body.iter().flat_map(|body| &body.content);
                body.chain(operation.responses.iter().flat_map(|one| &one.content))
            })
            .map(|media| (&media.at, media))
            .collect();
        for operation in &self.plan.operations {
            for media in operation.body.iter().flat_map(|body| &body.media) {
                self.media(media, described.get(&media.at), Direction::Request);
            }
            for media in operation.responses.iter().flat_map(|one| &one.media) {
                self.media(media, described.get(&media.at), Direction::Response);
            }
        }
        let schemas: HashMap<&At, SchemaId> = self
            .api
            .schemas
            .iter()
            .map(|(id, schema)| (&schema.at, id))
            .collect();
        for (index, def) in self.plan.types.iter().enumerate() {
            if def.view_of.is_some() {
                continue;
            }
            let direction = direction_of(def);
            if matches!(def.home, Home::Component(_))
                && let Some(id) = schemas.get(&def.at)
            {
                let id = *id;
                let ty = Type::Named(trueline_generator::plan::TypeId(index as u32));
                self.prose(id, &ty, direction);
            }
            let TypeKind::Struct(body) = &def.kind else {
                continue;
            };
            for field in &body.fields {
                if let Some(id) = schemas.get(&field.at) {
                    self.prose(*id, &field.ty, direction);
                }
            }
        }
    }

    fn media(
        &mut self,
        media: &Media,
        described: Option<&&'a ir::MediaType>,
        direction: Direction,
    ) {
        let Some((described, schema)) =
            described.and_then(|described| Some((described, described.schema?)))
        else {
            return;
        };
        if media.kind != MediaKind::Json {
            return;
        }
        for example in &described.examples {
            let Some(value) = &example.value else {
                continue;
            };
            // Content that was escaped into a text (OpenAPI 3.0.4 §4.14).
            let escaped = value
                .as_str()
                .and_then(|text| serde_json::from_str(text).ok());
            let value = escaped.as_ref().unwrap_or(value);
            self.case(&example.at, schema, &media.ty, direction, value);
        }
        let schema = self.api.schemas.resolve(schema);
        self.prose(schema, &media.ty, direction);
    }

    /// The examples that a schema has itself.
    fn prose(&mut self, id: SchemaId, ty: &Type, direction: Direction) {
        let schema = self.api.schemas.get(id);
        for (index, value) in schema.prose.examples.iter().enumerate() {
            let at = At {
                pointer: schema
                    .at
                    .pointer
                    .child("examples")
                    .child(&index.to_string()),
                ..schema.at.clone()
            };
            // Null is the place's, and no value of the type.
            if !value.is_null() {
                self.case(&at, id, ty, direction, value);
            }
        }
    }

    fn case(&mut self, at: &At, id: SchemaId, ty: &Type, direction: Direction, value: &Value) {
        if !self.seen.insert(at.clone()) {
            return;
        }
        if !self.judge.is_valid(&self.api.schemas, id, direction, value) {
            self.invalid += 1;
            return;
        }
        let cx = Cx {
            plan: self.plan,
            models: ModelPath::Qualified,
            client: false,
            tag_features: false,
        };
        let ty = cx.ty(ty).to_string();
        let reader = match self.types.iter().position(|known| *known == ty) {
            Some(reader) => reader,
            None => {
                self.types.push(ty);
                self.types.len() - 1
            }
        };
        let case = json!({
            "at": at.pointer.as_str(),
            "reader": reader,
            "request": direction == Direction::Request,
            "value": value,
            "declared": self.declared(&[id], value, direction),
        });
        self.cases.push(case);
    }

    /// A value without the members that no schema of its place declares: what the description does not have need not
    /// come back.
    fn declared(&self, ids: &[SchemaId], value: &Value, direction: Direction) -> Value {
        let ids = self.all_of_place(ids);
        let schemas = || ids.iter().map(|id| self.api.schemas.get(*id));
        match value {
            Value::Array(items) => {
                let arrays = || schemas().filter_map(|schema| schema.array.as_deref());
                let item = |(index, item): (usize, &Value)| {
                    let inner: Vec<SchemaId> = arrays()
                        .filter_map(|rules| rules.prefix_items.get(index).copied().or(rules.items))
                        .collect();
                    self.declared(&inner, item, direction)
                };
                items.iter().enumerate().map(item).collect()
            }
            Value::Object(members) => {
                let objects = || schemas().filter_map(|schema| schema.object.as_deref());
                let takes_all = |rules: &ir::ObjectRules| {
                    matches!(rules.additional, Additional::Free | Additional::Schema(_))
                        || !rules.pattern_properties.is_empty()
                };
                let is_map = objects().all(|rules| rules.properties.is_empty());
                let is_open = is_map || objects().any(takes_all);
                let mut kept = Map::new();
                for (name, member) in members {
                    let mut inner: Vec<SchemaId> = objects()
                        .filter_map(|rules| rules.properties.get(name).copied())
                        .collect();
                    let is_required = objects().any(|rules| rules.required.contains(name));
                    if inner.is_empty() && !is_open && !is_required {
                        continue;
                    }
                    let goes_back_only = !inner.is_empty()
                        && inner.iter().all(|id| self.api.schemas.get(*id).read_only);
                    if goes_back_only && direction == Direction::Request {
                        continue;
                    }
                    if inner.is_empty() {
                        inner.extend(objects().filter_map(|rules| match rules.additional {
                            Additional::Schema(id) => Some(id),
                            _ => None,
                        }));
                    }
                    kept.insert(name.clone(), self.declared(&inner, member, direction));
                }
                Value::Object(kept)
            }
            scalar => scalar.clone(),
        }
    }

    /// All schemas that may hold for a place.
    fn all_of_place(&self, ids: &[SchemaId]) -> Vec<SchemaId> {
        let mut all: Vec<SchemaId> = Vec::new();
        let mut open = ids.to_vec();
        while let Some(id) = open.pop() {
            if all.contains(&id) {
                continue;
            }
            all.push(id);
            let schema = self.api.schemas.get(id);
            let lists = [&schema.all_of, &schema.any_of, &schema.one_of];
            open.extend(schema.reference);
            open.extend(lists.into_iter().flatten());
        }
        all
    }
}

/// What both directions have is read as an answer is: without its constraints, which the judge has checked.
fn direction_of(def: &TypeDef) -> Direction {
    match def.usage.request && !def.usage.response {
        true => Direction::Request,
        false => Direction::Response,
    }
}

/// The program that reads the cases.
fn program(krate: &str, types: &[String]) -> String {
    let mut readers = String::new();
    for ty in types {
        let _ = writeln!(readers, "    read::<{ty}>,");
    }
    format!(
        r##"#![allow(unused_imports)]
use {krate}::{{models, runtime}};
use runtime::{{Decode, Decoder, Direction, Encode, Path, read_json, to_value}};
use serde_json::{{Value, json}};

type Reader = fn(&[u8], Direction) -> Result<Value, String>;

static READERS: &[Reader] = &[
{readers}];

fn read<T: Decode + Encode>(text: &[u8], direction: Direction) -> Result<Value, String> {{
    let node = read_json(text).map_err(|fault| format!("{{fault:?}}"))?;
    let mut decoder = Decoder::new(direction);
    let value = T::decode(node, &mut decoder, &Path::ROOT);
    let value = decoder.finish(value).map_err(|faults| {{
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        faults.join("; ")
    }})?;
    Ok(to_value(&value))
}}

/// Numbers are the same where they are the same number.
fn same(one: &Value, other: &Value) -> bool {{
    match (one, other) {{
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {{
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }}
        (Value::Object(one), Value::Object(other)) => {{
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| same(one, other)))
        }}
        _ => one == other,
    }}
}}

fn main() {{
    let text = std::fs::read_to_string("cases.jsonl").unwrap_or_default();
    let mut lines = text.lines();
    let head: Value = lines.next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    let (mut whole, mut declared, mut odd) = (0, 0, Vec::new());
    let mut total = 0;
    for line in lines {{
        let Ok(case) = serde_json::from_str::<Value>(line) else {{ continue }};
        total += 1;
        let direction = match case["request"].as_bool() {{
            Some(true) => Direction::Request,
            _ => Direction::Response,
        }};
        let reader = READERS[case["reader"].as_u64().unwrap_or_default() as usize];
        match reader(case["value"].to_string().as_bytes(), direction) {{
            Ok(again) if same(&again, &case["value"]) => whole += 1,
            Ok(again) if same(&again, &case["declared"]) => declared += 1,
            Ok(again) => odd.push(json!({{"at": case["at"], "value": case["value"], "gives": again}})),
            Err(faults) => odd.push(json!({{"at": case["at"], "value": case["value"], "faults": faults}})),
        }}
    }}
    println!(
        "{{}}",
        json!({{"valid": total, "invalid": head["invalid"], "same": whole, "same_as_declared": declared, "odd": odd}})
    );
}}
"##
    )
}
