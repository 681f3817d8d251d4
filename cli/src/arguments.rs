//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use trueline_conformance::Shard;
use trueline_reference::clock::Clock;
use trueline_reference::serve::Latency;

mod diff;
mod limits;
mod update;

pub(crate) use diff::{Diff, DiffFormat, EffectArgument, FailOn, PartyArgument};
pub(crate) use limits::LimitArguments;
pub(crate) use update::Update;

/// Reads an API description, generates typed Rust from it, and holds any server to it.
#[derive(Debug, Parser)]
#[command(
    name = "trueline",
    version,
    about,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Examples:
  trueline test                                         the bundled API against the embedded reference server
  trueline test --target http://127.0.0.1:8080 --auth basic:sk_test_123
  trueline test openapi.yaml --target https://staging.example.com --auth bearer:$TOKEN
  trueline generate openapi.yaml --out generated --check
  trueline check openapi.yaml

Exit codes: 0 all held, 1 something did not, 2 the call or a document is wrong, 3 the target could not be tested."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate Rust models and server handlers from a description.
    Generate(Generate),
    /// Say what a description says, what is wrong in it, and what is not used of it.
    Check(Check),
    /// Say what changed between two descriptions, and for whom it breaks.
    Diff(Diff),
    /// Write a requirements file and workflows to start from, for any description.
    Init(Init),
    /// Hold a server to a description; without --target, the embedded reference server.
    Test(Test),
    /// Join the reports of the parts of a run, or write one in another format.
    Merge(Merge),
    /// List every case, and the requirements that it answers.
    List(List),
    /// Run one case again and show the whole exchange.
    Replay(Replay),
    /// Run the reference server.
    Serve(Serve),
    /// Test the tester: start the reference servers with each of their faults, and say what finds it.
    SelfTest(SelfTest),
    /// Take over a new description: compare, generate again, and say what no longer fits.
    Update(Update),
    /// Explain a diagnostic (S0012), a kind of change (member-became-required), a requirement
    /// (FL-CREATE-01) or a case.
    Explain(Explain),
    /// Write a script that completes commands and options in a shell.
    Completions(Completions),
    /// Write manual pages.
    Man(Man),
}

/// Generate Rust from a description.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline generate openapi.yaml --out api            a crate of its own in ./api
  trueline generate openapi.yaml --out api --check    is ./api what the description gives? exit 1 and a diff if not
  trueline generate openapi.yaml --out api --include 'Files' --exclude 'DELETE /*'
  trueline generate --bundled --out generated         all bundled APIs, one module each

Exit codes: 0 written (or fresh); 1 written without the operations that errors in the description make
unreadable, or stale; 2 nothing written: no description could be read, it has errors and --strict was
given, or what was asked for is not in it.")]
pub(crate) struct Generate {
    /// Descriptions: paths, or names of bundled APIs.
    #[arg(value_name = "DOC")]
    pub(crate) documents: Vec<String>,
    /// All bundled APIs.
    #[arg(long, conflicts_with = "documents")]
    pub(crate) bundled: bool,
    /// The folder of the crate to write.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Name of the crate; by default the name of the folder, or what its Cargo.toml says.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Generate only these parts.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) only: Vec<Part>,
    /// An overlay (OpenAPI Overlay 1.0) to apply before the description is read; may be repeated. Lines
    /// of diagnostics are those of the changed text, as JSON.
    #[arg(long, value_name = "FILE", conflicts_with = "bundled")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Generate only these operations and what they reach: operation ids, tags, paths, or a method and a
    /// path, with `*` for any characters. A rule that matches nothing is an error.
    #[arg(long, value_name = "RULE")]
    pub(crate) include: Vec<String>,
    /// Leave these operations out; rules as for --include.
    #[arg(long, value_name = "RULE")]
    pub(crate) exclude: Vec<String>,
    /// Give each tag a cargo feature, all on by default: who uses the crate compiles only the operations whose
    /// features are asked for.
    #[arg(long)]
    pub(crate) tag_features: bool,
    #[command(flatten)]
    pub(crate) choices: Chosen,
    /// Write nothing: exit 1 and show a diff when the folder is not what would be written.
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing while the description has errors. Without it an error costs only the operations
    /// that it makes unreadable: they are named, everything else is written, and the exit code is 1.
    #[arg(long)]
    pub(crate) strict: bool,
    /// Requirements file, which says which enums stay open; by default the file
    /// NAME.requirements.yaml beside the document.
    #[arg(long, value_name = "FILE")]
    pub(crate) requirements: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// Names and types that are not the description's. Each rule must match something in it.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Chosen {
    /// Another name: schema:NAME=TYPE, operation:ID=METHOD, or member:SCHEMA.MEMBER=FIELD. What travels is not
    /// renamed.
    #[arg(long, value_name = "RULE")]
    pub(crate) rename: Vec<String>,
    /// A type of your own in the place of a component schema: SCHEMA=PATH::OF::TYPE. It is read and written by
    /// serde, and also Debug, Clone and PartialEq.
    #[arg(long, value_name = "RULE")]
    pub(crate) replace: Vec<String>,
    /// A dependency of the generated crate, for the types of --replace: PACKAGE=VERSION or PACKAGE={ … }.
    #[arg(long, value_name = "RULE")]
    pub(crate) dependency: Vec<String>,
}

/// A part of the generated code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Types only.
    Models,
    /// Types and server handlers.
    Server,
    /// Types and a client.
    Client,
}

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Messages {
    /// How diagnostics are written to stderr.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
}

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the source line and carets.
    Human,
    /// One line each: file:line:column: severity[code]: message.
    Short,
    /// One JSON object a line.
    Json,
}

/// Check a description.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline check openapi.yaml
  trueline check openapi.yaml --show-ignored     also list what the tool reads but does not use
  trueline check openapi.yaml --message-format json")]
pub(crate) struct Check {
    /// A path, or the name of a bundled API.
    #[arg(value_name = "DOC")]
    pub(crate) document: Option<String>,
    /// Exit 1 on warnings, too.
    #[arg(long)]
    pub(crate) strict: bool,
    /// List every place of the document that is not used.
    #[arg(long)]
    pub(crate) show_ignored: bool,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// Which server, and how to talk to it.
#[derive(Debug, Args)]
pub(crate) struct TargetArguments {
    /// Base URL of the server to test; without it, the embedded reference server is started.
    #[arg(long, value_name = "URL")]
    pub(crate) target: Option<String>,
    /// Credentials: basic:KEY, bearer:KEY or header:NAME=VALUE.
    #[arg(
        long,
        value_name = "KIND:KEY",
        env = "TRUELINE_AUTH",
        hide_env_values = true
    )]
    pub(crate) auth: Option<String>,
    /// A further credential that some cases need, such as live=basic:KEY (repeatable).
    #[arg(long = "credential", value_name = "NAME=KIND:KEY")]
    pub(crate) credentials: Vec<String>,
    /// A header to send with every request (repeatable).
    #[arg(long = "header", value_name = "NAME: VALUE")]
    pub(crate) headers: Vec<String>,
    /// Something that the target already has, such as file=file_123 (repeatable).
    #[arg(long = "fixture", value_name = "NAME=ID")]
    pub(crate) fixtures: Vec<String>,
    /// Seconds to wait for an answer.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub(crate) timeout: Duration,
    /// Megabytes of an answer's content at most; a larger one is not read to its end, and is a finding.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) answer_limit: u32,
    /// Requests a second at most.
    #[arg(long, value_name = "N")]
    pub(crate) rate: Option<u32>,
    /// Start the embedded reference server with one named fault (see `serve --list-faults`).
    #[arg(long, value_name = "NAME", conflicts_with = "target")]
    pub(crate) fault: Option<String>,
}

/// The files beside a description.
#[derive(Debug, Args)]
pub(crate) struct SideFiles {
    /// Requirements file; by default the file NAME.requirements.yaml beside the document.
    #[arg(long, value_name = "FILE")]
    pub(crate) requirements: Option<PathBuf>,
    /// Arazzo workflows; by default the file NAME.arazzo.yaml beside the document.
    #[arg(long, value_name = "FILE")]
    pub(crate) workflows: Option<PathBuf>,
}

/// Hold a server to a description.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline test
  trueline test --target http://127.0.0.1:8080 --auth basic:sk_test_123 --fixture file=file_123
  trueline test openapi.yaml --target http://127.0.0.1:8080 --report html=report.html --report junit=report.xml
  trueline test openapi.yaml --target http://127.0.0.1:8080 --baseline baseline.yaml
  trueline test --filter 'examples/*'
  trueline test --shard 2/4 --report json=part-2.json

Exit codes: 0 all held (but for what the baseline accepts), 1 something did not, or the baseline is out of date, 2 the
call or a document is wrong, 3 the target could not be tested. A report that cannot be written is said on stderr and
changes none of them.")]
pub(crate) struct Test {
    /// A path, or the name of a bundled API.
    #[arg(value_name = "DOC")]
    pub(crate) document: Option<String>,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
    #[command(flatten)]
    pub(crate) side: SideFiles,
    /// Only cases whose id matches: a glob (examples/*), or a part of the id (repeatable: any of them).
    #[arg(long, value_name = "EXPR")]
    pub(crate) filter: Vec<String>,
    /// The seed of everything that is drawn at random.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Sequences of calls drawn at random, for each resource.
    #[arg(long, value_name = "N", default_value_t = trueline_conformance::law::USUAL)]
    pub(crate) cases: usize,
    /// Cases that run at the same time.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) jobs: u32,
    /// The weakest level that fails the run: with `must`, a broken SHOULD is a warning.
    #[arg(long, value_enum, default_value = "must")]
    pub(crate) level: LevelArgument,
    /// Write a report, such as html=report.html: kinds are json, junit, sarif, html, markdown, github and badge; `-` is
    /// stdout (repeatable).
    #[arg(long = "report", value_name = "KIND=PATH")]
    pub(crate) reports: Vec<String>,
    #[command(flatten)]
    pub(crate) baseline: BaselineArguments,
    /// Run only one part of the suite, the Kth of N, for one of N machines; `trueline merge` joins the reports.
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<Shard>,
    /// With --shard: the JSON report of an earlier run, by whose times the parts are balanced. The same for all parts.
    #[arg(long, value_name = "REPORT", requires = "shard")]
    pub(crate) timings: Option<PathBuf>,
    /// Stop at the first case that fails.
    #[arg(long)]
    pub(crate) fail_fast: bool,
    /// List what would run, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// What is known not to hold.
#[derive(Debug, Args)]
pub(crate) struct BaselineArguments {
    /// Accept what this file lists: fail on what is new, on entries that expired, and on entries that no longer fail.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the file anew with what fails now; reasons and dates of what it knows are kept, new entries get 90 days.
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
}

/// Join the reports of parts.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline merge part-1.json part-2.json --report html=report.html --report junit=report.xml
  trueline merge report.json --report sarif=report.sarif     another format of a report that is there

Exit codes: those of the run, as if it had not been divided.")]
pub(crate) struct Merge {
    /// JSON reports: all parts of one run, or one report of a whole run.
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) parts: Vec<PathBuf>,
    /// Write a report, as `test` does; `-` is stdout (repeatable).
    #[arg(long = "report", value_name = "KIND=PATH")]
    pub(crate) reports: Vec<String>,
    /// The weakest level that fails the run: with `must`, a broken SHOULD is a warning.
    #[arg(long, value_enum, default_value = "must")]
    pub(crate) level: LevelArgument,
    #[command(flatten)]
    pub(crate) baseline: BaselineArguments,
}

/// Write a script that completes commands and options.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline completions bash > /etc/bash_completion.d/trueline
  trueline completions zsh > ~/.zfunc/_trueline
  trueline completions fish > ~/.config/fish/completions/trueline.fish")]
pub(crate) struct Completions {
    /// For which shell.
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Write manual pages.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline man | man -l -                     read the page of the command
  trueline man --out /usr/local/share/man/man1   one page for each command")]
pub(crate) struct Man {
    /// A folder for one page of each command; without it, the first page goes to stdout.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// A requirement level (RFC 2119).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LevelArgument {
    /// Only broken MUSTs fail.
    Must,
    /// Broken SHOULDs fail, too.
    Should,
    /// Everything fails.
    May,
}

/// Write files to start from.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline init --from openapi.yaml                the files beside openapi.yaml
  trueline init --from openapi.yaml --out suite    the files, and a copy of the description, in ./suite")]
pub(crate) struct Init {
    /// The description: a path, or the name of a bundled API.
    #[arg(long, value_name = "DOC")]
    pub(crate) from: String,
    /// The folder to write to; by default that of the description.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrite files that are there.
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) messages: Messages,
}

/// List the cases.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// A path, or the name of a bundled API.
    #[arg(value_name = "DOC")]
    pub(crate) document: Option<String>,
    #[command(flatten)]
    pub(crate) side: SideFiles,
    /// Only cases whose id matches: a glob, or a part of the id (repeatable: any of them).
    #[arg(long, value_name = "EXPR")]
    pub(crate) filter: Vec<String>,
    /// List the requirements instead, each with the cases that answer it.
    #[arg(long)]
    pub(crate) by_requirement: bool,
    /// List the laws instead: for each resource those that are asked, how they were inferred, and what the
    /// others lack.
    #[arg(long, conflicts_with_all = ["by_requirement", "filter"])]
    pub(crate) laws: bool,
    /// With --laws: all bundled APIs, as a table in Markdown.
    #[arg(long, requires = "laws", conflicts_with_all = ["document", "json"])]
    pub(crate) bundled: bool,
    /// Write JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Run one case again.
#[derive(Debug, Args)]
#[command(after_help = "The token stands in every finding of `trueline test`.")]
pub(crate) struct Replay {
    /// The replay token of a finding, or a case id.
    #[arg(value_name = "TOKEN")]
    pub(crate) token: String,
    /// A path, or the name of a bundled API.
    #[arg(value_name = "DOC")]
    pub(crate) document: Option<String>,
    #[command(flatten)]
    pub(crate) target: TargetArguments,
    #[command(flatten)]
    pub(crate) side: SideFiles,
}

/// Test the tester.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline self-test
  trueline self-test --filter metadata
  trueline self-test --markdown docs/faults.md

Exit codes: 0 every fault was found, 1 one was missed.")]
pub(crate) struct SelfTest {
    /// Only the faults of this bundled API.
    #[arg(long, value_name = "NAME")]
    pub(crate) api: Option<String>,
    /// Only faults whose name has this in it (repeatable: any of them).
    #[arg(long, value_name = "PART")]
    pub(crate) filter: Vec<String>,
    /// Faulty servers that are tested at the same time [default: 16; with --checks 48]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=256))]
    pub(crate) servers: Option<u32>,
    /// Write the table as Markdown, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,
    /// Run all cases against each fault, one after the other and not only those that speak of its requirement, and write
    /// as Markdown what each check finds, and what only it finds. One that finds nothing alone needs a reason to stay.
    #[arg(long, value_name = "FILE")]
    pub(crate) checks: Option<PathBuf>,
}

/// Run the reference server.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  trueline serve --addr 127.0.0.1:4010
  trueline serve --data links.db                    keep what is made
  trueline serve --data postgres://USER:PASSWORD@HOST/DATABASE
  trueline serve --clock 1700000000                 a clock that stands, and moves when told:
    curl -d advance=3600 http://127.0.0.1:4010/_trueline/clock
  trueline serve --latency 20..80 --log json        slow on purpose, one JSON line a request on stderr
  trueline serve --fault link-word-wrong            deviate in one way, to see a tester find it
  trueline serve --list-faults")]
pub(crate) struct Serve {
    /// Which API: the name of a bundled one.
    #[arg(long, value_name = "NAME")]
    pub(crate) api: Option<String>,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:4010")]
    pub(crate) addr: String,
    /// Keep what is made across restarts: in this file, for one server, or in the PostgreSQL database at this URL, for
    /// several. What was answered is safe. Without it all is gone when the server ends.
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) data: Option<PathBuf>,
    /// Fill the server with the files and links of this file, YAML or JSON (docs/guide/reference-server.md).
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// The clock: `system`, a Unix time at which it stands, or how many seconds it is ahead (+3600). With this option
    /// it can be moved: POST /_trueline/clock with advance=SECONDS or now=UNIX_TIME.
    #[arg(long, value_name = "CLOCK", allow_hyphen_values = true)]
    pub(crate) clock: Option<Clock>,
    /// Hold every answer back for so many milliseconds, or for a random time in a range.
    #[arg(long, value_name = "MS[..MS]")]
    pub(crate) latency: Option<Latency>,
    /// One line a request on stderr: method, path without the query, status, duration, Request-Id; by default only
    /// where stderr is a terminal.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) log: Option<LogArgument>,
    /// Where the public finds the server, for the addresses of links; without it the address to listen on.
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Deviate in exactly one way.
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Option<String>,
    /// List the faults and the requirements that they break.
    #[arg(long)]
    pub(crate) list_faults: bool,
    // Last: what follows it would stand under its heading.
    #[command(flatten)]
    pub(crate) limits: LimitArguments,
}

/// How the lines of a log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogArgument {
    /// No lines.
    Off,
    /// name=value pairs.
    Logfmt,
    /// A JSON object a line.
    Json,
}

/// Explain a code, requirement or case.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code of a diagnostic or of a kind of change, or the id of a requirement or case.
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    /// The description that a requirement or case belongs to: a path, or the name of a bundled API.
    #[arg(value_name = "DOC")]
    pub(crate) document: Option<String>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 86_400.0 => Ok(Duration::from_secs_f64(value)),
        _ => Err("give a number of seconds, such as 30 or 0.5".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        super::Arguments::command().debug_assert();
    }
}
