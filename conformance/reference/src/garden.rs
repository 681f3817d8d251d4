//! The community garden: offsets, PUT, merge patches, work that goes on after 202, things that are archived and
//! not removed. Nothing of it is shared with the other APIs but keys and planted faults.

use std::sync::Arc;

use axum::Router;
use trueline_generated::garden::plots::server;

use crate::fault::Planted;
use crate::keys::Keys;
use crate::limits::Limits;

mod change;
mod handlers;
mod plot;
mod plots;
mod problem;
mod soil_tests;

/// The API, with nothing in it.
pub(crate) fn router(keys: Keys, fault: Planted, limits: Limits) -> Router {
    server::router(handlers::Operations(Arc::new(handlers::Garden {
        plots: plots::Plots::new(fault),
        tests: soil_tests::SoilTests::new(fault),
        keys,
        fault,
        limits,
    })))
}
