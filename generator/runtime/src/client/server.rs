//! Where an API is served.

use super::connect::ConfigError;

/// A server of the description (OpenAPI 3.0.4 §4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerInfo {
    /// Its URL, with `{variables}`.
    pub url: &'static str,
    /// Its variables.
    pub variables: &'static [VariableInfo],
}

/// A variable of a server's URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableInfo {
    /// Its name.
    pub name: &'static str,
    /// What it is when nothing is said.
    pub default: &'static str,
    /// What it may be; anything, where nothing stands here.
    pub values: &'static [&'static str],
}

impl ServerInfo {
    /// The URL, with these values for its variables.
    ///
    /// # Errors
    ///
    /// A variable that the server does not have, or a value that it may not take.
    pub fn address(&self, values: &[(String, String)]) -> Result<String, ConfigError> {
        let mut url = self.url.to_owned();
        for (name, value) in values {
            let known = self.variables.iter().find(|known| known.name == name);
            let known = known.ok_or_else(|| ConfigError::Variable {
                name: name.clone(),
                detail: format!("{} has no such variable", self.url),
            })?;
            if !known.values.is_empty() && !known.values.contains(&value.as_str()) {
                return Err(ConfigError::Variable {
                    name: name.clone(),
                    detail: format!("{value} is none of {}", known.values.join(", ")),
                });
            }
            url = url.replace(&format!("{{{name}}}"), value);
        }
        for variable in self.variables {
            url = url.replace(&format!("{{{}}}", variable.name), variable.default);
        }
        Ok(url)
    }
}
