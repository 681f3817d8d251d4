//! Which change of the description an error of the compiler comes from, and what to do about it.
//!
//! Nothing of the generator is asked: generated names are the document's, cased as Rust wants them, so
//! they are compared without case and marks.

use trueline_diff::{Change, Diff, Effect};
use trueline_spec::Api;

use super::compiler::CompileError;

/// A change that explains an error.
pub(super) struct Reason<'a> {
    /// The change.
    pub(super) change: &'a Change,
    /// What to do, in a sentence without a full stop.
    pub(super) advice: &'static str,
}

/// Which kinds of changes an error of the compiler may come from, and what to do.
struct Family {
    errors: &'static [&'static str],
    changes: &'static [&'static str],
    advice: &'static str,
}

static FAMILIES: &[Family] = &[
    Family {
        errors: &["E0046"],
        changes: &["operation-added"],
        advice: "write the method that the trait asks for",
    },
    Family {
        errors: &["E0046", "E0407", "E0405", "E0432", "E0433"],
        changes: &["operation-tags-changed"],
        advice: "move the method to the trait of the operation's first tag",
    },
    Family {
        errors: &[
            "E0407", "E0437", "E0405", "E0425", "E0432", "E0433", "E0412",
        ],
        changes: &["operation-removed"],
        advice: "take the method out, and what only it used",
    },
    Family {
        errors: &["E0046", "E0407", "E0412", "E0425", "E0432", "E0433"],
        changes: &["operation-id-changed"],
        advice: "rename the method, and the types that are called after the operation",
    },
    Family {
        errors: &["E0063", "E0061", "E0027"],
        changes: &[
            "required-member-added",
            "optional-member-added",
            "required-parameter-added",
            "optional-parameter-added",
            "required-header-added",
            "optional-header-added",
        ],
        advice: "say what the new member is; `..` leaves it out of a pattern",
    },
    Family {
        errors: &["E0609", "E0560", "E0026", "E0061", "E0599", "E0559"],
        changes: &[
            "required-member-removed",
            "optional-member-removed",
            "required-parameter-removed",
            "optional-parameter-removed",
            "required-header-removed",
            "optional-header-removed",
            "path-parameter-renamed",
        ],
        advice: "do without it: it is no longer sent, or has another name",
    },
    Family {
        errors: &[
            "E0308", "E0277", "E0599", "E0061", "E0608", "E0369", "E0600",
        ],
        changes: &[
            "member-became-optional",
            "parameter-became-optional",
            "header-became-optional",
            "body-became-optional",
            "null-allowed",
        ],
        advice: "the type became an `Option` (or `Maybe`): wrap what you make in it, and treat its absence",
    },
    Family {
        errors: &["E0308", "E0277", "E0599", "E0061", "E0369"],
        changes: &[
            "member-became-required",
            "parameter-became-required",
            "header-became-required",
            "body-became-required",
            "null-forbidden",
        ],
        advice: "the type is no longer an `Option` (or `Maybe`): take the wrapping away",
    },
    Family {
        errors: &[
            "E0308", "E0277", "E0599", "E0433", "E0432", "E0412", "E0369", "E0605",
        ],
        changes: &[
            "type-changed",
            "type-narrowed",
            "type-widened",
            "format-changed",
            "format-narrowed",
            "format-widened",
            "values-listed",
            "values-unlisted",
            "additional-narrowed",
            "additional-widened",
            "branch-added",
            "branch-removed",
            "items-stated",
            "items-dropped",
            "alternatives-stated",
            "alternatives-dropped",
        ],
        advice: "the generated type is another: look at its definition and convert",
    },
    Family {
        errors: &["E0004"],
        changes: &[
            "value-added",
            "branch-added",
            "error-response-added",
            "success-response-added",
        ],
        advice: "treat the new variant in the `match`",
    },
    Family {
        errors: &["E0599", "E0433"],
        changes: &[
            "value-removed",
            "branch-removed",
            "error-response-removed",
            "success-response-removed",
            "media-type-removed",
        ],
        advice: "do without the variant: nothing may have it any more",
    },
    Family {
        errors: &["E0412", "E0432", "E0433", "E0425", "E0422", "E0308"],
        changes: &["component-renamed"],
        advice: "use the type's new name",
    },
];

/// The changes that explain an error best; none where no change fits.
pub(super) fn find<'a>(error: &CompileError, diff: &'a Diff, api: &Api) -> Vec<Reason<'a>> {
    let words = Words::of(error);
    let mut best: Vec<(u32, Reason<'a>)> = Vec::new();
    for change in &diff.changes {
        if change.effects.rust < Effect::Risky && change.code.name != "optional-parameter-added" {
            continue;
        }
        let Some(family) = FAMILIES.iter().find(|family| {
            family.errors.contains(&error.code.as_str())
                && family.changes.contains(&change.code.name)
        }) else {
            continue;
        };
        let score = words.score(change, api);
        if score > 0 {
            best.push((
                score,
                Reason {
                    change,
                    advice: family.advice,
                },
            ));
        }
    }
    let most = best.iter().map(|(score, _)| *score).max().unwrap_or(0);
    let several = error.code == "E0046" || error.code == "E0063" || error.code == "E0004";
    best.into_iter()
        // An error may name several things that are missing; each has its own reason.
        .filter(|(score, _)| *score == most || several && *score >= QUOTED)
        .map(|(_, reason)| reason)
        .take(8)
        .collect()
}

/// What a match is worth: the error quotes the very name.
const QUOTED: u32 = 4;
/// The error quotes the name of the type that has it.
const OWNER: u32 = 2;
/// The name stands in the line of source.
const IN_LINE: u32 = 1;

/// The names that an error speaks of, folded.
struct Words {
    quoted: Vec<String>,
    line: Vec<String>,
}

impl Words {
    fn of(error: &CompileError) -> Self {
        let mut quoted = Vec::new();
        for text in std::iter::once(&error.message).chain(&error.labels) {
            for part in text.split('`').skip(1).step_by(2) {
                quoted.extend(names(part));
            }
        }
        let line = error.lines.iter().flat_map(|line| names(line)).collect();
        Self { quoted, line }
    }

    /// How well a change fits: 0 is not at all.
    fn score(&self, change: &Change, api: &Api) -> u32 {
        let has = |some: &[String], name: &str| some.iter().any(|word| word == name);
        let mut score = 0;
        for name in things(change, api) {
            if has(&self.quoted, &name) {
                score = score.max(QUOTED);
            } else if has(&self.line, &name) {
                score = score.max(IN_LINE);
            }
        }
        if score == 0 {
            return 0;
        }
        let owned = |owner: &String| {
            self.quoted
                .iter()
                .any(|word| word.starts_with(owner.as_str()))
        };
        if owners(change, api).iter().any(owned) {
            score += OWNER;
        }
        score
    }
}

/// What the change is about: the member, parameter, value, operation or component, folded.
fn things(change: &Change, api: &Api) -> Vec<String> {
    let mut found = Vec::new();
    if change.code.name.starts_with("operation-") {
        // The ids of both sides stand in the message of a renamed operation.
        found.extend(quoted(&change.message));
        for name in &change.operations {
            found.extend(operation_id(name, api).map(|id| fold(&id)));
            found.push(fold(name));
        }
        return found;
    }
    if change.code.name.starts_with("value-")
        || change.code.name.starts_with("branch-")
        || change.code.name == "component-renamed"
        || change.code.name == "path-parameter-renamed"
    {
        found.extend(quoted(&change.message));
    }
    if change.code.name.contains("-response-") {
        let status = change
            .message
            .split(' ')
            .find(|word| word.starts_with(char::is_numeric));
        found.extend(status.map(|status| format!("status{status}")));
    }
    // `a.b[].c in request body of POST /x` is about c; `query parameter limit of GET /x` about limit.
    let subject = change.subject.split(" in ").next().unwrap_or_default();
    let subject = subject.split(" of ").next().unwrap_or_default();
    let last = subject.rsplit([' ', '.']).next().unwrap_or_default();
    found.push(fold(last));
    found.retain(|name| !name.is_empty());
    found
}

/// What has it: the component, or the operations whose request or response it is part of, folded.
fn owners(change: &Change, api: &Api) -> Vec<String> {
    let mut found = Vec::new();
    let parts: Vec<&str> = change.subject.split([' ', '.', '[']).collect();
    found.extend(parts.first().map(|first| fold(first)));
    if let [.., owner, _] = parts.as_slice() {
        found.push(fold(owner));
    }
    for name in change.operations.iter().take(16) {
        found.extend(operation_id(name, api).map(|id| fold(&id)));
    }
    found.retain(|name| name.len() > 2);
    found
}

/// The id of `GET /files`.
fn operation_id(name: &str, api: &Api) -> Option<String> {
    let (method, path) = name.split_once(' ')?;
    let same = |operation: &&trueline_spec::ir::Operation| {
        operation.method.as_str() == method && operation.path.text == path
    };
    api.operations.iter().find(same).map(|it| it.id.clone())
}

/// The words that a message quotes, folded.
fn quoted(message: &str) -> Vec<String> {
    message.split('`').skip(1).step_by(2).map(fold).collect()
}

/// The identifiers in a piece of Rust, folded.
fn names(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(fold)
}

/// A name without case and marks: `post_file_links`, `PostFileLinks` and `post-file.links` are one.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
