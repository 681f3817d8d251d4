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
mod idempotency;
mod marker;
mod order;
mod page;
mod scene;
mod value;
mod walk;

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::case::{Case, CaseContext, CaseMeta, Phase};
use crate::contract::Contract;
use crate::requirements::LawSettings;
use crate::resource::{Resource, infer};
use crate::verdict::Verdict;

use scene::{Halt, Scene};

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
    /// Whether it can be asked of this resource.
    applies: fn(&Contract, &Resource, &LawSettings) -> bool,
    /// How it is asked.
    question: Question,
}

/// All laws, in the order in which they run.
const LAWS: &[&[Law]] = &[
    agreement::LAWS,
    effect::LAWS,
    order::LAWS,
    page::LAWS,
    filter::LAWS,
    expansion::LAWS,
    idempotency::LAWS,
];

/// A case for each law that applies to each resource of the contract: `laws/<law>/<resource>`.
pub fn cases(contract: &Contract) -> Vec<Arc<dyn Case>> {
    let mut cases: Vec<Arc<dyn Case>> = Vec::new();
    for resource in infer(&contract.api) {
        let resource = Arc::new(resource);
        let settings = contract.requirements.laws.get(&resource.name);
        let settings = Arc::new(settings.cloned().unwrap_or_default());
        for law in LAWS.iter().copied().flatten() {
            let is_skipped = settings.skip.iter().any(|name| name == law.name);
            if is_skipped || !(law.applies)(contract, &resource, &settings) {
                continue;
            }
            let name = format!("{}/{}", law.name, resource.name.replace('/', "~1"));
            let title = law.title.replace("{}", &resource.name);
            let mut meta = CaseMeta::free(Phase::Laws, &name, title);
            // Where things can be removed, another case might remove one in the middle of a walk.
            meta.alone = law.walks && resource.delete.is_some();
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
                Ok(()) | Err(Halt::Failed) => Verdict::Passed,
                Err(Halt::Untested(reason)) => Verdict::Untested(reason),
                Err(Halt::Error(reason)) => Verdict::Error(reason),
            }
        })
    }
}

/// Whether things can be made and read back: what nearly every law needs.
fn can_create(_: &Contract, resource: &Resource, _: &LawSettings) -> bool {
    resource.create.is_some() && resource.retrieve.is_some()
}

/// Whether things can be made and listed page by page.
fn can_page(_: &Contract, resource: &Resource, _: &LawSettings) -> bool {
    resource.create.is_some()
        && resource
            .list
            .as_ref()
            .is_some_and(|list| list.cursor.is_some() && list.limit.is_some())
}
