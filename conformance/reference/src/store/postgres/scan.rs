//! The questions for a part of the links or files in their order.

use tokio_postgres::types::ToSql;

use super::schema::{FILE, LINK, signed};
use crate::keys::Mode;
use crate::link::Position;
use crate::store::{Direction, FileScan, Scan};

/// A question and its values.
pub(super) struct Question {
    pub(super) sql: String,
    values: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Question {
    /// The values, in the order of their numbers.
    pub(super) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        let values = self.values.iter();
        values
            .map(|value| &**value as &(dyn ToSql + Sync))
            .collect()
    }
}

/// The links of a scan.
pub(super) fn links(mode: Mode, scan: &Scan<'_>) -> Question {
    let mut values = bounds(mode, scan.from, scan.until, scan.most);
    let mut part = PART.to_owned();
    if let Some(file) = scan.file {
        values.push(Box::new(file.to_owned()));
        part.push_str(&format!(" AND file = ${}", values.len()));
    }
    let order = order(scan.direction);
    let sql = match scan.expired {
        None => format!("SELECT {LINK} FROM trueline_links WHERE {part} {order} LIMIT $6"),
        Some(expired) => {
            values.push(Box::new(scan.now));
            let now = values.len();
            // The sum keeps the plan from reading all that has expired by the index of expiries, to sort it.
            let (here, elsewhere) = if expired {
                (
                    format!("expires_at + 0 <= ${now}"),
                    format!("expires_at <= ${now}"),
                )
            } else {
                (
                    format!("(expires_at IS NULL OR expires_at > ${now})"),
                    format!("expires_at > ${now}"),
                )
            };
            // Those that lie among the others by now, or when the clock was set back, are few: they are sorted out
            // when they are many. They are read as a whole, by the index of expiries.
            format!(
                "WITH late AS MATERIALIZED (
                    SELECT * FROM trueline_links WHERE live = $1 AND lapsed = {other} AND {elsewhere}
                )
                SELECT {LINK} FROM (
                    (SELECT * FROM trueline_links
                        WHERE {part} AND lapsed = {expired} AND {here} {order} LIMIT $6)
                    UNION ALL SELECT * FROM late WHERE {part}
                ) AS found {order} LIMIT $6",
                other = !expired,
            )
        }
    };
    Question { sql, values }
}

/// The files of a scan.
pub(super) fn files(mode: Mode, scan: &FileScan<'_>) -> Question {
    let mut values = bounds(mode, scan.from, scan.until, scan.most);
    let mut part = PART.to_owned();
    if let Some(purpose) = scan.purpose {
        values.push(Box::new(purpose.to_owned()));
        part.push_str(" AND purpose = $7");
    }
    let order = order(scan.direction);
    Question {
        sql: format!("SELECT {FILE} FROM trueline_files WHERE {part} {order} LIMIT $6"),
        values,
    }
}

/// Whether more links than `$3` lie in the wrong half at time `$2`.
pub(super) const MISPLACED: &str = "
SELECT true FROM (
    SELECT FROM trueline_links WHERE live = $1 AND NOT lapsed AND expires_at <= $2
    UNION ALL
    SELECT FROM trueline_links WHERE live = $1 AND lapsed AND expires_at > $2
) AS late OFFSET $3 LIMIT 1";

/// Moves up to `$3` links that lie in the wrong half at time `$2`.
pub(super) const SORT_OUT: &str = "
WITH late AS MATERIALIZED (
    SELECT created, sequence FROM trueline_links
    WHERE live = $1 AND (NOT lapsed AND expires_at <= $2 OR lapsed AND expires_at > $2)
    LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE trueline_links AS link SET lapsed = NOT link.lapsed
FROM late WHERE link.live = $1 AND link.created = late.created AND link.sequence = late.sequence";

const PART: &str =
    "live = $1 AND (created, sequence) >= ($2, $3) AND (created, sequence) < ($4, $5)";

fn bounds(
    mode: Mode,
    from: Option<Position>,
    until: Option<Position>,
    most: usize,
) -> Vec<Box<dyn ToSql + Sync + Send>> {
    let from = from.unwrap_or(Position::LEAST);
    let until = until.unwrap_or(Position {
        created: i64::MAX,
        sequence: u64::MAX,
    });
    vec![
        Box::new(mode.is_live()),
        Box::new(from.created),
        Box::new(signed(from.sequence)),
        Box::new(until.created),
        Box::new(signed(until.sequence)),
        Box::new(i64::try_from(most).unwrap_or(i64::MAX)),
    ]
}

fn order(direction: Direction) -> &'static str {
    match direction {
        Direction::OldestFirst => "ORDER BY created, sequence",
        Direction::NewestFirst => "ORDER BY created DESC, sequence DESC",
    }
}
