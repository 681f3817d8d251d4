//! What lists must show of the things of a sequence.

use serde_json::{Value, json};

use super::Player;
use crate::law::filter::{at_least, is_plain, judge, meets};
use crate::law::marker::Marker;
use crate::law::scene::{Halt, Thing};
use crate::law::sequence::model::Life;
use crate::law::sequence::plan::Step;
use crate::law::value::{quoted, show, times as counted};
use crate::resource::FilterKind;

impl Player<'_, '_> {
    /// Reads the list: in pages of a size, forwards or backwards, or through a filter.
    pub(super) async fn list(&mut self, step: &Step) -> Result<(), Halt> {
        let pick = |index: usize| step.picks.get(index).copied().unwrap_or(0);
        let alive: Vec<Thing> = self
            .world
            .iter()
            .filter(|entry| entry.life != Life::Gone)
            .map(|entry| entry.thing.clone())
            .collect();
        if alive.is_empty() || !self.subject.table.can_list {
            return Ok(());
        }
        match pick(1) {
            2 => self.filtered(&alive, pick(2)).await,
            direction => self.paged(&alive, 1 + pick(0), direction == 1).await,
        }
    }

    async fn paged(&self, alive: &[Thing], size: usize, backwards: bool) -> Result<(), Halt> {
        let scene = self.scene;
        let from = scene.failed();
        let found = scene.walk_over(alive, &[]).await?;
        let is_ours = |thing: &&Thing| alive.iter().any(|own| own.id == thing.id);
        let ours: Vec<&Thing> = found.iter().filter(is_ours).collect();
        if self.claims("create-list") {
            for thing in alive {
                let listed: Vec<&&Thing> = ours.iter().filter(|it| it.id == thing.id).collect();
                match listed.as_slice() {
                    [listed] => scene.same(thing, listed, "in the list as it is"),
                    times => scene.broken(
                        scene.last_exchange(),
                        format!("{} once in the list", quoted(&thing.id)),
                        counted(times.len()),
                    ),
                }
            }
            self.by_law(from, "create-list");
        }
        let gone = self.world.iter().filter(|entry| entry.life == Life::Gone);
        for entry in gone.filter(|_| self.claims("delete")) {
            if let Some(listed) = found.iter().find(|thing| thing.id == entry.thing.id) {
                scene.broken(
                    listed.exchange,
                    "a list without what was deleted",
                    quoted(&listed.id),
                );
            }
        }
        self.by_law(from, "delete");
        if scene.failed() > from || ours.len() < 2 {
            return Ok(());
        }
        // The walks go from the newest to the oldest; here, from the first in the list to the last.
        let span: Vec<Thing> = ours.iter().rev().map(|thing| (*thing).clone()).collect();
        let can_go_back = scene.cursor()?.before.is_some();
        let (walk, law) = if backwards && can_go_back {
            let walk = scene.walk_back_to_newest(&span, size).await?;
            (walk, "pages-backward")
        } else {
            (scene.walk_from_newest(&span, size).await?, "pages-forward")
        };
        if self.claims(law) {
            let ids = |things: &mut dyn Iterator<Item = &Thing>| -> Vec<String> {
                things.map(|thing| thing.id.clone()).collect()
            };
            let due = ids(&mut ours.iter().copied());
            let got = ids(&mut walk.iter().filter(is_ours));
            if due != got {
                scene.broken(
                    scene.last_exchange(),
                    format!("{} in pages of {size}", show(Some(&json!(due)))),
                    show(Some(&json!(got))),
                );
            }
            self.by_law(from, law);
        }
        Ok(())
    }

    async fn filtered(&self, alive: &[Thing], pick: usize) -> Result<(), Halt> {
        let scene = self.scene;
        let filters = &scene.listing()?.filters;
        let Some(filter) = pick
            .checked_rem(filters.len())
            .and_then(|it| filters.get(it))
        else {
            return Ok(());
        };
        let law = match filter.kind {
            FilterKind::Equal => "filter-equal",
            FilterKind::Range { .. } => "filter-range",
        };
        let sample = (pick / filters.len()).checked_rem(alive.len());
        let value = sample
            .and_then(|it| alive.get(it)?.member(&filter.member))
            .filter(|value| is_plain(value));
        let Some(value) = value.filter(|_| self.claims(law)) else {
            return Ok(());
        };
        let from = scene.failed();
        let query: [(&str, Value); 1] = [(filter.parameter.as_str(), at_least(filter, value))];
        let found = scene.walk_over(alive, &query).await?;
        judge(scene, alive, &found, &query, |thing| {
            meets(thing, filter, value)
        });
        self.by_law(from, law);
        Ok(())
    }

    /// No create that was refused has left anything behind.
    pub(super) async fn nothing_refused(&self) -> Result<(), Halt> {
        let scene = self.scene;
        let (Some(first), Some(marker)) = (self.world.first(), Marker::find(scene)) else {
            return Ok(());
        };
        if self.refused.is_empty() || !self.subject.table.can_list || first.life == Life::Gone {
            return Ok(());
        }
        let from = scene.failed();
        let newer = scene.newer_than(&first.thing.id).await?;
        for mark in &self.refused {
            if let Some(found) = newer.iter().find(|thing| marker.is_on(thing, mark)) {
                scene.broken(
                    found.exchange,
                    "no thing from a refused create",
                    format!("{}, which carries what it sent", quoted(&found.id)),
                );
            }
        }
        self.by_law(from, "refused-create");
        Ok(())
    }
}
