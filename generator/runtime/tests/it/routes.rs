//! Which template a path finds, in a table of templates and paths.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt as _;
use tower_service::Service as _;
use trueline_runtime::server::{
    Answer, Body, Context, Credentials, Denied, Dispatch, Exchange, Input, OperationInfo, Route,
    Service, json,
};
use trueline_runtime::{ParameterInfo, Shape, Style};

use crate::cases::check;

struct Anyone;

impl Service for Anyone {
    type Caller = ();

    async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), Denied> {
        Ok(())
    }
}

const NAMES: &[ParameterInfo] = &[
    ParameterInfo::new("1", Style::Simple, false, Shape::Scalar),
    ParameterInfo::new("2", Style::Simple, false, Shape::Scalar),
    ParameterInfo::new("3", Style::Simple, false, Shape::Scalar),
];

const fn get(template: &'static str) -> OperationInfo {
    OperationInfo {
        template,
        path: NAMES,
        ..OperationInfo::NONE
    }
}

static OPERATIONS: &[OperationInfo] = &[
    get("/"),
    get("/pets"),
    get("/pets/{id}"),
    get("/pets/mine"),
    get("/pets/{id}/toys/{toy}"),
    get("/pets/mine/toys"),
    get("/files/{name}.{ending}"),
    get("/files/{name}.json"),
    get("/files/{name}"),
    get("/jobs/{id}:cancel"),
    get("/range/{from}..{to}"),
    get("/trailing/"),
    get("/{any}/last"),
    OperationInfo {
        method: "DELETE",
        ..get("/pets/{id}")
    },
];

fn handle(service: Arc<Anyone>, mut exchange: Exchange) -> Answer {
    Box::pin(async move {
        let outcome = async {
            exchange.admit(&*service).await?;
            let read = |input: &mut Input<'_>| {
                let mut path = input.path()?;
                let values: Option<Vec<Option<String>>> = ["1", "2", "3"]
                    .map(|name| path.optional(name))
                    .into_iter()
                    .collect();
                Some(values?.into_iter().flatten().collect::<Vec<_>>().join(" "))
            };
            let values = exchange.read(read)?;
            let template = exchange
                .context
                .operation()
                .map_or("", |found| found.template);
            let said = format!("{template} {values}");
            Ok(json(200, "text/plain", &said.trim_end()))
        }
        .await;
        exchange.finish(&*service, outcome)
    })
}

#[test]
fn paths_find_their_templates() {
    let routes = OPERATIONS
        .iter()
        .map(|operation| Route {
            operation,
            handler: handle,
        })
        .collect();
    let dispatch = Dispatch::new(Arc::new(Anyone), routes);
    check("routes.txt", |columns| {
        let [target] = columns else {
            panic!("METHOD path | outcome")
        };
        let (method, path) = target.split_once(' ').expect("a method and a path");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .expect("a request");
        tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(async {
                let Ok(response) = dispatch.clone().call(request).await;
                if response.status() != 200 {
                    return response.status().as_str().to_owned();
                }
                let bytes: Bytes = response
                    .into_body()
                    .collect()
                    .await
                    .expect("the body is in memory")
                    .to_bytes();
                if bytes.is_empty() {
                    return "no body".to_owned();
                }
                serde_json::from_slice(&bytes).expect("a JSON string")
            })
    });
}
