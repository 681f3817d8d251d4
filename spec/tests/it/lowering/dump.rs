//! A compact, stable text of the IR, for comparison with what is expected.
//!
//! Inline schemas are written where they are used, references by the name of what they lead to; so
//! two documents that mean the same have the same text, wherever their parts stand.

use std::fmt::Write as _;

use serde_json::Value;
use trueline_spec::ir::{
    Additional, Api, Encoding, Example, Extensions, Header, Logic, MediaType, Operation,
    ParameterForm, Schema, SchemaId, SecurityRequirement, Server, TypeSet,
};

/// The text of a whole API.
pub(crate) fn api(api: &Api) -> String {
    let mut dump = Dump {
        api,
        out: String::new(),
    };
    dump.whole();
    dump.out
}

struct Dump<'a> {
    api: &'a Api,
    out: String,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        let text = text.as_ref().trim_end();
        writeln!(self.out, "{:1$}{text}", "", depth * 2).expect("writing to a string");
    }

    fn whole(&mut self) {
        let api = self.api;
        let info = &api.info;
        self.line(
            0,
            format!(
                "api {:?} {:?}{}",
                info.title,
                info.version,
                extensions(&api.extensions)
            ),
        );
        if info.summary.is_some() || info.description.is_some() || !info.extensions.is_empty() {
            self.line(
                1,
                format!(
                    "{}{}",
                    prose(&info.summary, &info.description),
                    extensions(&info.extensions)
                ),
            );
        }
        self.servers(0, &api.servers);
        for tag in &api.tags {
            self.line(
                0,
                format!("tag {:?}{}", tag.name, prose(&None, &tag.description)),
            );
        }
        for (name, scheme) in &api.security_schemes {
            self.line(
                0,
                format!(
                    "scheme {name} {:?}{}",
                    scheme.kind,
                    prose(&None, &scheme.description)
                ),
            );
        }
        if !api.security.is_empty() {
            self.line(0, format!("security {}", security(&api.security)));
        }
        for operation in &api.operations {
            self.operation(0, "operation", operation);
        }
        for operation in &api.webhooks {
            self.operation(0, "webhook", operation);
        }
        for (name, id) in &api.components {
            self.schema(0, &format!("schema {name}"), *id);
        }
        let references = api
            .schemas
            .iter()
            .filter_map(|(_, schema)| schema.reference);
        let mut elsewhere: Vec<SchemaId> = references
            .filter(|id| api.components.values().all(|component| component != id))
            .collect();
        elsewhere.sort_unstable();
        elsewhere.dedup();
        for id in elsewhere {
            let name = self.name(id);
            self.schema(0, &format!("schema {name}"), id);
        }
    }

    /// A component by its name, another schema by its place.
    fn name(&self, id: SchemaId) -> String {
        let mut components = self.api.components.iter();
        if let Some((name, _)) = components.find(|(_, component)| **component == id) {
            return name.clone();
        }
        let at = &self.api.schemas.get(id).at;
        match at.document.0 {
            0 => format!("#{}", at.pointer),
            number => format!("document {number} #{}", at.pointer),
        }
    }

    fn servers(&mut self, depth: usize, servers: &[Server]) {
        for server in servers {
            self.line(
                depth,
                format!("server {}{}", server.url, prose(&None, &server.description)),
            );
            for (name, variable) in &server.variables {
                self.line(
                    depth + 1,
                    format!(
                        "variable {name} = {:?} of {:?}{}",
                        variable.default,
                        variable.values,
                        prose(&None, &variable.description)
                    ),
                );
            }
        }
    }

    fn operation(&mut self, depth: usize, what: &str, operation: &Operation) {
        let id = match operation.id_is_declared {
            true => operation.id.clone(),
            false => format!("({})", operation.id),
        };
        let mut text = format!("{what} {id} {} {}", operation.method, operation.path.text);
        if operation.path.pieces.len() > 1 {
            write!(text, " {}", operation.path.pieces.len()).expect("writing to a string");
        }
        if !operation.tags.is_empty() {
            write!(text, " tags {}", operation.tags.join(", ")).expect("writing to a string");
        }
        if operation.deprecated {
            text.push_str(" deprecated");
        }
        text.push_str(&prose(&operation.summary, &operation.description));
        text.push_str(&extensions(&operation.extensions));
        self.line(depth, text);
        let inner = depth + 1;
        self.servers(inner, &operation.servers);
        if let Some(alternatives) = &operation.security {
            self.line(inner, format!("security {}", security(alternatives)));
        }
        for parameter in &operation.parameters {
            let place = format!("{:?}", parameter.location).to_lowercase();
            let title = format!(
                "{place} {}{}{}{}{}",
                parameter.name,
                mark(parameter.required),
                flag(parameter.deprecated, " deprecated"),
                prose(&None, &parameter.description),
                extensions(&parameter.extensions)
            );
            self.form(inner, &title, &parameter.form);
            self.examples(inner + 1, &parameter.examples);
        }
        if let Some(body) = &operation.body {
            self.line(
                inner,
                format!(
                    "body{}{}{}",
                    mark(body.required),
                    prose(&None, &body.description),
                    extensions(&body.extensions)
                ),
            );
            self.content(inner + 1, &body.content);
        }
        self.responses(inner, operation);
        for (name, operations) in &operation.callbacks {
            self.line(inner, format!("callback {name}"));
            for operation in operations {
                self.operation(inner + 1, "sends", operation);
            }
        }
    }

    fn responses(&mut self, depth: usize, operation: &Operation) {
        for response in &operation.responses {
            self.line(
                depth,
                format!(
                    "response {} {:?}{}",
                    response.status,
                    response.description,
                    extensions(&response.extensions)
                ),
            );
            self.headers(depth + 1, &response.headers);
            self.content(depth + 1, &response.content);
            for (name, link) in &response.links {
                let mut text = format!("link {name} to {:?}", link.operation);
                for (parameter, value) in &link.parameters {
                    write!(text, " {parameter}={value}").expect("writing to a string");
                }
                if let Some(body) = &link.body {
                    write!(text, " body={body}").expect("writing to a string");
                }
                text.push_str(&prose(&None, &link.description));
                self.line(depth + 1, text);
            }
        }
    }

    fn headers(&mut self, depth: usize, headers: &[Header]) {
        for header in headers {
            let title = format!(
                "header {}{}{}{}",
                header.name,
                mark(header.required),
                flag(header.deprecated, " deprecated"),
                prose(&None, &header.description)
            );
            self.form(depth, &title, &header.form);
            self.examples(depth + 1, &header.examples);
        }
    }

    fn form(&mut self, depth: usize, title: &str, form: &ParameterForm) {
        match form {
            ParameterForm::Style {
                style,
                explode,
                allow_reserved,
                schema,
            } => {
                let style = format!(
                    "{title} {style:?}{}{}",
                    flag(*explode, " exploded"),
                    flag(*allow_reserved, " reserved")
                );
                self.schema(depth, &style, *schema);
            }
            ParameterForm::Content(media_type) => {
                self.line(depth, title);
                self.content(depth + 1, std::slice::from_ref(media_type));
            }
        }
    }

    fn content(&mut self, depth: usize, content: &[MediaType]) {
        for media_type in content {
            let title = format!("{}{}", media_type.name, extensions(&media_type.extensions));
            match media_type.schema {
                Some(schema) => self.schema(depth, &title, schema),
                None => self.line(depth, title),
            }
            for (name, encoding) in &media_type.encoding {
                self.encoding(depth + 1, name, encoding);
            }
            self.examples(depth + 1, &media_type.examples);
        }
    }

    fn encoding(&mut self, depth: usize, name: &str, encoding: &Encoding) {
        let mut text = format!("encoding {name}");
        if let Some(media_type) = &encoding.content_type {
            write!(text, " {media_type:?}").expect("writing to a string");
        }
        if let Some(style) = encoding.style {
            write!(text, " {style:?}").expect("writing to a string");
        }
        if let Some(explode) = encoding.explode {
            write!(text, " explode={explode}").expect("writing to a string");
        }
        text.push_str(flag(encoding.allow_reserved, " reserved"));
        self.line(depth, text);
        self.headers(depth + 1, &encoding.headers);
    }

    fn examples(&mut self, depth: usize, examples: &[Example]) {
        for example in examples {
            let value = match (&example.value, &example.external_value) {
                (Some(value), _) => value.to_string(),
                (None, Some(address)) => format!("at {address}"),
                (None, None) => "nothing".to_owned(),
            };
            self.line(
                depth,
                format!(
                    "example {:?} {value}{}{}",
                    example.name,
                    prose(&example.summary, &example.description),
                    extensions(&example.extensions)
                ),
            );
        }
    }

    fn schema(&mut self, depth: usize, title: &str, id: SchemaId) {
        let schema = self.api.schemas.get(id);
        let mut text = format!("{title}:");
        if let Some(target) = schema.reference {
            let name = self.name(target);
            write!(text, " → {name}").expect("writing to a string");
        }
        for word in words(schema) {
            write!(text, " {word}").expect("writing to a string");
        }
        self.line(depth, text);
        self.inside(depth + 1, schema);
    }

    fn inside(&mut self, depth: usize, schema: &Schema) {
        if let Some(array) = &schema.array {
            for (index, item) in array.prefix_items.iter().enumerate() {
                self.schema(depth, &format!("[{index}]"), *item);
            }
            if let Some(items) = array.items {
                self.schema(depth, "[]", items);
            }
        }
        if let Some(object) = &schema.object {
            for (name, id) in &object.properties {
                let required = object.required.contains(name);
                self.schema(depth, &format!(".{name}{}", mark(required)), *id);
            }
            for (pattern, id) in &object.pattern_properties {
                self.schema(depth, &format!("./{pattern}/"), *id);
            }
            if let Additional::Schema(id) = object.additional {
                self.schema(depth, ".*", id);
            }
            if let Some(id) = object.property_names {
                self.schema(depth, "names", id);
            }
        }
        for (name, branches) in [
            ("all", &schema.all_of),
            ("any", &schema.any_of),
            ("one", &schema.one_of),
        ] {
            for branch in branches {
                self.schema(depth, name, *branch);
            }
        }
        if let Some(discriminator) = &schema.discriminator {
            let mapping: Vec<String> = discriminator
                .mapping
                .iter()
                .map(|(value, id)| format!("{value}→{}", self.name(*id)))
                .collect();
            self.line(
                depth,
                format!(
                    "discriminator {} {}",
                    discriminator.property,
                    mapping.join(" ")
                ),
            );
        }
        if let Some(logic) = &schema.logic {
            self.logic(depth, logic);
        }
    }

    fn logic(&mut self, depth: usize, logic: &Logic) {
        for (name, id) in [
            ("not", logic.not),
            ("if", logic.condition),
            ("then", logic.then),
            ("else", logic.otherwise),
            ("contains", logic.contains),
            ("unevaluatedProperties", logic.unevaluated_properties),
            ("unevaluatedItems", logic.unevaluated_items),
        ] {
            if let Some(id) = id {
                self.schema(depth, name, id);
            }
        }
        if logic.min_contains.is_some() || logic.max_contains.is_some() {
            let (least, most) = (logic.min_contains, logic.max_contains);
            self.line(depth, format!("contains {least:?}..{most:?}"));
        }
        for (name, others) in &logic.dependent_required {
            self.line(depth, format!("with {name} also {}", others.join(", ")));
        }
        for (name, id) in &logic.dependent_schemas {
            self.schema(depth, &format!("with {name}"), *id);
        }
    }
}

/// What a schema says by itself, without its inner schemas.
fn words(schema: &Schema) -> Vec<String> {
    let mut words = Vec::new();
    let mut say = |word: String| words.push(word);
    match schema.types {
        TypeSet::ALL => {}
        TypeSet::NONE => say("nothing".to_owned()),
        types => say(types
            .iter()
            .map(|one| one.as_str())
            .collect::<Vec<_>>()
            .join("|")),
    }
    if let Some(format) = &schema.format {
        say(format!("<{format}>"));
    }
    if let Some(values) = &schema.values {
        say(Value::Array(values.clone()).to_string());
    }
    let string = &schema.string;
    if string.min_length.is_some() || string.max_length.is_some() {
        say(format!(
            "length {}",
            range(string.min_length, string.max_length)
        ));
    }
    for (name, text) in [
        ("pattern", &string.pattern),
        ("encoding", &string.content_encoding),
        ("media", &string.content_media_type),
    ] {
        if let Some(text) = text {
            say(format!("{name} {text:?}"));
        }
    }
    let number = &schema.number;
    for (sign, bound) in [
        ("≥", &number.minimum),
        (">", &number.exclusive_minimum),
        ("≤", &number.maximum),
        ("<", &number.exclusive_maximum),
        ("×", &number.multiple_of),
    ] {
        if let Some(bound) = bound {
            say(format!("{sign}{bound}"));
        }
    }
    if let Some(array) = &schema.array {
        if array.min_items.is_some() || array.max_items.is_some() {
            say(format!("items {}", range(array.min_items, array.max_items)));
        }
        if array.unique {
            say("unique".to_owned());
        }
    }
    if let Some(object) = &schema.object {
        match object.additional {
            Additional::Closed => say("closed".to_owned()),
            Additional::Free => say("free".to_owned()),
            Additional::Unstated | Additional::Schema(_) => {}
        }
        if object.min_properties.is_some() || object.max_properties.is_some() {
            say(format!(
                "members {}",
                range(object.min_properties, object.max_properties)
            ));
        }
        let undeclared = |name: &&String| !object.properties.contains_key(*name);
        let undeclared: Vec<_> = object.required.iter().filter(undeclared).cloned().collect();
        if !undeclared.is_empty() {
            say(format!("needs {}", undeclared.join(", ")));
        }
    }
    if schema.read_only {
        say("readOnly".to_owned());
    }
    if schema.write_only {
        say("writeOnly".to_owned());
    }
    let prose_of = &schema.prose;
    if prose_of.deprecated {
        say("deprecated".to_owned());
    }
    if let Some(default) = &prose_of.default {
        say(format!("default {default}"));
    }
    if !prose_of.examples.is_empty() {
        say(format!(
            "examples {}",
            Value::Array(prose_of.examples.clone())
        ));
    }
    for text in [
        prose(&prose_of.title, &prose_of.description),
        extensions(&schema.extensions),
    ] {
        if !text.is_empty() {
            say(text.trim_start().to_owned());
        }
    }
    words
}

fn range(least: Option<u64>, most: Option<u64>) -> String {
    let text = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    format!("{}..{}", text(least), text(most))
}

fn prose(title: &Option<String>, description: &Option<String>) -> String {
    let mut text = String::new();
    if let Some(title) = title {
        write!(text, " {title:?}").expect("writing to a string");
    }
    if let Some(description) = description {
        write!(text, " “{description}”").expect("writing to a string");
    }
    text
}

fn extensions(extensions: &Extensions) -> String {
    let mut text = String::new();
    for (name, value) in extensions {
        write!(text, " {name}={value}").expect("writing to a string");
    }
    text
}

fn security(alternatives: &[SecurityRequirement]) -> String {
    if alternatives.is_empty() {
        return "none".to_owned();
    }
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|alternative| {
            let schemes: Vec<String> = alternative
                .schemes
                .iter()
                .map(|(name, scopes)| match scopes.is_empty() {
                    true => name.clone(),
                    false => format!("{name}({})", scopes.join(", ")),
                })
                .collect();
            match schemes.is_empty() {
                true => "anonymous".to_owned(),
                false => schemes.join(" & "),
            }
        })
        .collect();
    alternatives.join(" | ")
}

fn mark(required: bool) -> &'static str {
    if required { "!" } else { "" }
}

fn flag(set: bool, text: &'static str) -> &'static str {
    if set { text } else { "" }
}
