//! Servers and their variables.

use indexmap::IndexMap;

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
            servers.push(Server {
                url: shell.url,
                description: shell.description,
                variables: self.server_variables(&node),
                at: node.at,
            });
        }
        servers
    }

    fn server_variables(&mut self, server: &Node<'a>) -> IndexMap<String, ServerVariable> {
        let mut variables = IndexMap::new();
        for (name, node) in server.members_of("variables") {
            let what = format!("the server variable `{name}`");
            if let Some(shell) = self.shell::<openapiv3::ServerVariable>(&node, &what) {
                variables.insert(name.to_owned(), server_variable(shell));
            }
        }
        variables
    }
}

fn server_variable(shell: openapiv3::ServerVariable) -> ServerVariable {
    ServerVariable {
        default: shell.default,
        values: shell.enumeration,
        description: shell.description,
    }
}
