//! The APIs that travel inside the command.

/// A bundled API: its description and the files beside it.
#[derive(Debug)]
pub(crate) struct Bundled {
    /// `GROUP/NAME`.
    pub(crate) name: &'static str,
    /// The OpenAPI document.
    pub(crate) document: File,
    /// The requirements file.
    pub(crate) requirements: Option<File>,
    /// The Arazzo workflows.
    pub(crate) workflows: Option<File>,
}

/// A file that travels inside the command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File {
    /// The path in the repository, shown in diagnostics.
    pub(crate) name: &'static str,
    /// What is in it.
    pub(crate) bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/bundled.rs"));

/// The bundled API of this name.
pub(crate) fn find(name: &str) -> Option<&'static Bundled> {
    BUNDLED.iter().find(|bundled| bundled.name == name)
}
