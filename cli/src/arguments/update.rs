//! The arguments of `trueline update`.

use std::path::PathBuf;

use clap::Args;

use super::{Chosen, EffectArgument, Messages, Part};

/// Take over a new description.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline update new.yaml --document openapi.yaml --out api              compare, generate, compile
  trueline update new.yaml --document openapi.yaml --out api --dry-run    compare only; write nothing

The options may stand in trueline.toml under [update], so that `trueline update new.yaml` is enough.

Exit codes: 0 all that was compiled fits, 1 hand-written code no longer fits, 2 the call or a description is wrong;
then nothing was changed.")]
pub(crate) struct Update {
    /// The new description.
    #[arg(value_name = "NEWDOC")]
    pub(crate) new: String,
    /// The current description, which the new one replaces.
    #[arg(long, value_name = "FILE")]
    pub(crate) document: PathBuf,
    /// The folder of the generated crate.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The folder of the hand-written crate, which is compiled.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) code: PathBuf,
    /// Compare and say what would be written; write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not compile.
    #[arg(long)]
    pub(crate) no_check: bool,
    /// The weakest change that is listed; weaker ones are counted.
    #[arg(long, value_enum, default_value = "risky", value_name = "SEVERITY")]
    pub(crate) show: EffectArgument,
    /// Name of the generated crate; by default the name of the folder, or what its Cargo.toml says.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Generate only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) only: Vec<Part>,
    /// An overlay to apply before code is generated, as for `generate`; may be repeated.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Generate only these operations, as for `generate`.
    #[arg(long, value_name = "RULE")]
    pub(crate) include: Vec<String>,
    /// Leave these operations out, as for `generate`.
    #[arg(long, value_name = "RULE")]
    pub(crate) exclude: Vec<String>,
    /// Give each tag a cargo feature, as for `generate`.
    #[arg(long)]
    pub(crate) tag_features: bool,
    #[command(flatten)]
    pub(crate) choices: Chosen,
    /// Requirements file; by default the file NAME.requirements.yaml beside the current description.
    #[arg(long, value_name = "FILE")]
    pub(crate) requirements: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) messages: Messages,
}
