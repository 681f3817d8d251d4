//! The workflow engine: what it says about documents, and what it finds out about servers.

mod bundled;
