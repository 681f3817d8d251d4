//! Reaching a database, and saying why it cannot be reached.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, Error};

use super::schema::FORMAT;

/// How long to wait for an answer to a call to the server.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a database cannot be used. No message holds a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// The URL cannot be read.
    #[error(
        "the URL cannot be read: {0}; it has the form postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    )]
    Url(String),
    /// The URL demands TLS.
    #[error(
        "the connection cannot be encrypted: this server speaks no TLS to PostgreSQL; \
         use a local address or a tunnel, and leave `sslmode` out"
    )]
    Tls,
    /// Nobody answers.
    #[error(
        "nobody answers at {address}: {reason}; is the server running, and is the address right?"
    )]
    Unreachable {
        /// Host and port.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// The user or the password is wrong.
    #[error("the server does not let {user} in: {reason}; check user and password in the URL")]
    Denied {
        /// The user.
        user: String,
        /// What the server says.
        reason: String,
    },
    /// There is no such database.
    #[error("there is no database {name} on the server; make it with `createdb {name}`")]
    Unknown {
        /// Its name.
        name: String,
    },
    /// Another version of this server made the tables.
    #[error(
        "its tables have format {found} and this version reads {FORMAT}; use the version that made them"
    )]
    Format {
        /// The number in the database.
        found: i64,
    },
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl DatabaseError {
    pub(super) fn of(error: &Error, config: &Config) -> Self {
        let user = || config.get_user().unwrap_or("the user").to_owned();
        match error.code() {
            Some(code)
                if *code == SqlState::INVALID_PASSWORD
                    || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION =>
            {
                DatabaseError::Denied {
                    user: user(),
                    reason: reason(error),
                }
            }
            Some(code) if *code == SqlState::INVALID_CATALOG_NAME => DatabaseError::Unknown {
                name: config
                    .get_dbname()
                    .or(config.get_user())
                    .unwrap_or_default()
                    .to_owned(),
            },
            Some(_) => DatabaseError::Other(reason(error)),
            None if error.to_string().starts_with("invalid configuration") => {
                DatabaseError::Denied {
                    user: user(),
                    reason: reason(error),
                }
            }
            None => DatabaseError::Unreachable {
                address: address(config),
                reason: reason(error),
            },
        }
    }
}

/// The connection of a URL, with time limits where it names none.
pub(super) fn configuration(url: &str) -> Result<Config, DatabaseError> {
    let mut config: Config = url
        .parse()
        .map_err(|error: Error| DatabaseError::Url(reason(&error)))?;
    if config.get_ssl_mode() == SslMode::Require {
        return Err(DatabaseError::Tls);
    }
    if config.get_hosts().is_empty() {
        return Err(DatabaseError::Url("it names no host".to_owned()));
    }
    if config.get_user().is_none() {
        return Err(DatabaseError::Url("it names no user".to_owned()));
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(PATIENCE);
    }
    if config.get_application_name().is_none() {
        config.application_name("trueline");
    }
    Ok(config)
}

/// A database by user, address and name, for people.
pub(super) fn name(config: &Config) -> String {
    format!(
        "postgres://{}@{}/{}",
        config.get_user().unwrap_or_default(),
        address(config),
        config.get_dbname().unwrap_or_default()
    )
}

/// What went wrong, in the words of whoever knows best.
pub(super) fn reason(error: &Error) -> String {
    if let Some(database) = error.as_db_error() {
        return database.message().to_owned();
    }
    match error.source() {
        Some(source) => source.to_string(),
        None => error.to_string(),
    }
}

fn address(config: &Config) -> String {
    let ports = config.get_ports();
    let hosts = config.get_hosts().iter().enumerate().map(|(index, host)| {
        let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
        match host {
            Host::Tcp(name) => format!("{name}:{port}"),
            #[cfg(unix)]
            Host::Unix(path) => format!("{}/.s.PGSQL.{port}", path.display()),
        }
    });
    hosts.collect::<Vec<_>>().join(",")
}
