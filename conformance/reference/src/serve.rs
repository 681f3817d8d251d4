//! The server as a whole: where it listens, what it starts with, how it stops.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::api::Api;
use crate::clock::Clock;
use crate::fault::{Fault, Planted};
use crate::files::Files;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::links::Links;
use crate::seed::Seed;
use crate::store::{MemoryStore, Store};
use crate::{digital_river, garden, stripe};

mod control;
mod door;
mod latency;
mod listen;
mod log;
mod socket;
mod turn;
mod voice;
mod writing;

use control::Control;
use listen::{House, listen};
use voice::Voice;

pub(crate) use door::Door;
pub use latency::{Latency, NoLatency};
pub use log::{Entry, Format, Log};
pub(crate) use voice::Refuse;

/// What a server starts with. The default is a correct server with the documented file, the machine's clock and
/// nothing stored.
#[derive(Debug, Clone)]
pub struct Options {
    /// The API that it serves.
    pub api: Api,
    /// The rule that the server breaks on purpose.
    pub fault: Option<Fault>,
    /// The keys that it accepts.
    pub keys: Keys,
    /// The clock that it goes by.
    pub clock: Clock,
    /// Whether the clock can be moved from outside, by `POST /_trueline/clock`.
    pub clock_moves: bool,
    /// How long every answer of the API is held back.
    pub latency: Latency,
    /// Where a line for each request goes.
    pub log: Option<Arc<dyn Log>>,
    /// What is in it before the first request, beside the files that exist.
    pub seed: Seed,
    /// The files that exist.
    pub files: Files,
    /// How much it takes, and how long it waits.
    pub limits: Limits,
    /// Where links are kept.
    pub store: Arc<dyn Store>,
    /// Scheme, host and port under which the public finds it, without a slash at the end; by default the address
    /// on which it listens.
    pub public_base: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self::of(Api::StripeFileLinks)
    }
}

impl Options {
    /// A correct server of this API, with its documented files.
    pub fn of(api: Api) -> Self {
        Self {
            api,
            fault: None,
            keys: Keys::default(),
            clock: Clock::system(),
            clock_moves: false,
            latency: Latency::default(),
            log: None,
            seed: Seed::default(),
            files: match api {
                Api::StripeFileLinks | Api::StripeFiles | Api::GardenPlots => Files::default(),
                Api::DigitalRiverFileLinks => Files::digital_river(),
            },
            limits: Limits::default(),
            store: Arc::new(MemoryStore::default()),
            public_base: None,
        }
    }
}

/// A server that runs until it is stopped or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts a server on `listener`.
///
/// # Errors
///
/// The listener has no address, or the seed cannot be kept.
pub async fn serve(listener: TcpListener, options: Options) -> io::Result<Server> {
    let address = listener.local_addr()?;
    let fault = Planted(options.fault);
    let clock = options.clock_moves.then(|| options.clock.clone());
    let mut files = options.files;
    let planted = options
        .seed
        .plant(&mut files, options.store.as_ref(), options.clock.now());
    planted.map_err(|refusal| io::Error::other(refusal.to_string()))?;
    let links = Links::new(options.store, Arc::new(files), options.clock, fault);
    let base = options
        .public_base
        .unwrap_or_else(|| format!("http://{address}"));
    let limits = options.limits;
    let (door, refuse): (Door, Refuse) = match options.api {
        Api::StripeFileLinks | Api::StripeFiles => (
            stripe::door(links, options.keys, base, limits),
            stripe::refuse,
        ),
        Api::DigitalRiverFileLinks => (
            digital_river::router(links, options.keys, base, limits).into(),
            digital_river::refuse,
        ),
        Api::GardenPlots => (
            garden::router(options.keys, fault, limits).into(),
            garden::refuse,
        ),
    };
    let house = House {
        door,
        control: Control { clock },
        limits,
        latency: options.latency,
        voice: Arc::new(Voice {
            refuse,
            log: options.log,
        }),
    };
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(listen(listener, Arc::new(house), stopped));
    Ok(Server {
        address,
        stop,
        task,
    })
}

/// Starts a server on a free port of the loopback interface.
///
/// # Errors
///
/// No port could be had.
pub async fn serve_on_loopback(options: Options) -> io::Result<Server> {
    serve(TcpListener::bind(("127.0.0.1", 0)).await?, options).await
}

impl Server {
    /// The address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base of its urls: `http://127.0.0.1:PORT`.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more connections, lets the requests that run come to their end, and ends.
    ///
    /// # Errors
    ///
    /// The server had failed before.
    pub async fn stop(mut self) -> io::Result<()> {
        self.stop.send_replace(true);
        self.wait().await
    }

    /// Waits until it ends by itself, which it does only when it fails.
    ///
    /// # Errors
    ///
    /// The failure.
    pub async fn wait(&mut self) -> io::Result<()> {
        (&mut self.task).await.map_err(io::Error::other)
    }
}
