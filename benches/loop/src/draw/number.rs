//! Random numbers near the bounds of a schema.

use serde_json::{Number, Value};
use trueline_spec::ir::Schema;

use super::Draw;

impl Draw<'_> {
    pub(super) fn integer(&mut self, schema: &Schema) -> Value {
        let rules = &schema.number;
        let bound =
            |number: &Option<Number>| number.as_ref().and_then(Number::as_f64).map(|it| it as i64);
        let (hard_low, hard_high) = match schema.format.as_deref() {
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("unix-time") => (0, 253_402_300_799),
            _ => (i64::MIN, i64::MAX),
        };
        let low = bound(&rules.minimum)
            .or(bound(&rules.exclusive_minimum).map(|it| it.saturating_add(1)))
            .unwrap_or(hard_low);
        let high = bound(&rules.maximum)
            .or(bound(&rules.exclusive_maximum).map(|it| it.saturating_sub(1)))
            .unwrap_or(hard_high);
        let step = bound(&rules.multiple_of)
            .filter(|step| *step > 0)
            .unwrap_or(1);
        const COMMON: &[i64] = &[0, 1, -1, 7, 1_600_000_000, 9_007_199_254_740_993];
        let mut pool = vec![low, high];
        pool.extend(COMMON.iter().filter(|it| (low..=high).contains(*it)));
        let picked = self.dice.pick(&pool).copied().unwrap_or_default();
        Value::from(picked / step * step)
    }

    pub(super) fn number(&mut self, schema: &Schema) -> Value {
        let rules = &schema.number;
        let bound = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        let low = bound(&rules.minimum).or(bound(&rules.exclusive_minimum).map(|it| it + 0.25));
        let high = bound(&rules.maximum).or(bound(&rules.exclusive_maximum).map(|it| it - 0.25));
        let is_inside =
            |it: &f64| low.is_none_or(|low| *it >= low) && high.is_none_or(|high| *it <= high);
        if let Some(step) = bound(&rules.multiple_of) {
            let pool: Vec<f64> = [0.0, step, step * 7.0]
                .into_iter()
                .filter(is_inside)
                .collect();
            return Value::from(self.dice.pick(&pool).copied().unwrap_or(step));
        }
        const COMMON: &[f64] = &[0.0, 1.0, -1.5, 0.07, 19.99, 100.0, 1e21, -2.5e-7, 0.3];
        let common = COMMON.iter().copied().filter(is_inside);
        let pool: Vec<f64> = common.chain(low).chain(high).collect();
        Value::from(self.dice.pick(&pool).copied().unwrap_or_default())
    }
}
