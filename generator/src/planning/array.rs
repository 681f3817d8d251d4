//! Lists, and lists in which each place has a type of its own.

use trueline_spec::ir::TypeSet;

use super::draft::{Place, Planned};
use super::key::Key;
use super::planner::Planner;
use super::shape::{Part, Shape};
use crate::plan::{Logic, Rules, Tuple, Type, TypeKind};
use crate::refusal::RefusalKind;

/// A list with more places of their own types is a list of any values.
const MOST_PLACES: usize = 32;

impl<'a> Planner<'a> {
    /// The list that a shape is. `key` names its place.
    pub(super) fn plan_list(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        let places = shape.prefix_items.len();
        if (1..=MOST_PLACES).contains(&places) {
            return self.plan_tuple(shape, key, place);
        }
        let (item, item_rules) = if places > 0 {
            self.refuse(
                RefusalKind::Tuple,
                shape.at,
                format!("a list with types of their own for more than {MOST_PLACES} places becomes a list of any values"),
            );
            (Type::Any, Rules::default())
        } else if shape.items.is_empty() {
            (Type::Any, Rules::default())
        } else {
            let mut planned = self.plan_type(&shape.items, &place.then("Item"));
            let rules = std::mem::take(&mut planned.rules);
            (planned.whole(), rules)
        };
        Planned {
            ty: Type::List(Box::new(item)),
            nullable: shape.allows_null(),
            rules: Rules {
                min_items: shape.min_items.filter(|least| *least > 0),
                max_items: shape.max_items,
                unique_items: shape.unique,
                items: (!item_rules.is_none()).then(|| Box::new(item_rules)),
                ..Rules::default()
            },
        }
    }

    fn plan_tuple(&mut self, shape: &Shape<'a>, key: Key, place: &Place) -> Planned {
        let id = self.reserve_for(key, shape.title, place);
        let places = shape.prefix_items.len();
        let mut logic = Logic::default();
        let mut items = Vec::new();
        for (index, item) in shape.prefix_items.iter().enumerate() {
            let word = format!("Item{index}");
            let mut planned = self.plan_type(&[Part::from(*item)], &place.inside(id, &word));
            logic.first.push(std::mem::take(&mut planned.rules));
            items.push(planned.whole());
        }
        let takes_none = |part: &Part| self.schema(part.id).types == TypeSet::NONE;
        let is_closed = shape.items.iter().any(takes_none)
            || shape.max_items.is_some_and(|most| most <= places as u64);
        let others = match (is_closed, shape.items.is_empty()) {
            (true, _) => None,
            (false, true) => Some(Type::Any),
            (false, false) => {
                let mut planned = self.plan_type(&shape.items, &place.inside(id, "Others"));
                let rules = std::mem::take(&mut planned.rules);
                logic.further = (!rules.is_none()).then_some(rules);
                Some(planned.whole())
            }
        };
        while logic.first.last().is_some_and(Rules::is_none) && logic.further.is_none() {
            logic.first.pop();
        }
        let least = shape.min_items.unwrap_or(0);
        let tuple = Tuple {
            required: usize::try_from(least).unwrap_or(places).min(places),
            items,
            others,
        };
        self.define(id, shape, place, TypeKind::Tuple(tuple));
        Planned {
            ty: Type::Named(id),
            nullable: shape.allows_null(),
            rules: Rules {
                // Those of its own places the type counts itself.
                min_items: Some(least).filter(|least| *least > places as u64),
                max_items: shape.max_items.filter(|most| *most != places as u64),
                unique_items: shape.unique,
                logic: (!logic.is_none()).then(|| Box::new(logic)),
                ..Rules::default()
            },
        }
    }
}
