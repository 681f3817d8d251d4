//! What is kept of the exchanges of a case.
//!
//! Reports hold every exchange of a run. A target that answers everything with megabytes must not fill the
//! memory with them, so a case keeps only so much; the case itself judges the whole answer.

use std::sync::Arc;

use bytes::Bytes;

use crate::exchange::{Answer, Exchange};

/// Bytes of one answer that are kept.
const MOST_OF_ONE: usize = 64 << 10;
/// Bytes of all answers of a case that are kept; beyond that only the beginning of each.
const MOST_OF_ALL: usize = 512 << 10;
/// Bytes that are a beginning.
const BEGINNING: usize = 1 << 10;
/// Header fields that are a beginning.
const MOST_FIELDS: usize = 64;

/// The exchanges of one case.
#[derive(Debug, Default)]
pub(super) struct Record {
    exchanges: Vec<Arc<Exchange>>,
    kept: usize,
}

impl Record {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// The exchanges so far, in order.
    pub(super) fn all(&self) -> Vec<Arc<Exchange>> {
        self.exchanges.clone()
    }

    /// Adds one, cut where it is too large to be kept whole.
    pub(super) fn push(&mut self, exchange: &Arc<Exchange>) {
        let most = if self.kept < MOST_OF_ALL {
            MOST_OF_ONE
        } else {
            BEGINNING
        };
        let Some(answer) = exchange.answer() else {
            self.exchanges.push(Arc::clone(exchange));
            return;
        };
        let fields = |answer: &Answer| -> usize {
            let size = |(name, value): &(String, String)| name.len() + value.len();
            answer.headers.iter().map(size).sum()
        };
        let cut = if answer.body.len() > most || fields(answer) > most {
            Arc::new(Exchange {
                outcome: Ok(beginning(answer, most)),
                ..Exchange::clone(exchange)
            })
        } else {
            Arc::clone(exchange)
        };
        let sizes = cut.answer().map(|kept| kept.body.len() + fields(kept));
        self.kept += sizes.unwrap_or(0);
        self.exchanges.push(cut);
    }
}

/// The first bytes of an answer, copied, so that the rest of it is freed.
fn beginning(answer: &Answer, most: usize) -> Answer {
    let most_of_body = answer.body.len().min(most);
    // Not in the middle of a character, which has four bytes at most, or text would no longer be text.
    let starts = |at: &usize| answer.body.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    let first = most_of_body.saturating_sub(3);
    let end = (first..=most_of_body)
        .rev()
        .find(starts)
        .unwrap_or(most_of_body);
    let shortened = |text: &String| text.chars().take(most / MOST_FIELDS).collect::<String>();
    Answer {
        headers: answer
            .headers
            .iter()
            .take(MOST_FIELDS)
            .map(|(name, value)| (shortened(name), shortened(value)))
            .collect(),
        body: Bytes::copy_from_slice(answer.body.get(..end).unwrap_or_default()),
        version: answer.version.clone(),
        ..*answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::{BEGINNING, MOST_OF_ALL, MOST_OF_ONE, Record};
    use crate::exchange::{Answer, Exchange, Request};

    fn exchange(body: String) -> Arc<Exchange> {
        Arc::new(Exchange {
            index: 0,
            request: Request::new("GET", "/"),
            outcome: Ok(Answer {
                status: 200,
                headers: vec![("x".to_owned(), "y".to_owned())],
                body: body.into(),
                version: "HTTP/1.1".to_owned(),
                elapsed: Duration::ZERO,
            }),
        })
    }

    #[test]
    fn what_is_small_is_kept_whole() {
        let mut record = Record::default();
        let small = exchange("é".repeat(100));
        record.push(&small);
        assert!(Arc::ptr_eq(&small, &record.all()[0]));
    }

    #[test]
    fn what_is_large_is_cut_between_characters() {
        let mut record = Record::default();
        record.push(&exchange(format!("a{}", "é".repeat(MOST_OF_ONE))));
        let kept = record.all()[0].answer().unwrap().body.clone();
        assert_eq!(kept.len(), MOST_OF_ONE - 1);
        assert!(std::str::from_utf8(&kept).is_ok());
    }

    #[test]
    fn a_case_keeps_no_more_than_its_share() {
        let mut record = Record::default();
        let answers = 1000;
        for _ in 0..answers {
            record.push(&exchange("a".repeat(MOST_OF_ONE * 2)));
        }
        let kept: usize = record
            .all()
            .iter()
            .map(|it| it.answer().unwrap().body.len())
            .sum();
        assert!(kept <= MOST_OF_ALL + MOST_OF_ONE + answers * BEGINNING);
        assert_eq!(record.len(), answers);
    }
}
