//! Soil tests: taken on at once, done after a while.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indexmap::IndexMap;
use trueline_generated::garden::plots::models::{Soil, SoilResult, SoilTest, SoilTestState};
use trueline_generated::runtime::DateTime;

use super::plot::Plot;
use super::problem::Refused;
use crate::fault::{Fault, Planted};
use crate::ids;

/// How long a test waits before it is begun.
const QUEUED: Duration = Duration::from_millis(80);
/// How long it takes in all.
const TAKES: Duration = Duration::from_millis(240);
/// Centimetres below the surface when the request does not say.
const DEFAULT_DEPTH: i64 = 20;

/// When a planted fault begins it again, for as long as that.
const BACK_AFTER: Duration = Duration::from_millis(480);
/// Centimetres from which on a planted fault calls it deep.
const DEEP: i64 = 25;

/// A test under way, or done.
#[derive(Debug, Clone)]
struct Kept {
    id: String,
    plot: String,
    soil: Soil,
    depth: i64,
    requested: DateTime,
    begun: Instant,
}

/// All tests.
#[derive(Debug)]
pub(super) struct SoilTests {
    kept: Mutex<IndexMap<String, Kept>>,
    fault: Planted,
}

impl SoilTests {
    pub(super) fn new(fault: Planted) -> Self {
        Self {
            kept: Mutex::default(),
            fault,
        }
    }

    /// Takes a test on (GD-TEST-01).
    pub(super) fn start(&self, plot: &Plot, depth: Option<i64>) -> SoilTest {
        let test = Kept {
            id: ids::soil_test(),
            plot: plot.id.clone(),
            soil: plot.content.soil.clone(),
            depth: match self.fault.is(Fault::DepthCappedAtTwenty) {
                true => depth.unwrap_or(DEFAULT_DEPTH).min(DEFAULT_DEPTH),
                false => depth.unwrap_or(DEFAULT_DEPTH),
            },
            requested: DateTime::now(),
            begun: Instant::now(),
        };
        let shown = self.shown(&test);
        self.lock().insert(test.id.clone(), test);
        shown
    }

    /// The test as it stands (GD-TEST-02).
    pub(super) fn get(&self, id: &str) -> Result<SoilTest, Refused> {
        let kept = self.lock();
        let test = kept.get(id);
        test.map(|test| self.shown(test))
            .ok_or_else(|| Refused::NoSuchTest(id.to_owned()))
    }

    /// Its state goes by the time that has passed, and once final stays (GD-TEST-02, GD-TEST-03).
    fn shown(&self, test: &Kept) -> SoilTest {
        let passed = test.begun.elapsed();
        let is_endless = self.fault.is(Fault::SoilTestNeverEnds)
            || test.depth >= DEEP && self.fault.is(Fault::DeepSoilTestNeverEnds);
        let goes_back = self.fault.is(Fault::SoilTestGoesBack)
            && (BACK_AFTER..BACK_AFTER * 2).contains(&passed);
        let state = if passed < QUEUED {
            SoilTestState::Queued
        } else if passed < TAKES || is_endless || goes_back {
            SoilTestState::Running
        } else if test.soil == Soil::Rock {
            SoilTestState::Failed
        } else {
            SoilTestState::Done
        };
        let has_result = match state {
            SoilTestState::Done => !self.fault.is(Fault::SoilTestWithoutResult),
            _ => self.fault.is(Fault::SoilTestResultEarly),
        };
        SoilTest {
            id: test.id.clone(),
            plot_id: test.plot.clone(),
            depth: test.depth,
            state,
            requested_at: test.requested.clone(),
            result: has_result.then(|| found(&test.soil)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is found in a soil.
fn found(soil: &Soil) -> SoilResult {
    let (ph, humus) = match soil {
        Soil::Clay => (7.1, 3.5),
        Soil::Sand => (5.8, 1.2),
        _ => (6.5, 4.0),
    };
    SoilResult { ph, humus }
}
