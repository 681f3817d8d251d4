//! The answers of a run, held to the standing rules as they come.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::EveryAnswer;
use crate::exchange::{Answer, Exchange};

/// Breaches of one rule that are kept. The first few say what is wrong.
const MOST: usize = 4;

/// What became of the standing rules so far. One for a run.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pages: Mutex<HashMap<usize, Page>>,
}

/// What became of one rule.
#[derive(Debug, Default)]
struct Page {
    answers: usize,
    seen: HashMap<String, String>,
    breaches: Vec<Breach>,
}

/// An answer that breaks a rule.
#[derive(Debug, Clone)]
pub(crate) struct Breach {
    pub(crate) exchange: Arc<Exchange>,
    pub(crate) expected: String,
    pub(crate) received: String,
}

impl Ledger {
    /// Holds an answer to the rules. What came from elsewhere than the target itself is not its answer.
    pub(crate) fn note(&self, rules: &[EveryAnswer], exchange: &Arc<Exchange>) {
        let Some(answer) = exchange.answer() else {
            return;
        };
        if rules.is_empty() || exchange.request.origin.is_some() {
            return;
        }
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, rule) in rules.iter().enumerate() {
            let page = pages.entry(index).or_default();
            page.answers += 1;
            let request = &exchange.request;
            let asked = format!("{} {}", request.method, request.target);
            if let Some((expected, received)) = page.breach(rule, answer, asked)
                && page.breaches.len() < MOST
            {
                page.breaches.push(Breach {
                    exchange: Arc::clone(exchange),
                    expected,
                    received,
                });
            }
        }
    }

    /// How many answers a rule was held to, and the first that broke it.
    pub(crate) fn of(&self, rule: usize) -> (usize, Vec<Breach>) {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(&rule).map_or((0, Vec::new()), |page| {
            (page.answers, page.breaches.clone())
        })
    }
}

impl Page {
    /// What is wrong with the answer to the request `asked`: what was expected, and what came.
    fn breach(
        &mut self,
        rule: &EveryAnswer,
        answer: &Answer,
        asked: String,
    ) -> Option<(String, String)> {
        let name = &rule.header;
        let values: Vec<&str> = answer
            .headers
            .iter()
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        let [value] = values.as_slice() else {
            let received = match values.len() {
                0 => format!("status {} without it", answer.status),
                many => format!("status {} with {many} of them", answer.status),
            };
            return Some((
                format!("the header {name}, once, on every answer"),
                received,
            ));
        };
        if let Some(pattern) = &rule.pattern
            && !pattern.is_match(value)
        {
            return Some((
                format!("{name} to match {}", pattern.as_str()),
                format!("`{value}`"),
            ));
        }
        if rule.unique
            && let Some(before) = self.seen.insert((*value).to_owned(), asked)
        {
            let received = format!("`{value}`, which the answer to {before} had, too");
            return Some((format!("another {name} on every answer"), received));
        }
        None
    }
}
