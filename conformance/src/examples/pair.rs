//! Request and response examples, paired by name.

use serde_json::Value;
use trueline_spec::At;
use trueline_spec::ir::{Api, Body, Example, Operation, Parameter, ParameterForm, SchemaId};

/// A documented exchange.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Index of the operation in the API.
    pub(super) operation: usize,
    /// The name that its examples share; `example` for lone ones.
    pub(super) name: String,
    /// One line of the document about it.
    pub(super) summary: Option<String>,
    /// What is sent, or why that cannot be told.
    pub(super) request: Result<ExampleRequest, String>,
    /// What is answered; `None` where only the request is documented.
    pub(super) answer: Option<ExampleAnswer>,
}

/// The documented request of a pair.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExampleRequest {
    /// Index of a parameter in the operation, and its value.
    pub(crate) parameters: Vec<(usize, Value)>,
    /// Index of a media type in the body, and the content.
    pub(crate) body: Option<(usize, Value)>,
}

/// The documented answer of a pair.
#[derive(Debug, Clone)]
pub(super) struct ExampleAnswer {
    /// Index of the response in the operation.
    pub(super) response: usize,
    /// Its content; `None` where the example is external.
    pub(super) content: Option<Value>,
    /// The schema of the content.
    pub(super) schema: Option<SchemaId>,
    /// Where the example's value stands.
    pub(super) at: At,
}

/// The pairs of all operations, in document order.
pub(super) fn pairs(api: &Api) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let answers = answers(operation);
        let mut names: Vec<&str> = Vec::new();
        for name in answers
            .iter()
            .map(|(example, _)| example.name.as_str())
            .chain(own_request_names(operation))
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let found = answers.iter().find(|(example, _)| example.name == name);
            pairs.push(Pair {
                operation: index,
                name: shown(name),
                summary: found.and_then(|(example, _)| example.summary.clone()),
                request: request(api, operation, name, &answers),
                answer: found.map(|(_, answer)| answer.clone()),
            });
        }
    }
    pairs
}

fn shown(name: &str) -> String {
    if name.is_empty() {
        "example".to_owned()
    } else {
        name.replace('/', "~1")
    }
}

/// All examples of answers. A name that stands under several responses is that of the first.
fn answers(operation: &Operation) -> Vec<(&Example, ExampleAnswer)> {
    let mut answers = Vec::new();
    for (index, response) in operation.responses.iter().enumerate() {
        for media_type in &response.content {
            for example in &media_type.examples {
                answers.push((
                    example,
                    ExampleAnswer {
                        response: index,
                        content: example.value.clone(),
                        schema: media_type.schema,
                        at: example.at.clone(),
                    },
                ));
            }
        }
    }
    answers
}

/// Names of examples of the body and of parameters. Lone examples are no names: they say what a value
/// looks like, not that it belongs to an exchange.
fn request_names(operation: &Operation) -> impl Iterator<Item = &str> {
    request_names_of(operation, |_| true)
}

fn request_names_of(
    operation: &Operation,
    counts: impl Fn(&Parameter) -> bool,
) -> impl Iterator<Item = &str> {
    let parameters = operation
        .parameters
        .iter()
        .filter(move |parameter| counts(parameter))
        .flat_map(|parameter| &parameter.examples);
    let bodies = operation.body.iter().flat_map(|body| &body.content);
    parameters
        .chain(bodies.flat_map(|media_type| &media_type.examples))
        .map(|example| example.name.as_str())
        .filter(|name| !name.is_empty())
}

/// As [`request_names`], without those of shared parameters (of the path item or of components): they
/// may speak of other operations.
fn own_request_names(operation: &Operation) -> impl Iterator<Item = &str> {
    request_names_of(operation, |parameter| {
        parameter.at.document == operation.at.document
            && parameter.at.pointer.is_within(&operation.at.pointer)
    })
}

/// The request called `name`. What is required and has no example of this name takes a lone example.
fn request(
    api: &Api,
    operation: &Operation,
    name: &str,
    answers: &[(&Example, ExampleAnswer)],
) -> Result<ExampleRequest, String> {
    let is_named = !name.is_empty() && request_names(operation).any(|other| other == name);
    let first = answers.first().map(|(example, _)| example.name.as_str());
    if !is_named && first != Some(name) {
        return Err(format!(
            "nothing in the request is called `{name}`, so it cannot be told which request gets this \
             answer; name an example of a parameter or of the body the same"
        ));
    }
    let mut request = ExampleRequest::default();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        let schema = match &parameter.form {
            ParameterForm::Style { schema, .. } => Some(*schema),
            ParameterForm::Content(media_type) => media_type.schema,
        };
        let examples = match &parameter.form {
            ParameterForm::Content(media_type) if parameter.examples.is_empty() => {
                &media_type.examples
            }
            _ => &parameter.examples,
        };
        let value = if parameter.required {
            called(examples, name).or_else(|| any(api, examples, schema))
        } else {
            called(examples, name)
        };
        match value {
            Some(value) => request.parameters.push((index, value)),
            None if parameter.required => {
                return Err(format!(
                    "the required parameter `{}` has no example called `{name}`",
                    parameter.name
                ));
            }
            None => {}
        }
    }
    if let Some(body) = &operation.body {
        request.body = content(api, body, name);
        if request.body.is_none() && body.required {
            return Err(format!("the required body has no example called `{name}`"));
        }
    }
    Ok(request)
}

fn content(api: &Api, body: &Body, name: &str) -> Option<(usize, Value)> {
    let media_types = || body.content.iter().enumerate();
    let named = media_types().find_map(|(index, it)| Some((index, called(&it.examples, name)?)));
    named.or_else(|| {
        if !body.required && !name.is_empty() {
            return None;
        }
        media_types().find_map(|(index, it)| Some((index, any(api, &it.examples, it.schema)?)))
    })
}

fn called(examples: &[Example], name: &str) -> Option<Value> {
    examples
        .iter()
        .find(|example| !name.is_empty() && example.name == name)
        .and_then(|example| example.value.clone())
}

/// A lone example, else one of the schema's.
fn any(api: &Api, examples: &[Example], schema: Option<SchemaId>) -> Option<Value> {
    let lone = examples.iter().find(|example| example.name.is_empty());
    lone.and_then(|example| example.value.clone()).or_else(|| {
        let id = schema?;
        [id, api.schemas.resolve(id)].into_iter().find_map(|id| {
            let prose = &api.schemas.get(id).prose;
            prose.examples.first().cloned()
        })
    })
}
