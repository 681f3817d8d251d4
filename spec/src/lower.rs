//! Raw documents → the IR.
//!
//! Lowering takes what it can and says what it could not: a fault in what an operation means costs
//! that operation, a fault in what it says about itself only that remark. It never panics, whatever
//! the document; the structural check has its own, more exact words for faults of form.

mod body;
mod callback;
mod context;
mod example;
mod header;
mod ids;
mod info;
mod link;
mod media_type;
mod node;
mod operation;
mod parameter;
mod path_item;
mod path_template;
mod response;
mod schema;
mod security;
mod server;
mod used;

use crate::Diagnostic;
use crate::ir::{Api, OpenApiVersion};
use crate::load::LoadOptions;
use crate::reference::{self, Registry};
use crate::source::{At, DocumentId, Sources};

use context::Lowering;
pub(crate) use context::kind_of;
pub(crate) use node::Node;

/// What came of lowering.
#[derive(Debug)]
pub struct Lowered {
    /// The API; `None` only when the root is not an object.
    pub api: Option<Api>,
    /// References that lead nowhere, objects that could not be read, features that are refused.
    pub diagnostics: Vec<Diagnostic>,
    /// What of the documents nothing reads, in document order. A node stands for all that is in it.
    pub ignored: Vec<At>,
}

/// Lowers the description whose root is `root`. Documents that its `$ref`s name are added to
/// `sources` on the way, through the resolver of `options`.
pub fn lower(
    sources: &mut Sources,
    root: DocumentId,
    version: OpenApiVersion,
    options: &LoadOptions,
) -> Lowered {
    let registry = reference::load_referenced(sources, root, options);
    lower_loaded(sources, &registry, root, version)
}

fn lower_loaded(
    sources: &Sources,
    registry: &Registry,
    root: DocumentId,
    version: OpenApiVersion,
) -> Lowered {
    let at = At::root(root);
    let Some(value) = sources.value(&at).filter(|value| value.is_object()) else {
        return Lowered {
            api: None,
            diagnostics: Vec::new(),
            ignored: Vec::new(),
        };
    };
    let mut lowering = Lowering::new(sources, registry, version);
    let api = lowering.api(&Node::new(value, at));
    let ignored = lowering.used.unread(sources);
    Lowered {
        api: Some(api),
        diagnostics: lowering.diagnostics,
        ignored,
    }
}

impl<'a> Lowering<'a> {
    fn api(&mut self, root: &Node<'a>) -> Api {
        for name in ["openapi", "jsonSchemaDialect"] {
            self.take(root, name);
        }
        let info = self.info(root);
        let servers = self.servers_or_default(root);
        let tags = self.tags(root);
        let security_schemes = self.security_schemes(root);
        let security = self.document_security(root);
        let components = self.component_schemas(root);

        self.assign_ids(root);
        let mut operations = self.paths(root);
        let webhooks = self.webhooks(root);
        self.finish_links(&mut operations);
        self.finish_schemas();

        Api {
            version: self.version,
            info,
            servers,
            tags,
            operations,
            webhooks,
            schemas: std::mem::take(&mut self.schemas.arena),
            components,
            security_schemes,
            security,
            extensions: self.extensions(root),
        }
    }
}
