//! The generator's front door: an API in, files out.

use trueline_spec::{Api, Diagnostic, Sources};

use crate::choices::Choices;
use crate::files::{self, Files, Layout};
use crate::plan::Plan;
use crate::planning::{self, PlanOptions, Selection};

/// What to generate.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which operations.
    pub selection: Selection,
    /// Names of extensions that, when `true`, mark an enum whose values may grow without notice.
    pub extensible_markers: Vec<String>,
    /// Server traits and router. Models are always generated.
    pub server: bool,
    /// A client.
    pub client: bool,
    /// A cargo feature for each tag, so that users compile only the operations that they serve or call.
    pub tag_features: bool,
    /// Name of the package, where a whole crate is generated.
    pub package: String,
    /// Names and types that are not the description's.
    pub choices: Choices,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            extensible_markers: Vec::new(),
            server: true,
            client: true,
            tag_features: false,
            package: "api".to_owned(),
            choices: Choices::default(),
        }
    }
}

/// What came of generating.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// Relative path → text, in order of paths.
    pub files: Files,
    /// What could not be expressed, and where in the document it stands.
    pub diagnostics: Vec<Diagnostic>,
    /// Counts, to be shown.
    pub summary: Summary,
}

/// Counts of an output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations of the document.
    pub operations: usize,
    /// Those that were generated.
    pub generated: usize,
    /// Named types.
    pub types: usize,
    /// Files.
    pub files: usize,
    /// Lines of the API's own files, the runtime left out.
    pub lines: usize,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// A fault of the generator: it made tokens that are no Rust.
    #[error(
        "the generator wrote Rust that does not parse, into `{path}`: {detail}; please report this \
         with the description"
    )]
    Format {
        /// The file.
        path: String,
        /// What the parser says.
        detail: String,
    },
    /// The API's name is no module path.
    #[error("`{name}` cannot name a module: give names of letters, digits and `_`, parted by `/`")]
    Name {
        /// The name.
        name: String,
    },
}

/// Generates a whole crate: manifest, runtime and the API's code.
///
/// # Errors
///
/// [`GenerateError::Format`], which is a fault of the generator. Whatever is wrong with the document
/// comes as diagnostics, and the rest is generated.
pub fn generate(api: &Api, sources: &Sources, options: &Options) -> Result<Output, GenerateError> {
    let layout = Layout::Crate {
        name: options.package.clone(),
    };
    api_output(api, sources, options, &layout)
}

/// An API of a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Bundled<'a> {
    /// The way to its module: `group/name`.
    pub name: &'a str,
    /// The API.
    pub api: &'a Api,
    /// Its documents.
    pub sources: &'a Sources,
    /// What to generate of it.
    pub options: &'a Options,
}

/// Generates the sources of a crate that has one module for each API, and one runtime. Its manifest
/// is written by hand.
///
/// # Errors
///
/// As [`generate`], and [`GenerateError::Name`].
pub fn bundle(apis: &[Bundled<'_>]) -> Result<Output, GenerateError> {
    let mut output = Output::default();
    let mut paths = Vec::new();
    for one in apis {
        let path = module_path(one.name)?;
        let layout = Layout::Module { path: path.clone() };
        let part = api_output(one.api, one.sources, one.options, &layout)?;
        output.files.extend(part.files);
        output.diagnostics.extend(part.diagnostics);
        output.summary.add(&part.summary);
        paths.push(path);
    }
    output.files.extend(files::bundle_files(&paths)?);
    output.summary.files = output.files.len();
    Ok(output)
}

fn module_path(name: &str) -> Result<Vec<String>, GenerateError> {
    let path: Vec<String> = name.split('/').map(str::to_owned).collect();
    let fits = |step: &String| *step == crate::names::module_case(step) && step != "runtime";
    match path.iter().all(fits) {
        true => Ok(path),
        false => Err(GenerateError::Name {
            name: name.to_owned(),
        }),
    }
}

fn api_output(
    api: &Api,
    sources: &Sources,
    options: &Options,
    layout: &Layout,
) -> Result<Output, GenerateError> {
    let (plan, refusals) = plan(api, options);
    let files = files::api_files(&plan, sources, options, layout)?;
    let lines = files
        .iter()
        .filter(|(path, _)| !path.starts_with("src/runtime"))
        .map(|(_, text)| text.lines().count())
        .sum();
    let mut diagnostics: Vec<Diagnostic> = refusals
        .iter()
        .map(|refusal| refusal.diagnostic(sources))
        .collect();
    trueline_spec::diagnostic::sort(&mut diagnostics);
    Ok(Output {
        summary: Summary {
            operations: api.operations.len(),
            generated: plan.served().map(|group| group.operations.len()).sum(),
            types: plan.types.len(),
            files: files.len(),
            lines,
        },
        files,
        diagnostics,
    })
}

fn plan(api: &Api, options: &Options) -> (Plan, Vec<crate::refusal::Refusal>) {
    let options = PlanOptions {
        selection: options.selection.clone(),
        extensible_markers: options.extensible_markers.clone(),
        choices: options.choices.clone(),
    };
    planning::plan(api, &options)
}

impl Summary {
    fn add(&mut self, other: &Summary) {
        self.operations += other.operations;
        self.generated += other.generated;
        self.types += other.types;
        self.files += other.files;
        self.lines += other.lines;
    }
}
