//! How a command ends.

use std::process::ExitCode;

/// The exit codes, the same for every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All held; the output is fresh.
    Held,
    /// Something did not hold; the output is stale.
    Broken,
    /// The call or a document is wrong.
    Usage,
    /// The target could not be tested.
    Unreachable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Held => 0,
            Exit::Broken => 1,
            Exit::Usage => 2,
            Exit::Unreachable => 3,
        })
    }
}

/// What stopped a command, said to the user in one line and a help line.
#[derive(Debug)]
pub(crate) struct Stop {
    /// What went wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// How the command ends.
    pub(crate) exit: Exit,
}

impl Stop {
    /// The call or a document is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            exit: Exit::Usage,
        }
    }

    /// With a line that says what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
