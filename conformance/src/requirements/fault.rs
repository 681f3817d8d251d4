//! What is wrong with a requirements file.

use std::fmt;

use thiserror::Error;

/// One thing that is wrong with a requirements file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementsFault {
    /// Line in the file, from 1; 0 where the fault has no place.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong and what to do about it.
    pub message: String,
}

/// All that is wrong with a requirements file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct RequirementsError {
    /// The name that the file is shown under.
    pub file: String,
    /// The faults, in file order; at least one.
    pub faults: Vec<RequirementsFault>,
}

impl fmt::Display for RequirementsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            let RequirementsFault {
                line,
                column,
                message,
            } = fault;
            write!(f, "{}:{line}:{column}: {message}", self.file)?;
        }
        Ok(())
    }
}
