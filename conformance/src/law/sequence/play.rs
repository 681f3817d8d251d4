//! Plays a plan on fresh things and holds every answer to the model.

mod lists;

use std::sync::Arc;

use serde_json::{Map, Value, json};
use trueline_spec::ir::Operation;

use super::Subject;
use super::choose::{Chosen, Effect, Moment, choose};
use super::model::{Entry, Expected, Life, expected, merged};
use super::plan::{Act, Plan, Step};
use super::table::{Member, law_ids};
use crate::case::CaseContext;
use crate::check;
use crate::exchange::Exchange;
use crate::law::body::merge;
use crate::law::expansion::compare;
use crate::law::marker::Marker;
use crate::law::scene::{Halt, Scene, Thing};
use crate::law::value::show;
use crate::resource::{body_schema, required};
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

impl<'a> Player<'a, '_> {
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

    async fn create(&mut self, step: &Step) -> Result<(), Halt> {
        let scene = self.scene;
        let operation = scene.operation(self.subject.resource.create.as_deref())?;
        let chosen = self.chosen(&self.subject.table.create, step);
        let mut body = scene.example_body(operation)?;
        merge(&mut body, values(&chosen));
        let due = expected(&chosen, None, &self.subject.table);
        let mark = match &due {
            Expected::Refused(..) => self.marked(&mut body),
            Expected::Accepted(_) | Expected::Unknown => None,
        };
        let Some(exchange) = self.ask(operation, None, body, &due).await? else {
            self.refused.extend(mark);
            return Ok(());
        };
        let thing = scene.thing(operation, &exchange)?;
        if self.world.iter().any(|entry| entry.thing.id == thing.id) && self.claims("unique-ids") {
            let from = scene.failed();
            let again = format!("{} for the second time", thing.id);
            scene.broken(thing.exchange, "an id that no other thing has", again);
            self.by_law(from, "unique-ids");
            return Err(Halt::Failed);
        }
        let shown = self.settled(thing, &chosen, "create-retrieve").await?;
        self.hold(&chosen, None, &shown);
        self.world.push(Entry {
            thing: shown,
            life: Life::Open,
        });
        Ok(())
    }

    /// Puts a mark into a body that must be refused, by which to find what it left behind.
    fn marked(&self, body: &mut Value) -> Option<String> {
        let marker = Marker::find(self.scene)?;
        if body.get(&marker.member).is_some() || !self.claims("refused-create") {
            return None;
        }
        let mark = self.scene.tag();
        merge(body, marker.body(&mark));
        Some(mark)
    }

    async fn update(&mut self, step: &Step) -> Result<(), Halt> {
        let scene = self.scene;
        let Some(place) = self.place(step) else {
            return Ok(());
        };
        let operation = scene.operation(self.subject.resource.update.as_deref())?;
        let mut chosen = self.chosen(&self.subject.table.update, step);
        let state = step.picks.get(self.subject.table.update.len());
        let state = state.and_then(|pick| self.subject.table.states.get(pick.checked_sub(1)?));
        let api = &scene.cx.contract().api;
        let needs = body_schema(operation).is_some_and(|it| !required(api, it).is_empty());
        let mut body = if needs {
            scene.example_body(operation)?
        } else {
            json!({})
        };
        if let Some(state) = state {
            let named = |one: &Chosen| state.update.get(&one.member).is_some();
            chosen.retain(|one| !named(one));
        }
        merge(&mut body, values(&chosen));
        if let Some(state) = state {
            merge(&mut body, state.update.clone());
        }
        let named: Vec<String> = body
            .as_object()
            .map(|members| members.keys().cloned().collect())
            .unwrap_or_default();
        // Whether an update of nothing is one at all is a question of its own.
        if named.iter().all(|name| self.is_question(name)) {
            return Ok(());
        }
        let Some(entry) = self.world.get(place) else {
            return Ok(());
        };
        let due = expected(&chosen, Some(entry), &self.subject.table);
        let before = entry.thing.clone();
        let is_gone = entry.life == Life::Gone;
        let answer = self.ask(operation, Some(&before.id), body, &due).await?;
        let from = scene.failed();
        let Some(exchange) = answer else {
            if !is_gone && self.claims("refused-update") && self.subject.table.can_retrieve {
                let read = scene.retrieve(&before.id).await?;
                scene.same(&before, &read, "as before the refused update");
                self.by_law(from, "refused-update");
            }
            return Ok(());
        };
        let thing = scene.thing(operation, &exchange)?;
        let shown = self.settled(thing, &chosen, "update-retrieve").await?;
        // What else a change may touch where nothing is promised of the member, nobody has said.
        let told = |name: &String| {
            let rules = &self.subject.settings.members;
            rules.contains_key(name) || self.is_question(name)
        };
        if self.claims("update-retrieve") && named.iter().all(told) {
            let from = scene.failed();
            let why = "what the update does not name stays";
            scene.same_after_change(&before, &shown, &named, why);
            self.by_law(from, "update-retrieve");
        }
        self.hold(&chosen, Some(&before), &shown);
        let mut life = Life::Open;
        if let Some(state) = state {
            if shown.member(&state.member) != Some(&state.value) {
                scene.fail(
                    Failure::new(
                        check::LAW,
                        show(Some(&state.value)),
                        show(shown.member(&state.member)),
                    )
                    .pointer(format!("/{}", state.member))
                    .exchange(shown.exchange),
                );
            }
            life = state.is_final.clone().map_or(Life::Open, Life::Final);
        }
        if let Some(entry) = self.world.get_mut(place) {
            entry.thing = shown;
            entry.life = life;
        }
        Ok(())
    }

    /// Whether the member of a body only asks for a form of the answer.
    fn is_question(&self, name: &str) -> bool {
        !self
            .subject
            .resource
            .members(&self.scene.cx.contract().api)
            .contains(&name)
    }

    /// What a thing is after a change: as it was answered, and as it is read. An expanded answer says the same in
    /// full.
    async fn settled(&self, answered: Thing, chosen: &[Chosen], law: &str) -> Result<Thing, Halt> {
        let scene = self.scene;
        if !self.subject.table.can_retrieve {
            return Ok(answered);
        }
        let read = scene.retrieve(&answered.id).await?;
        let expanded = chosen.iter().find_map(|one| match &one.effect {
            Effect::Expands(member) => Some(member),
            _ => None,
        });
        let from = scene.failed();
        match expanded {
            // A member that is null has nothing to expand.
            Some(member)
                if read.member(member).is_some_and(Value::is_string)
                    && self.claims("expansion") =>
            {
                compare(scene, &read, &answered, member);
                self.by_law(from, "expansion");
            }
            Some(_) => {}
            None if self.claims(law) => {
                scene.same(&answered, &read, "as it was answered");
                self.by_law(from, law);
            }
            None => {}
        }
        Ok(read)
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

    async fn delete(&mut self, step: &Step) -> Result<(), Halt> {
        let scene = self.scene;
        let Some(entry) = self.place(step).and_then(|place| self.world.get_mut(place)) else {
            return Ok(());
        };
        // That a second delete finds nothing is the question of a law.
        if entry.life == Life::Gone {
            return Ok(());
        }
        entry.life = Life::Gone;
        let id = entry.thing.id.clone();
        let from = scene.failed();
        let removed = scene.remove(&id).await;
        self.by_law(from, "delete");
        removed
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

    /// After a change the thing shows what was sent.
    fn hold(&self, chosen: &[Chosen], before: Option<&Thing>, after: &Thing) {
        for one in chosen {
            let rules = &self.subject.settings.members;
            let rule = rules.get(&one.member);
            let shown = after.member(&one.member);
            let (due, is_so, promise) = match &one.effect {
                Effect::Learn | Effect::Expands(_) => continue,
                Effect::Time(sent) => (show(Some(sent)), same_time(sent, shown), "kept"),
                Effect::Cleared => ("{}".to_owned(), shown == Some(&json!({})), "clear"),
                Effect::Away => {
                    let is_so = shown.is_none_or(Value::is_null);
                    ("null".to_owned(), is_so, "unset")
                }
                Effect::Entries(entries) => {
                    let earlier = before.and_then(|thing| thing.member(&one.member));
                    match rule {
                        Some(_) => {
                            let due = Value::Object(merged(earlier, entries));
                            let is_so = shown.is_some_and(|it| same_entries(it, &due));
                            (show(Some(&due)), is_so, blame(earlier, entries, shown))
                        }
                        None => {
                            let due = Value::Object(merged(None, entries));
                            let is_so = shown.is_some_and(|it| holds_entries(it, &due));
                            (format!("all of {}", show(Some(&due))), is_so, "kept")
                        }
                    }
                }
            };
            if is_so {
                continue;
            }
            let from = self.scene.failed();
            self.scene.fail(
                Failure::new(check::LAW, due, show(shown))
                    .pointer(format!("/{}", one.member))
                    .exchange(after.exchange),
            );
            match rule {
                Some(rule) => self.scene.lay(from, &rule.answers(promise)),
                None => self.by_law(from, "texts"),
            }
        }
    }

    /// Sends a request that must go as expected; gives the exchange where it was accepted.
    async fn ask(
        &self,
        operation: &'a Operation,
        id: Option<&str>,
        body: Value,
        due: &Expected,
    ) -> Result<Option<Arc<Exchange>>, Halt> {
        let request = self.scene.request(operation, id, &[], Some(body))?;
        let exchange = self.scene.deliver(request).await?;
        self.judge(operation, exchange, due)
    }

    async fn ask_for(
        &self,
        operation: &'a Operation,
        id: &str,
        due: &Expected,
    ) -> Result<(), Halt> {
        let request = self.scene.request(operation, Some(id), &[], None)?;
        let exchange = self.scene.deliver(request).await?;
        self.judge(operation, exchange, due).map(drop)
    }

    fn judge(
        &self,
        operation: &Operation,
        exchange: Arc<Exchange>,
        due: &Expected,
    ) -> Result<Option<Arc<Exchange>>, Halt> {
        let scene = self.scene;
        let Some(answer) = exchange.answer() else {
            scene.fail_documented(operation, &exchange);
            return Err(Halt::Failed);
        };
        let wrong = |expected: String, ids: &[String]| {
            let from = scene.failed();
            scene.fail(
                Failure::new(check::ACCEPTANCE, expected, said(&exchange))
                    .at(&operation.at)
                    .exchange(exchange.index),
            );
            scene.lay(from, ids);
            Err(Halt::Failed)
        };
        match (answer.status, due) {
            (429 | 503, _) => Err(Halt::Error(format!(
                "the target refuses so many requests ({}); slow down with `--rate`",
                answer.status
            ))),
            (500.., _) => wrong("no server error, whatever is asked".to_owned(), &[]),
            (200..=299, Expected::Refused(words, ids)) => {
                wrong(format!("a refusal (4xx): {words}"), ids)
            }
            (200..=299, _) => {
                scene.fail_documented(operation, &exchange);
                Ok(Some(exchange))
            }
            (400..=499, Expected::Accepted(ids)) => {
                wrong("success: all that is sent is valid".to_owned(), ids)
            }
            (400..=499, _) => {
                if operation.response_for(answer.status).is_some() {
                    scene.fail_documented(operation, &exchange);
                }
                Ok(None)
            }
            _ => {
                scene.fail_documented(operation, &exchange);
                Err(Halt::Failed)
            }
        }
    }
}

/// The members of a body.
fn values(chosen: &[Chosen]) -> Value {
    let members = chosen
        .iter()
        .map(|one| (one.member.clone(), one.value.clone()));
    Value::Object(members.collect::<Map<_, _>>())
}

/// Which promise about a map is broken: that what was sent is kept, that what was taken away is gone, or that the
/// rest stays.
fn blame(
    before: Option<&Value>,
    entries: &[(String, Option<String>)],
    shown: Option<&Value>,
) -> &'static str {
    let shown_of = |name: &str| shown.and_then(|map| map.get(name));
    let earlier = before.and_then(Value::as_object);
    // An entry that was there and is as it was has not been mangled: it has not been set.
    let is_set = |(name, value): &(String, Option<String>)| {
        let was = earlier.and_then(|map| map.get(name));
        value.is_none() || was.is_none() || shown_of(name) != was
    };
    let is_gone =
        |(name, value): &(String, Option<String>)| value.is_some() || shown_of(name).is_none();
    let named = |name: &String| entries.iter().any(|(known, _)| known == name);
    let stays = earlier.is_none_or(|map| {
        map.iter()
            .all(|(name, value)| named(name) || shown_of(name) == Some(value))
    });
    let adds = shown.and_then(Value::as_object).is_some_and(|map| {
        let known = |name: &String| named(name) || earlier.is_some_and(|it| it.contains_key(name));
        !map.keys().all(known)
    });
    if !entries.iter().all(is_gone) {
        "unset"
    } else if !stays || adds || !entries.iter().all(is_set) {
        "merged"
    } else {
        "kept"
    }
}

/// Whether both maps have the same entries, in any order.
fn same_entries(shown: &Value, due: &Value) -> bool {
    let count = |value: &Value| value.as_object().map(Map::len);
    count(shown) == count(due) && holds_entries(shown, due)
}

fn holds_entries(shown: &Value, due: &Value) -> bool {
    due.as_object().is_some_and(|due| {
        due.iter()
            .all(|(name, value)| shown.get(name) == Some(value))
    })
}

/// Whether a time was kept, in whatever notation.
fn same_time(sent: &Value, shown: Option<&Value>) -> bool {
    let read = |value: &Value| value.as_str()?.parse::<jiff::Timestamp>().ok();
    match (sent, shown) {
        (Value::String(_), Some(shown @ Value::String(_))) => {
            read(sent).is_some() && read(sent) == read(shown)
        }
        (sent, Some(shown)) => sent == shown,
        (_, None) => false,
    }
}

/// The status and the beginning of what came with it.
fn said(exchange: &Exchange) -> String {
    const LONGEST: usize = 200;
    let Some(answer) = exchange.answer() else {
        return "no answer".to_owned();
    };
    let text = answer.text();
    let text: String = text.chars().take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("status {}: {text}", answer.status)
        .trim_end_matches(": ")
        .to_owned()
}
