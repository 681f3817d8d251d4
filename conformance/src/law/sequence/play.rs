//! Plays a plan on fresh things and holds every answer to the model.

mod ask;
mod change;
mod hold;
mod lists;

use serde_json::{Value, json};

use super::Subject;
use super::choose::{Chosen, Moment, choose};
use super::model::{Entry, Expected, Life};
use super::plan::{Act, Plan, Step};
use super::table::{Member, law_ids};
use crate::case::CaseContext;
use crate::law::expansion::compare;
use crate::law::scene::{Halt, Scene};
use crate::verdict::Failure;

/// How a plan ended.
pub(super) enum Ended {
    /// All was as predicted.
    Held,
    /// Something was not; at least one failure.
    Failed(Vec<Failure>),
    /// It could not be played.
    Halted(Halt),
}

/// Things in a sequence at most: what is made beyond them is not looked after.
const MOST_THINGS: usize = 5;

/// Plays the plan.
pub(super) async fn play(cx: &CaseContext, subject: &Subject, plan: &Plan) -> Ended {
    let scene = Scene::new(cx, &subject.resource, &subject.settings);
    let mut player = Player {
        scene: &scene,
        subject,
        world: Vec::new(),
        refused: Vec::new(),
    };
    let ended = player.run(plan).await;
    let failures = scene.into_failures();
    match ended {
        _ if !failures.is_empty() => Ended::Failed(failures),
        Ok(()) => Ended::Held,
        Err(halt) => Ended::Halted(halt),
    }
}

struct Player<'a, 's> {
    scene: &'s Scene<'a>,
    subject: &'s Subject,
    world: Vec<Entry>,
    /// Marks that refused creates carried.
    refused: Vec<String>,
}

impl Player<'_, '_> {
    async fn run(&mut self, plan: &Plan) -> Result<(), Halt> {
        for step in &plan.steps {
            match step.act {
                Act::Create if self.world.len() < MOST_THINGS => self.create(step).await?,
                Act::Create => {}
                Act::Update => self.update(step).await?,
                Act::Retrieve => self.retrieve(step).await?,
                Act::List => self.list(step).await?,
                Act::Delete => self.delete(step).await?,
            }
            if self.scene.failed() > 0 {
                return Ok(());
            }
        }
        self.at_the_end().await
    }

    /// Whether the API's files leave a law's claim standing.
    fn claims(&self, law: &str) -> bool {
        !self.subject.settings.skip.iter().any(|it| it == law)
    }

    /// Lays what was found since `from` to the requirements of a law.
    fn by_law(&self, from: usize, law: &str) {
        let file = &self.scene.cx.contract().requirements;
        let ids = law_ids(file, &self.subject.resource, law);
        self.scene.lay(from, &ids);
    }

    fn chosen(&self, members: &[Member], step: &Step) -> Vec<Chosen> {
        let moment = Moment {
            now: self.scene.cx.now(),
            requirements: &self.scene.cx.contract().requirements,
            expandable: &self.subject.table.expandable,
        };
        let picks = members.iter().zip(&step.picks);
        picks
            .filter_map(|(member, pick)| choose(member, *pick, &moment))
            .collect()
    }

    fn place(&self, step: &Step) -> Option<usize> {
        step.of.checked_rem(self.world.len())
    }

    async fn retrieve(&mut self, step: &Step) -> Result<(), Halt> {
        let scene = self.scene;
        let Some(entry) = self.place(step).and_then(|place| self.world.get(place)) else {
            return Ok(());
        };
        let from = scene.failed();
        if entry.life == Life::Gone {
            let operation = scene.operation(self.subject.resource.retrieve.as_deref())?;
            let due = Expected::Refused("the thing was deleted".to_owned(), Vec::new());
            self.ask_for(operation, &entry.thing.id, &due).await?;
            self.by_law(from, "delete");
            return Ok(());
        }
        let pick = step.picks.first().copied().unwrap_or(0);
        let member = pick
            .checked_sub(1)
            .and_then(|pick| self.subject.table.expandable.get(pick));
        match member {
            Some(member) if entry.thing.member(member).is_some_and(Value::is_string) => {
                let query = [("expand", json!([member]))];
                let full = scene.retrieve_with(&entry.thing.id, &query).await?;
                if self.claims("expansion") {
                    compare(scene, &entry.thing, &full, member);
                    self.by_law(from, "expansion");
                }
            }
            _ => {
                let read = scene.retrieve(&entry.thing.id).await?;
                if self.claims("retrieve-twice") {
                    scene.same(&entry.thing, &read, "as it was shown before");
                    self.by_law(from, "retrieve-twice");
                }
            }
        }
        Ok(())
    }

    /// Everything is as it was shown last, and nothing is there that was refused.
    async fn at_the_end(&mut self) -> Result<(), Halt> {
        let scene = self.scene;
        if self.subject.table.can_retrieve && self.claims("neighbours") {
            for entry in self.world.iter().filter(|entry| entry.life != Life::Gone) {
                let from = scene.failed();
                let read = scene.retrieve(&entry.thing.id).await?;
                scene.same(&entry.thing, &read, "as before others were changed");
                self.by_law(from, "neighbours");
            }
        }
        self.nothing_refused().await
    }
}
