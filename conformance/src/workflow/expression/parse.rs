//! From text to [`Expression`].

use std::ops::Range;

use super::{Expression, Part, Root};

/// What is wrong with an expression or condition, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionFault {
    /// Bytes of the text that it is about.
    pub range: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl ExpressionFault {
    /// A fault at `range`.
    pub fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            range,
            message: message.into(),
            help: None,
        }
    }

    /// With what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Reads one expression; all of `text` must belong to it.
///
/// # Errors
///
/// When it does not follow the grammar of Arazzo 1.0.1 §4.7.
pub fn parse(text: &str) -> Result<Expression, ExpressionFault> {
    let whole = 0..text.len();
    let fault = |message: String| ExpressionFault::new(whole.clone(), message);
    let (name, pointer) = split_pointer(text)?;
    let root = match name {
        "$url" => Root::Url,
        "$method" => Root::Method,
        "$statusCode" => Root::StatusCode,
        _ => {
            let (kind, rest) = name.split_once('.').unwrap_or((name, ""));
            match kind {
                "$request" => Root::Request(part(rest, true).map_err(|it| fault(it).help(PARTS))?),
                "$response" => {
                    Root::Response(part(rest, false).map_err(|it| fault(it).help(PARTS))?)
                }
                _ if rest.is_empty() => return Err(unknown(text, kind)),
                "$inputs" => Root::Input(rest.to_owned()),
                "$outputs" => Root::Output(rest.to_owned()),
                "$steps" => match rest.split_once(".outputs.") {
                    Some((step, name)) if !step.is_empty() && !name.is_empty() => {
                        Root::StepOutput {
                            step: step.to_owned(),
                            name: name.to_owned(),
                        }
                    }
                    _ => {
                        return Err(fault(format!("`{text}` names no output of a step"))
                            .help("write `$steps.<stepId>.outputs.<name>`"));
                    }
                },
                "$workflows" => workflow(text, rest)?,
                "$sourceDescriptions" => match rest.split_once('.') {
                    Some((source, member)) => Root::Source {
                        source: source.to_owned(),
                        member: member.to_owned(),
                    },
                    None => {
                        return Err(fault(format!(
                            "`{text}` says nothing about the source description"
                        ))
                        .help("write `$sourceDescriptions.<name>.<operationId>` or `….url`"));
                    }
                },
                "$components" => match rest.split_once('.') {
                    Some((kind, name)) => Root::Component {
                        kind: kind.to_owned(),
                        name: name.to_owned(),
                    },
                    None => {
                        return Err(fault(format!("`{text}` names no component"))
                            .help("write `$components.<kind>.<name>`"));
                    }
                },
                _ => return Err(unknown(text, kind)),
            }
        }
    };
    let takes_pointer = match &root {
        Root::Request(part) | Root::Response(part) => *part == Part::Body,
        Root::Url | Root::Method | Root::StatusCode => false,
        Root::Source { .. } | Root::Component { .. } => false,
        Root::Input(_) | Root::Output(_) | Root::StepOutput { .. } => true,
        Root::WorkflowInput { .. } | Root::WorkflowOutput { .. } => true,
    };
    if !takes_pointer && !pointer.is_empty() {
        return Err(fault(format!(
            "`{name}` is no document: a JSON pointer leads nowhere in it"
        )));
    }
    Ok(Expression {
        text: text.to_owned(),
        root,
        pointer: pointer.to_owned(),
        plus: 0,
    })
}

const PARTS: &str = "write `.header.<name>`, `.query.<name>`, `.path.<name>` or `.body#/pointer` \
                     (an answer has only headers and a body)";

/// The text before `#` and the pointer after it. Header names may hold `#` themselves
/// (RFC 9110 §5.6.2), so it is looked for only where a pointer can be.
fn split_pointer(text: &str) -> Result<(&str, &str), ExpressionFault> {
    if text.starts_with("$request.header.") || text.starts_with("$response.header.") {
        return Ok((text, ""));
    }
    let Some(at) = text.find('#') else {
        return Ok((text, ""));
    };
    let (name, pointer) = (&text[..at], &text[at + 1..]);
    let range = at..text.len();
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(
            ExpressionFault::new(range, format!("`#{pointer}` is not a JSON pointer"))
                .help("a JSON pointer begins with `/`: `#/data/0/id`"),
        );
    }
    let mut rest = pointer;
    while let Some(tilde) = rest.find('~') {
        if !matches!(rest.as_bytes().get(tilde + 1), Some(b'0' | b'1')) {
            return Err(ExpressionFault::new(
                range,
                format!("`~` in `#{pointer}` escapes nothing"),
            )
            .help("in a JSON pointer `~0` stands for `~` and `~1` for `/`"));
        }
        rest = &rest[tilde + 2..];
    }
    let indexed = pointer.ends_with(']')
        && pointer.rfind('[').is_some_and(|open| {
            pointer[open + 1..pointer.len() - 1]
                .parse::<usize>()
                .is_ok()
        });
    if indexed {
        return Err(
            ExpressionFault::new(range, format!("`#{pointer}` has an index in brackets"))
                .help("in a JSON pointer an index is a token of its own: `#/data/0`"),
        );
    }
    Ok((name, pointer))
}

fn part(rest: &str, of_request: bool) -> Result<Part, String> {
    let (kind, name) = rest.split_once('.').unwrap_or((rest, ""));
    match kind {
        "body" if name.is_empty() => Ok(Part::Body),
        "body" => Err(format!(
            "`body.{name}` is no part of a message; a member is reached by a pointer, `body#/{}`",
            name.replace('.', "/")
        )),
        "header" | "query" | "path" if name.is_empty() => Err(format!("`{kind}` needs a name")),
        "header" => Ok(Part::Header(name.to_owned())),
        "query" if of_request => Ok(Part::Query(name.to_owned())),
        "path" if of_request => Ok(Part::Path(name.to_owned())),
        "query" | "path" => Err(format!("an answer has no {kind}")),
        _ => Err(format!("`{rest}` is no part of a message")),
    }
}

fn workflow(text: &str, rest: &str) -> Result<Root, ExpressionFault> {
    if let Some((workflow, name)) = rest.split_once(".outputs.") {
        return Ok(Root::WorkflowOutput {
            workflow: workflow.to_owned(),
            name: name.to_owned(),
        });
    }
    if let Some((workflow, name)) = rest.split_once(".inputs.") {
        return Ok(Root::WorkflowInput {
            workflow: workflow.to_owned(),
            name: name.to_owned(),
        });
    }
    Err(ExpressionFault::new(
        0..text.len(),
        format!("`{text}` names no input or output of a workflow"),
    )
    .help("write `$workflows.<workflowId>.outputs.<name>`"))
}

fn unknown(text: &str, kind: &str) -> ExpressionFault {
    ExpressionFault::new(
        0..text.len(),
        format!("`{kind}` begins no runtime expression"),
    )
    .help(
        "they begin with $url, $method, $statusCode, $request., $response., $inputs., $outputs., \
         $steps., $workflows., $sourceDescriptions. or $components.",
    )
}
