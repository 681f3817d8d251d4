//! Where the answers of a connection begin and end, in the bytes that are written.

use super::turn::Length;

/// Where the writer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// Between two answers.
    Nothing,
    /// In the head of an answer, `matched` bytes into the empty line that ends it.
    Head {
        /// How much of the end has come.
        matched: usize,
        /// What follows the head.
        body: Length,
    },
    /// In a body, with so many bytes to go.
    Body(u64),
    /// In a body that ends with the connection, or behind the last words.
    Rest,
}

const END_OF_HEAD: &[u8; 4] = b"\r\n\r\n";

impl Writing {
    /// At the start of an answer.
    pub(super) fn answer(body: Length) -> Self {
        Writing::Head { matched: 0, body }
    }

    /// Whether an answer has just come to its end.
    pub(super) fn is_over(self) -> bool {
        self == Writing::Body(0)
    }

    /// Where the writer is after as many of these bytes as belong to the present answer, and how many that are.
    pub(super) fn advance(self, bytes: &[u8]) -> (Self, usize) {
        match self {
            // As a rule the whole head is there at once.
            Writing::Head { matched: 0, body }
                if let Some(end) = memchr::memmem::find(bytes, END_OF_HEAD) =>
            {
                let head = end + END_OF_HEAD.len();
                Self::behind_head(body, bytes.get(head..).unwrap_or_default(), head)
            }
            Writing::Head { matched, body } => {
                let mut matched = matched;
                for (index, byte) in bytes.iter().enumerate() {
                    matched = if END_OF_HEAD.get(matched) == Some(byte) {
                        matched + 1
                    } else {
                        usize::from(*byte == b'\r')
                    };
                    if matched == END_OF_HEAD.len() {
                        return Self::behind_head(body, &bytes[index + 1..], index + 1);
                    }
                }
                (Writing::Head { matched, body }, bytes.len())
            }
            Writing::Body(left) => {
                let here = u64::try_from(bytes.len()).unwrap_or(u64::MAX).min(left);
                let count = usize::try_from(here).unwrap_or(bytes.len());
                (Writing::Body(left - here), count)
            }
            Writing::Nothing | Writing::Rest => (self, bytes.len()),
        }
    }

    fn behind_head(body: Length, rest: &[u8], head: usize) -> (Self, usize) {
        let after = match body {
            Length::Bytes(left) => Writing::Body(left),
            Length::Unknown => Writing::Rest,
        };
        let (after, count) = after.advance(rest);
        (after, head + count)
    }
}

#[cfg(test)]
mod tests {
    use super::{Length, Writing};

    #[test]
    fn an_answer_ends_where_its_body_does_however_it_is_cut() {
        let wire = b"HTTP/1.1 200 OK\r\nx: \r\r\n\r\nbodyHTTP/1.1 400 Bad Request\r\n\r\n";
        let end = 29;
        for cut in 0..end {
            let start = Writing::answer(Length::Bytes(4));
            let (middle, first) = start.advance(&wire[..cut]);
            assert_eq!(first, cut);
            let (over, second) = middle.advance(&wire[cut..]);
            assert!(over.is_over(), "{cut}: {over:?}");
            assert_eq!(first + second, end);
        }
    }

    #[test]
    fn a_body_without_a_known_end_takes_the_rest() {
        let (rest, count) = Writing::answer(Length::Unknown).advance(b"a\r\n\r\nbcd");
        assert_eq!((rest, count), (Writing::Rest, 8));
        let (empty, count) = Writing::answer(Length::Bytes(0)).advance(b"a\r\n\r\nbcd");
        assert!(empty.is_over());
        assert_eq!(count, 5);
    }
}
