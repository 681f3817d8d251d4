//! Numbers that look random and depend on a seed alone, and plans drawn with them.

use super::plan::{Act, Plan, Step};
use super::table::{Member, Table};

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, the same on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// True in so many of a hundred.
    pub(super) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// Calls in a sequence at most.
const LONGEST: usize = 20;

/// Ways in which one option can vary.
const VARIATIONS: usize = 500;

impl Plan {
    /// A plan for what the table has.
    pub(super) fn draw(dice: &mut Dice, table: &Table) -> Self {
        let mut steps = vec![Step {
            act: Act::Create,
            of: 0,
            picks: picks(dice, &table.create, 40, 8),
        }];
        let calls = 4 + dice.below(LONGEST - 4);
        while steps.len() < calls {
            let act = match dice.below(100) {
                0..=14 => Act::Create,
                15..=64 if table.can_update => Act::Update,
                65..=71 if table.can_retrieve => Act::Retrieve,
                72..=94 if table.can_list => Act::List,
                95..=99 if table.can_delete => Act::Delete,
                _ => Act::Create,
            };
            // Most calls go to the same few things, or nothing would ever happen to one twice.
            let of = dice.below(4) / 2;
            let picks = match act {
                Act::Create => picks(dice, &table.create, 50, 15),
                Act::Update => {
                    let mut picks = picks(dice, &table.update, 60, 15);
                    let reaches = dice.percent(6) && !table.states.is_empty();
                    picks.push(if reaches {
                        1 + dice.below(table.states.len())
                    } else {
                        0
                    });
                    picks
                }
                Act::Retrieve => vec![dice.below(table.expandable.len() + 1)],
                Act::List => vec![dice.below(6), dice.below(3), dice.below(VARIATIONS)],
                Act::Delete => Vec::new(),
            };
            steps.push(Step { act, of, picks });
        }
        Self { steps }
    }
}

/// A number for each member: 0 leaves it out. `filled` and `spoilt` are shares of a hundred.
fn picks(dice: &mut Dice, members: &[Member], filled: usize, spoilt: usize) -> Vec<usize> {
    let spoils = dice.percent(spoilt);
    let can_spoil = |member: &&Member| member.options() > member.valid_options();
    let victims = members.iter().filter(can_spoil).count();
    let victim = members.iter().filter(can_spoil).nth(dice.below(victims));
    members
        .iter()
        .map(|member| {
            let (valid, all) = (member.valid_options(), member.options());
            let is_victim = spoils && victim.is_some_and(|it| std::ptr::eq(it, member));
            let option = if is_victim {
                // What is promised beyond the schema comes first, and is half of it.
                let promised = member.promised_faults();
                let reach = if promised > 0 && dice.percent(50) {
                    promised
                } else {
                    all - valid
                };
                valid + dice.below(reach)
            } else if valid > 0 && dice.percent(filled) {
                dice.below(valid)
            } else {
                return 0;
            };
            1 + option + all * dice.below(VARIATIONS)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let numbers = |seed| {
            let mut dice = Dice::new(seed);
            (0..4).map(|_| dice.next()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(7), numbers(7));
        assert_ne!(numbers(7), numbers(8));
        // From the reference implementation, seeded with 0.
        assert_eq!(numbers(0)[0], 0xE220_A839_7B1D_CDAF);
    }
}
