//! One module a command.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod laws;
pub(crate) mod list;
pub(crate) mod man;
pub(crate) mod merge;
pub(crate) mod replay;
pub(crate) mod self_test;
pub(crate) mod serve;
pub(crate) mod test;
pub(crate) mod update;
