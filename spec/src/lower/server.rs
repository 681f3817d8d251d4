//! Servers and their variables.

use super::context::Lowering;
use super::node::Node;
use crate::ir::{Server, ServerVariable};

impl<'a> Lowering<'a> {
    /// The servers of the document, or the one that holds when it names none
    /// (OpenAPI 3.0.4 §4.1: a server with the URL `/`).
    pub(crate) fn servers_or_default(&mut self, root: &Node<'a>) -> Vec<Server> {
        let mut servers = self.servers(root);
        if servers.is_empty() {
            servers.push(Server {
                at: root.at.clone(),
                url: "/".to_owned(),
                description: None,
                variables: Default::default(),
            });
        }
        servers
    }

    /// The servers that this object names; none when it names none.
    pub(crate) fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let mut servers = Vec::new();
        for node in holder.items_of("servers") {
            let Some(shell) = self.shell::<openapiv3::Server>(&node, "a server") else {
                continue;
            };
            let variables = shell.variables.unwrap_or_default();
            servers.push(Server {
                at: node.at,
                url: shell.url,
                description: shell.description,
                variables: variables
                    .into_iter()
                    .map(|(name, variable)| (name, server_variable(variable)))
                    .collect(),
            });
        }
        servers
    }
}

fn server_variable(shell: openapiv3::ServerVariable) -> ServerVariable {
    ServerVariable {
        default: shell.default,
        values: shell.enumeration,
        description: shell.description,
    }
}
