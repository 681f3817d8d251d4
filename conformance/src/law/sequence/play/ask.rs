//! Requests whose answer is predicted.

use std::sync::Arc;

use serde_json::Value;
use trueline_spec::ir::Operation;

use super::Player;
use crate::check;
use crate::exchange::Exchange;
use crate::law::scene::Halt;
use crate::law::sequence::model::Expected;
use crate::verdict::Failure;

impl<'a> Player<'a, '_> {
    /// Sends a request that must go as expected; gives the exchange where it was accepted.
    pub(super) async fn ask(
        &self,
        operation: &'a Operation,
        id: Option<&str>,
        body: Value,
        due: &Expected,
    ) -> Result<Option<Arc<Exchange>>, Halt> {
        let request = self.scene.request(operation, id, &[], Some(body))?;
        let exchange = self.scene.deliver(request).await?;
        self.judge(operation, exchange, due)
    }

    pub(super) async fn ask_for(
        &self,
        operation: &'a Operation,
        id: &str,
        due: &Expected,
    ) -> Result<(), Halt> {
        let request = self.scene.request(operation, Some(id), &[], None)?;
        let exchange = self.scene.deliver(request).await?;
        self.judge(operation, exchange, due).map(drop)
    }

    fn judge(
        &self,
        operation: &Operation,
        exchange: Arc<Exchange>,
        due: &Expected,
    ) -> Result<Option<Arc<Exchange>>, Halt> {
        let scene = self.scene;
        let Some(answer) = exchange.answer() else {
            scene.fail_documented(operation, &exchange);
            return Err(Halt::Failed);
        };
        let wrong = |expected: String, ids: &[String]| {
            let from = scene.failed();
            scene.fail(
                Failure::new(check::ACCEPTANCE, expected, said(&exchange))
                    .at(&operation.at)
                    .exchange(exchange.index),
            );
            scene.lay(from, ids);
            Err(Halt::Failed)
        };
        match (answer.status, due) {
            (429 | 503, _) => Err(Halt::Error(format!(
                "the target refuses so many requests ({}); slow down with `--rate`",
                answer.status
            ))),
            (500.., _) => wrong("no server error, whatever is asked".to_owned(), &[]),
            (200..=299, Expected::Refused(words, ids)) => {
                wrong(format!("a refusal (4xx): {words}"), ids)
            }
            (200..=299, _) => {
                scene.fail_documented(operation, &exchange);
                Ok(Some(exchange))
            }
            (400..=499, Expected::Accepted(ids)) => {
                wrong("success: all that is sent is valid".to_owned(), ids)
            }
            (400..=499, _) => {
                if operation.response_for(answer.status).is_some() {
                    scene.fail_documented(operation, &exchange);
                }
                Ok(None)
            }
            _ => {
                scene.fail_documented(operation, &exchange);
                Err(Halt::Failed)
            }
        }
    }
}

/// The status and the beginning of what came with it.
fn said(exchange: &Exchange) -> String {
    const LONGEST: usize = 200;
    let Some(answer) = exchange.answer() else {
        return "no answer".to_owned();
    };
    let text = answer.text();
    let text: String = text.chars().take(LONGEST).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("status {}: {text}", answer.status)
        .trim_end_matches(": ")
        .to_owned()
}
