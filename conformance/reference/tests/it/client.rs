//! The generated client, in sessions with the server over real connections.

mod digital_river;
mod garden;
mod guide;
mod retries;
mod stripe;

use std::sync::LazyLock;

use tokio::runtime::Runtime;
use trueline_generated::runtime::client::Config;

use crate::site::Site;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Runs a session to its end.
fn run<T>(session: impl Future<Output = T>) -> T {
    RUNTIME.block_on(session)
}

/// A configuration that leads to the site.
fn config(site: &Site) -> Config {
    Config::new().base_url(format!("http://{}", site.address))
}
