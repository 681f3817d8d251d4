//! The arguments of `trueline diff`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Compare two descriptions.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline diff old.yaml new.yaml
  trueline diff old.yaml new.yaml --for callers,rust --fail-on risky
  trueline diff old.yaml new.yaml --format markdown --show prose
  trueline diff old.yaml new.yaml --allow accepted.yaml

Exit codes: 0 nothing that counts by --fail-on, 1 something does, 2 the call, a document or the allow list is wrong.")]
pub(crate) struct Diff {
    /// The old description: a path, or the name of a bundled API.
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The new description.
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// How the comparison is written to stdout.
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    pub(crate) format: DiffFormat,
    /// The weakest change that ends the command with 1.
    #[arg(long, value_enum, default_value = "breaking", value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
    /// Whose view decides how severe a change is: the hardest of them; callers by default.
    #[arg(long = "for", value_enum, value_delimiter = ',', value_name = "PARTY")]
    pub(crate) parties: Vec<PartyArgument>,
    /// A list of changes that are accepted, each with a reason and an expiry date.
    #[arg(long, value_name = "FILE")]
    pub(crate) allow: Option<PathBuf>,
    /// The weakest change that text and Markdown list; weaker ones are counted.
    #[arg(
        long,
        value_enum,
        default_value = "compatible",
        value_name = "SEVERITY"
    )]
    pub(crate) show: EffectArgument,
}

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal.
    Text,
    /// For tools: docs/guide/diff.schema.json.
    Json,
    /// For a pull request.
    Markdown,
    /// For build servers.
    Junit,
}

/// The weakest change that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Breaking changes.
    Breaking,
    /// Risky changes, too.
    Risky,
    /// Any change, prose included.
    Any,
    /// None.
    None,
}

/// How severe a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EffectArgument {
    /// Something that was right is wrong now.
    Breaking,
    /// What worked may stop working.
    Risky,
    /// What worked goes on working.
    Compatible,
    /// Only words changed.
    Prose,
}

/// Who may be affected by a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PartyArgument {
    /// Clients that were written to the old description.
    Callers,
    /// Servers that were written to the old description.
    Servers,
    /// Rust code against what was generated from the old description.
    Rust,
}
