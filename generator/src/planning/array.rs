//! Lists.

use super::draft::{Place, Planned};
use super::planner::Planner;
use super::shape::Shape;
use crate::plan::{Rules, Type};
use crate::refusal::RefusalKind;

impl<'a> Planner<'a> {
    /// The list that a shape is.
    pub(super) fn plan_list(&mut self, shape: &Shape<'a>, place: &Place) -> Planned {
        let (item, item_rules) = if !shape.prefix_items.is_empty() {
            self.refuse(
                RefusalKind::Tuple,
                shape.at,
                "a list whose items each have a schema of their own becomes a list of any values"
                    .to_owned(),
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
}
