//! Files: from a plan to paths and texts.
//!
//! A file is a [`Module`] of tokens; what it imports is found in its tokens, what it declares in the
//! other modules, and its text is made item by item.

mod client;
mod format;
mod header;
mod manifest;
mod models;
mod module;
mod runtime;
mod server;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use trueline_spec::Sources;

use crate::emit::{Cx, ModelPath, ident};
use crate::generate::{GenerateError, Options};
use crate::plan::Plan;

pub use header::is_ours;
pub(crate) use manifest::CRATES;
pub(crate) use models::OPERATIONS;
pub use module::{Module, Visibility};
pub use runtime::SOURCES as RUNTIME_SOURCES;

/// Relative path, `/` between its parts → text.
pub type Files = BTreeMap<String, String>;

/// Where an API's code stands in its crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// It is the crate: `src/lib.rs`, with a manifest and the runtime beside it.
    Crate {
        /// Name of the package.
        name: String,
    },
    /// It is a module of a crate that has the runtime as `crate::runtime`.
    Module {
        /// The way from the crate's root: `["group", "name"]`.
        path: Vec<String>,
    },
}

impl Layout {
    /// The API's module as a path: `crate` or `crate::group::name`.
    fn root(&self) -> TokenStream {
        let steps = match self {
            Layout::Crate { .. } => Vec::new(),
            Layout::Module { path } => path.iter().map(|step| ident(step)).collect(),
        };
        quote!(crate #(:: #steps)*)
    }

    /// The folder of the API's submodules, and the file of its own module.
    fn place(&self) -> (String, String) {
        match self {
            Layout::Crate { .. } => ("src".to_owned(), "src/lib.rs".to_owned()),
            Layout::Module { path } => {
                let folder = format!("src/{}", path.join("/"));
                let file = format!("{folder}.rs");
                (folder, file)
            }
        }
    }
}

/// The files of one API.
///
/// # Errors
///
/// [`GenerateError::Format`] when tokens are no Rust: a fault of the generator, not of the document.
pub(crate) fn api_files(
    plan: &Plan,
    sources: &Sources,
    options: &Options,
    layout: &Layout,
) -> Result<Files, GenerateError> {
    let mut modules = models::modules(&Cx {
        plan,
        models: ModelPath::Bare,
        client: options.client,
        tag_features: options.tag_features,
    });
    let qualified = Cx {
        plan,
        models: ModelPath::Qualified,
        client: options.client,
        tag_features: options.tag_features,
    };
    if options.server || options.client {
        modules.extend(server::requests(&qualified, options.server));
    }
    if options.server {
        modules.extend(server::server(&qualified));
        modules.extend(server::receiver(&qualified));
    }
    if options.client {
        modules.extend(client::client(&qualified));
    }
    modules.sort_by(|a, b| a.path.cmp(&b.path));
    let (folder, root_file) = layout.place();
    let root = layout.root();
    let mut files = Files::new();
    for module in &modules {
        let path = format!("{folder}/{}.rs", module.path.join("/"));
        files.insert(path.clone(), module::text(module, &modules, &root, &path)?);
    }
    let is_crate = matches!(layout, Layout::Crate { .. });
    let own = module::root_module(plan, &modules, is_crate);
    let text = format::file(&root_file, &header::root(plan, sources), own)?;
    files.insert(root_file, text);
    if let Layout::Crate { name } = layout {
        let parts = runtime::Parts {
            server: options.server,
            client: options.client,
        };
        files.extend(runtime::files(parts));
        files.insert(
            "Cargo.toml".to_owned(),
            manifest::text(name, plan, parts, options),
        );
    }
    Ok(files)
}

/// The files of a crate that has several APIs and one runtime; `modules` are the paths of their
/// modules. The manifest is the crate's own.
pub(crate) fn bundle_files(modules: &[Vec<String>]) -> Result<Files, GenerateError> {
    let mut folders: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for path in modules {
        for depth in 0..path.len() {
            let names = folders.entry(path[..depth].to_vec()).or_default();
            if !names.contains(&path[depth]) {
                names.push(path[depth].clone());
            }
        }
    }
    let mut files = runtime::files(runtime::Parts::ALL);
    for (folder, mut names) in folders {
        let (file, docs) = match folder.as_slice() {
            [] => {
                names.push("runtime".to_owned());
                (
                    "src/lib.rs".to_owned(),
                    "Generated from descriptions of APIs: one module each, and the runtime that they share."
                        .to_owned(),
                )
            }
            folder => (
                format!("src/{}.rs", folder.join("/")),
                format!("The APIs described under `{}`.", folder.join("/")),
            ),
        };
        names.sort();
        let names = names.iter().map(|name| ident(name));
        let docs = format!(" {docs}");
        let tokens = quote!(#![doc = #docs] #(pub mod #names;)*);
        files.insert(file.clone(), format::file(&file, header::MARKER, tokens)?);
    }
    Ok(files)
}
