//! `trueline serve`: the reference server, until it is told to stop.

use std::io::Write as _;
use std::path::Path;

use tokio::net::TcpListener;
use trueline_reference::Api;
use trueline_reference::fault::Fault;
use trueline_reference::files::Files;
use trueline_reference::seed::Seed;
use trueline_reference::serve::{Options, serve};
use trueline_reference::store::{Place, Trouble};
use trueline_spec::Sources;

use crate::arguments::{MessageFormat, Serve};
use crate::embedded::named;
use crate::exit::{Exit, Stop};
use crate::run::event_loop;
use crate::{render, seed};

mod log;

/// Runs the command.
pub(crate) fn run(arguments: &Serve) -> Result<Exit, Stop> {
    let fault = arguments.fault.as_deref().map(named).transpose()?;
    let api = match arguments.api.as_deref() {
        None => Api::default(),
        Some(name) => Api::named(name).ok_or_else(|| {
            let names: Vec<&str> = Api::ALL.into_iter().map(Api::name).collect();
            Stop::usage(format!("there is no reference server for `{name}`"))
                .help(format!("there is one for: {}", names.join(", ")))
        })?,
    };
    if arguments.list_faults {
        list_faults(api);
        return Ok(Exit::Held);
    }
    let mut options = Options {
        fault,
        public_base: arguments
            .public_url
            .as_deref()
            .map(|url| url.trim_end_matches('/').to_owned()),
        ..Options::of(api)
    };
    if let Some(name) = &arguments.data {
        let trouble = Trouble::new(|message| {
            // Where stderr is gone there is nobody to tell.
            let _ = writeln!(anstream::stderr(), "error: {message}");
        });
        options.store = Place::named(name)
            .and_then(|place| place.open(trouble))
            .map_err(|error| Stop::usage(error.to_string()))?;
    }
    if let Some(path) = &arguments.seed {
        options.seed = seed(path, &options.files)?;
    }
    if let Some(clock) = &arguments.clock {
        options.clock = clock.clone();
        options.clock_moves = true;
    }
    options.latency = arguments.latency.unwrap_or_default();
    options.limits = arguments.limits.limits();
    options.log = log::of(arguments.log);
    event_loop()?.block_on(async {
        let listener = TcpListener::bind(&arguments.addr).await.map_err(|error| {
            Stop::usage(format!("cannot listen on {}: {error}", arguments.addr))
                .help("give another address with --addr HOST:PORT; port 0 takes a free one")
        })?;
        let failed = |error: std::io::Error| Stop {
            message: format!("the server failed: {error}"),
            help: None,
            exit: Exit::Unreachable,
        };
        let mut server = serve(listener, options).await.map_err(failed)?;
        announce(&server.base_url(), fault);
        tokio::select! {
            ended = server.wait() => ended.map_err(failed)?,
            () = told_to_stop() => {}
        }
        tokio::select! {
            stopped = server.stop() => stopped.map_err(failed)?,
            () = told_to_stop() => {
                return Err(Stop {
                    message: "stopped at once, with requests still running".to_owned(),
                    help: None,
                    exit: Exit::Broken,
                });
            }
        }
        Ok(Exit::Held)
    })
}

/// Reads a seed, and says what is wrong with it.
fn seed(path: &Path, files: &Files) -> Result<Seed, Stop> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| Stop::usage(format!("cannot read the seed {name}: {error}")))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut sources = Sources::default();
    let (seed, diagnostics) = seed::read(&mut sources, &name, &bytes, folder, files);
    render::diagnostics(&diagnostics, &sources, MessageFormat::Human);
    seed.ok_or_else(|| Stop::usage(format!("{name} has {}", render::count(&diagnostics))))
}

/// Says where it listens, on stdout, so that a script that started it can read the port.
fn announce(base: &str, fault: Option<Fault>) {
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "listening on {base}");
    let _ = out.flush();
    if let Some(fault) = fault {
        let info = fault.info();
        let _ = writeln!(
            anstream::stderr(),
            "with the fault {}: {} ({})",
            info.name,
            info.what,
            info.requirement
        );
    }
}

/// SIGINT or, where there is one, SIGTERM.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

fn list_faults(api: Api) {
    let mut out = anstream::stdout().lock();
    let faults = Fault::of(api);
    let width = faults.iter().map(|info| info.name.len()).max().unwrap_or(0);
    for info in faults {
        let _ = writeln!(
            out,
            "{:width$}  {:14}  {:14}  {}",
            info.name,
            info.group.name(),
            info.requirement,
            info.what
        );
    }
}
