//! One part of a suite, for one of several machines.

use std::collections::HashMap;
use std::str::FromStr;

use super::Suite;
use crate::report::{RunReport, ShardReport};

/// Which part of a suite: the `index`th of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    of: u32,
}

/// Parts at most; more than that is a typing error.
const MOST: u32 = 1_000;

impl FromStr for Shard {
    type Err = String;

    /// Reads `K/N`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no part; write K/N with K from 1 to N, such as 2/4");
        let (index, of) = text.split_once('/').ok_or_else(wrong)?;
        let (index, of) = match (index.trim().parse(), of.trim().parse()) {
            (Ok(index), Ok(of)) => (index, of),
            _ => return Err(wrong()),
        };
        if (1..=of).contains(&index) && of <= MOST {
            Ok(Self { index, of })
        } else {
            Err(wrong())
        }
    }
}

/// How long cases took in an earlier run, in milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Timings {
    by_case: HashMap<String, u64>,
}

impl Timings {
    /// The times of a report.
    pub fn of(report: &RunReport) -> Self {
        let cases = report.cases.iter().filter(|it| !it.exchanges.is_empty());
        Self {
            by_case: cases.map(|it| (it.id.clone(), it.duration_ms)).collect(),
        }
    }
}

impl Suite {
    /// Leaves only the cases of one part. Which part a case belongs to depends on its id and the timings alone: those
    /// with a known time are dealt out, the longest first, each to the part with the least to do; the others by a hash
    /// of the id. Cases that speak of what all others were answered are in every part.
    ///
    /// The parts of one run must be made with the same timings, or a case may be in none of them.
    pub fn keep_shard(&mut self, shard: Shard, timings: &Timings) {
        let parts = self.parts(shard.of, timings);
        let mut places = Vec::new();
        let mut place = 0;
        let mut cases = std::mem::take(&mut self.cases);
        cases.retain(|case| {
            let meta = case.meta();
            let is_own = meta.closing || parts.get(&meta.id) == Some(&shard.index);
            if is_own {
                places.push(place);
            }
            place += 1;
            is_own
        });
        self.cases = cases;
        self.shard = Some(ShardReport {
            index: shard.index,
            of: shard.of,
            suite: place,
            places,
        });
    }

    /// The number of the part of each case, by its id.
    fn parts(&self, of: u32, timings: &Timings) -> HashMap<String, u32> {
        let mut parts = HashMap::new();
        let mut timed = Vec::new();
        for case in &self.cases {
            let id = &case.meta().id;
            match timings.by_case.get(id) {
                Some(time) => timed.push((*time, id)),
                None => {
                    parts.insert(id.clone(), hash(id) % of + 1);
                }
            }
        }
        timed.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        // What each part has to do so far: time, and number of cases where times are equal.
        let mut loads: Vec<(u64, usize, u32)> = (1..=of).map(|part| (0, 0, part)).collect();
        for (time, id) in timed {
            if let Some(least) = loads.iter_mut().min() {
                least.0 += time;
                least.1 += 1;
                parts.insert(id.clone(), least.2);
            }
        }
        parts
    }
}

/// FNV-1a with 32 bits: the same in every release and on every machine.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn parts_are_numbered_from_one() {
        assert!("1/1".parse::<Shard>().is_ok());
        assert!("4/4".parse::<Shard>().is_ok());
        for wrong in ["0/4", "5/4", "1", "a/b", "1/0", "-1/2", "1/1001"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
