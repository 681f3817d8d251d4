//! Laws: what must hold between calls of any API that keeps things.
//!
//! Which law applies is read off the description ([`crate::resource`]); what no description says (which
//! members change with time, how a state is reached) stands in the requirements file under `laws`
//! ([`crate::requirements::LawSettings`]). Each law works on things that it makes itself, next to whatever else the target
//! holds, and assumes nothing about that.

mod agreement;
mod body;
mod effect;
mod expansion;
mod filter;
mod full;
mod idempotency;
mod job;
mod marker;
mod need;
mod offset;
mod order;
mod page;
mod patch;
mod reading;
mod removal;
mod replace;
mod scene;
mod sequence;
mod stranger;
mod survey;
mod value;
mod walk;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::contract::Contract;
use crate::requirements::LawSettings;
use crate::resource::{Resource, settled};
use crate::verdict::Verdict;

use need::Need;
use scene::{Halt, Scene};
pub use sequence::{USUAL, cases as sequences};
pub use survey::{Reason, Standing, survey};

/// A law's question: it puts what it finds into the scene, and halts when it cannot go on.
type Question = for<'a> fn(&'a Scene<'a>) -> BoxFuture<'a, Result<(), Halt>>;

/// One law.
struct Law {
    /// Its name in case ids.
    name: &'static str,
    /// What must hold, for a person; `{}` is the resource.
    title: &'static str,
    /// Whether it walks over the list and needs it to stand still where it walks.
    walks: bool,
    /// What it needs of a resource to be asked of it.
    needs: &'static [Need],
    /// How it is asked.
    question: Question,
}

impl Law {
    /// The id of its case about `resource`.
    fn case_id(&self, resource: &Resource) -> String {
        self.meta(resource).id
    }

    fn meta(&self, resource: &Resource) -> CaseMeta {
        let name = format!("{}/{}", self.name, resource.name.replace('/', "~1"));
        let title = self.title.replace("{}", &resource.name);
        CaseMeta::free(Phase::Laws, &name, title)
    }
}

/// What a law is asked of.
struct Subject<'a> {
    contract: &'a Contract,
    resource: &'a Resource,
    settings: &'a LawSettings,
}

/// All laws, in the order in which they run.
const LAWS: &[&[Law]] = &[
    agreement::LAWS,
    effect::LAWS,
    replace::LAWS,
    patch::LAWS,
    removal::LAWS,
    order::LAWS,
    page::LAWS,
    full::LAWS,
    offset::LAWS,
    filter::LAWS,
    expansion::LAWS,
    idempotency::LAWS,
    job::LAWS,
];

/// A case for each law that applies to each resource of the contract: `laws/<law>/<resource>`.
pub fn cases(contract: &Contract) -> Vec<Arc<dyn Case>> {
    let mut cases: Vec<Arc<dyn Case>> = Vec::new();
    for (resource, settings) in settled(contract) {
        let (resource, settings) = (Arc::new(resource), Arc::new(settings));
        let subject = Subject {
            contract,
            resource: &resource,
            settings: &settings,
        };
        for law in LAWS.iter().copied().flatten() {
            if !matches!(survey::reason(law, &subject), Reason::Applies { .. }) {
                continue;
            }
            let mut meta = law.meta(&resource);
            meta.alone = law.needs.contains(&Need::Quiet) || (law.walks && moves(&resource));
            cases.push(Arc::new(LawCase {
                meta,
                question: law.question,
                resource: Arc::clone(&resource),
                settings: Arc::clone(&settings),
            }));
        }
    }
    cases
}

/// Whether another case might move what a walk counts on: where things can be removed in the middle of
/// it, and where pages are counted from the start of the list.
fn moves(resource: &Resource) -> bool {
    let list = resource.list.as_ref();
    resource.delete.is_some() || list.is_some_and(|list| list.cursor.is_none())
}

struct LawCase {
    meta: CaseMeta,
    question: Question,
    resource: Arc<Resource>,
    settings: Arc<LawSettings>,
}

impl Case for LawCase {
    fn meta(&self) -> &CaseMeta {
        &self.meta
    }

    fn run<'a>(&'a self, cx: &'a CaseContext) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let scene = Scene::new(cx, &self.resource, &self.settings);
            let ended = (self.question)(&scene).await;
            let failures = scene.into_failures();
            match ended {
                _ if !failures.is_empty() => Verdict::Failed(failures),
                Ok(()) => Verdict::Passed,
                Err(Halt::Failed) => {
                    Verdict::Error("the law could not be asked to its end".to_owned())
                }
                Err(Halt::Untested(reason)) => Verdict::Untested(reason),
                Err(Halt::Error(reason)) => Verdict::Error(reason),
            }
        })
    }
}
