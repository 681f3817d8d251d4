//! Steps that change something: what is made, what becomes of it, what a refusal leaves as it was.

use serde_json::{Map, Value, json};

use super::Player;
use crate::check;
use crate::law::body::merge;
use crate::law::expansion::compare;
use crate::law::marker::Marker;
use crate::law::scene::{Halt, Thing};
use crate::law::sequence::choose::{Chosen, Effect};
use crate::law::sequence::model::{Entry, Expected, Life, expected};
use crate::law::sequence::plan::Step;
use crate::law::value::{quoted, show};
use crate::resource::{body_schema, required};
use crate::verdict::Failure;

impl Player<'_, '_> {
    pub(super) async fn create(&mut self, step: &Step) -> Result<(), Halt> {
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
            let again = format!("{} for the second time", quoted(&thing.id));
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

    pub(super) async fn update(&mut self, step: &Step) -> Result<(), Halt> {
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
        let due = match expected(&chosen, Some(entry), &self.subject.table) {
            // Which states take no update, a description alone does not say.
            Expected::Accepted(_) if !scene.cx.contract().requirements.is_settled() => {
                Expected::Unknown
            }
            due => due,
        };
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
            let mut aside = named;
            if state.is_some() {
                aside.extend(self.given_or_taken(&before, &shown));
            }
            scene.same_after_change(&before, &shown, &aside, why);
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

    /// Members that are null before or after and that no caller sets: a state may give and take them, as an expired
    /// link may lose its address (OBJ-11).
    fn given_or_taken(&self, before: &Thing, after: &Thing) -> Vec<String> {
        let changeable = self
            .subject
            .resource
            .changeable(&self.scene.cx.contract().api);
        let members = before.value.as_object().into_iter().flatten();
        members
            .filter(|(name, was)| {
                let is_null = after.member(name).is_some_and(Value::is_null);
                was.is_null() != is_null && !changeable.contains(name)
            })
            .map(|(name, _)| name.clone())
            .collect()
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

    pub(super) async fn delete(&mut self, step: &Step) -> Result<(), Halt> {
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
}

/// The members of a body.
fn values(chosen: &[Chosen]) -> Value {
    let members = chosen
        .iter()
        .map(|one| (one.member.clone(), one.value.clone()));
    Value::Object(members.collect::<Map<_, _>>())
}
