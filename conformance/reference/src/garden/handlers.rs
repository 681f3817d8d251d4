//! The generated traits, implemented: each operation is a translation into the rules and back.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use trueline_generated::garden::plots::models;
use trueline_generated::garden::plots::requests::{
    ArchivePlotRequest, CreatePlotRequest, GetPlotRequest, GetSoilTestRequest, ListPlotsRequest,
    PatchPlotRequest, ReplacePlotRequest, StartSoilTestRequest,
};
use trueline_generated::garden::plots::server::plots::{
    ArchivePlotResponse, CreatePlotResponse, GetPlotResponse, ListPlotsResponse, PatchPlotResponse,
    Plots as PlotOperations, ReplacePlotResponse,
};
use trueline_generated::garden::plots::server::soil_tests::{
    GetSoilTestResponse, SoilTests as SoilTestOperations, StartSoilTestResponse,
};
use trueline_generated::runtime::FormLimits;
use trueline_generated::runtime::server::{Context, Credentials, Denied, OperationInfo, Service};

use super::plots::{Plots, Query};
use super::problem::Refused;
use super::soil_tests::SoilTests;
use crate::fault::{Fault, Planted};
use crate::keys::Keys;
use crate::limits::Limits;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Garden {
    pub(super) plots: Plots,
    pub(super) tests: SoilTests,
    pub(super) keys: Keys,
    pub(super) fault: Planted,
    pub(super) limits: Limits,
}

/// The server as the generated code knows it.
#[derive(Debug)]
pub(super) struct Operations(pub(super) Arc<Garden>);

impl Deref for Operations {
    type Target = Garden;

    fn deref(&self) -> &Garden {
        &self.0
    }
}

/// Whatever the generated code refuses by itself is answered as problem details already (GD-ERROR-01).
impl Service for Operations {
    type Caller = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _context: &Context,
    ) -> Result<(), Denied> {
        let known = credentials.secret().and_then(|key| self.keys.mode(key));
        match known {
            Some(_) => Ok(()),
            None => Err(Denied::Unknown {
                detail: "The garden does not know this key.".to_owned(),
            }),
        }
    }

    fn body_limit(&self, _operation: &'static OperationInfo) -> usize {
        self.limits.body
    }

    fn form_limits(&self) -> FormLimits {
        self.limits.form()
    }
}

/// A response enum's success, or its default with the problem.
macro_rules! respond {
    ($response:ident, $outcome:expr) => {
        match $outcome {
            Ok(success) => success,
            Err(refused) => {
                let (status, problem) = Refused::into_problem(refused);
                $response::Default(status, problem)
            }
        }
    };
}

impl PlotOperations for Operations {
    async fn list_plots(
        &self,
        request: ListPlotsRequest,
        _caller: (),
        _context: &Context,
    ) -> ListPlotsResponse {
        let count = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        let page = self.plots.page(&Query {
            offset: request.offset.map(count),
            limit: request.limit.map(count),
            soil: request.soil,
            irrigated: request.irrigated,
            with_archived: request.include_archived.unwrap_or_default(),
        });
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let page = page.map(|page| {
            ListPlotsResponse::Ok(models::PlotPage {
                items: page.plots.iter().map(|plot| plot.shown()).collect(),
                total: number(page.total),
                offset: number(page.offset),
                limit: number(page.limit),
            })
        });
        respond!(ListPlotsResponse, page)
    }

    async fn create_plot(
        &self,
        request: CreatePlotRequest,
        _caller: (),
        _context: &Context,
    ) -> CreatePlotResponse {
        let plot = self.plots.add(request.body.into());
        CreatePlotResponse::Created(plot.shown())
    }

    async fn get_plot(
        &self,
        request: GetPlotRequest,
        _caller: (),
        _context: &Context,
    ) -> GetPlotResponse {
        let plot = self.plots.show(&request.plot_id);
        respond!(
            GetPlotResponse,
            plot.map(|plot| GetPlotResponse::Ok(plot.shown()))
        )
    }

    async fn replace_plot(
        &self,
        request: ReplacePlotRequest,
        _caller: (),
        _context: &Context,
    ) -> ReplacePlotResponse {
        let mut named = Vec::new();
        if !request.body.notes.is_absent() {
            named.push("notes");
        }
        if request.body.irrigated.is_some() {
            named.push("irrigated");
        }
        let said = request.body.into();
        let id = &request.plot_id;
        if self.fault.is(Fault::PutOfNobodyCreates) && self.plots.get(id).is_err() {
            return ReplacePlotResponse::Ok(self.plots.add_as(id, said).shown());
        }
        let plot = self.plots.replace(id, said, &named);
        respond!(
            ReplacePlotResponse,
            plot.map(|plot| ReplacePlotResponse::Ok(plot.shown()))
        )
    }

    async fn patch_plot(
        &self,
        request: PatchPlotRequest,
        _caller: (),
        _context: &Context,
    ) -> PatchPlotResponse {
        if self.fault.is(Fault::PatchLosesConcurrent) {
            let before = self.plots.get(&request.plot_id);
            // Long enough that patches sent together read the same plot.
            tokio::time::sleep(Duration::from_millis(20)).await;
            if let Ok(before) = before {
                self.plots.set_back(before);
            }
        }
        let plot = self.plots.patch(&request.plot_id, request.body);
        respond!(
            PatchPlotResponse,
            plot.map(|plot| PatchPlotResponse::Ok(plot.shown()))
        )
    }

    async fn archive_plot(
        &self,
        request: ArchivePlotRequest,
        _caller: (),
        _context: &Context,
    ) -> ArchivePlotResponse {
        let gone = self.plots.archive(&request.plot_id);
        respond!(
            ArchivePlotResponse,
            gone.map(|()| ArchivePlotResponse::NoContent)
        )
    }
}

impl SoilTestOperations for Operations {
    async fn start_soil_test(
        &self,
        request: StartSoilTestRequest,
        _caller: (),
        _context: &Context,
    ) -> StartSoilTestResponse {
        let plot = self.plots.get(&request.plot_id);
        let plot = plot.and_then(|plot| match plot.archived {
            Some(_) => Err(Refused::Archived(plot.id)),
            None => Ok(plot),
        });
        let started = plot.map(|plot| {
            let body = self.tests.start(&plot, request.body.depth);
            let named = if self.fault.is(Fault::LocationOfPlot) {
                format!("/plots/{}", body.plot_id)
            } else {
                format!("/soil-tests/{}", body.id)
            };
            StartSoilTestResponse::Accepted {
                body,
                location: named,
            }
        });
        respond!(StartSoilTestResponse, started)
    }

    async fn get_soil_test(
        &self,
        request: GetSoilTestRequest,
        _caller: (),
        _context: &Context,
    ) -> GetSoilTestResponse {
        let test = self.tests.get(&request.test_id);
        respond!(GetSoilTestResponse, test.map(GetSoilTestResponse::Ok))
    }
}
