//! The code of a relay: a service whose every method asks the client and turns its answer into the server's.

mod response;

use std::fmt::Write as _;
use std::path::Path;

use trueline_generator::plan::{AnswerHeader, Operation, Outcome, Plan, Response};
use trueline_generator::planning::{PlanOptions, plan};
use trueline_spec::ir::{SecurityKind, StatusPattern};
use trueline_spec::{LoadOptions, load_file};

use response::{Variant, variants};

/// The Rust of a relay over the generated code at the path `api`, whose runtime is at the path `runtime`. It has the function
/// `relay(Ends) -> Pass`.
pub fn glue(plan: &Plan, api: &str, runtime: &str) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "// Written by benches/loop. Changes made here are lost.\n\n\
         //! A server that asks a client.\n\n\
         #[allow(unused_imports, reason = \"not every description needs all of it\")]\n\
         use trueline_loop::{{Ends, Pass, choose, pass}};\n\
         use {runtime} as runtime;\n\
         use runtime::client::{{Reply, Request, Response, Transporting}};\n\
         use {api}::{{client, requests, server}};\n\
         {BASE}"
    );
    let _ = writeln!(
        out,
        "\npub fn relay(ends: Ends) -> Pass {{\n    \
         let config = runtime::client::Config::new()\n        \
         .base_url(\"http://loop.test\")\n        \
         .retry(runtime::client::Retry::never())\n        \
         .transport(Upstream(ends.clone()))"
    );
    for scheme in &plan.security_schemes {
        let is_used = plan
            .operations
            .iter()
            .flat_map(|operation| operation.security.iter().flatten())
            .any(|used| {
                plan.security_schemes.get(used.scheme).map(|it| &it.name) == Some(&scheme.name)
            });
        if is_used {
            let given = match scheme.kind {
                SecurityKind::Basic => "\"relay\", \"key\"",
                SecurityKind::MutualTls => "",
                _ => "\"relay-key\"",
            };
            let _ = writeln!(
                out,
                "        .credential(client::{}({given}))",
                scheme.function
            );
        }
    }
    out.push_str(
        "        ;\n    \
         let client = runtime::client::Client::connect(config, client::SERVERS).expect(\"a client\");\n    \
         let router = server::router(Through { client, ends });\n    \
         Box::new(move |request| pass::<_, runtime::server::Body, _>(router.clone(), request))\n}\n",
    );
    // What the API sends has a server, its receiver, and no client: the API is that.
    for group in plan.served() {
        let _ = writeln!(
            out,
            "\nimpl server::{}::{} for Through {{",
            group.module, group.trait_name
        );
        for index in &group.operations {
            if let Some(operation) = plan.operations.get(*index) {
                method(&mut out, &group.module, operation);
            }
        }
        out.push_str("}\n");
    }
    out
}

/// Whether the file `relay` has what [`glue`] gives for `document`. With `UPDATE_GOLDEN` in the environment it is written.
///
/// # Errors
///
/// It has not, or one of the two cannot be read.
pub fn is_fresh(document: &Path, relay: &Path, api: &str, runtime: &str) -> Result<(), String> {
    let loaded = load_file(document, &LoadOptions::default());
    let Some(described) = &loaded.api else {
        return Err(format!("{} is no description", document.display()));
    };
    let due = glue(&plan(described, &PlanOptions::default()).0, api, runtime);
    let shown = relay.display();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(relay, due)
            .map_err(|error| format!("cannot write {shown}: {error}"));
    }
    match std::fs::read_to_string(relay) {
        Ok(found) if found == due => Ok(()),
        Ok(_) => Err(format!(
            "{shown} is not what is written now; UPDATE_GOLDEN=1 writes it"
        )),
        Err(error) => Err(format!("cannot read {shown}: {error}")),
    }
}

const BASE: &str = r#"
#[derive(Clone)]
struct Upstream(Ends);

impl runtime::client::Transport for Upstream {
    fn send(&self, request: Request) -> Transporting<'_> {
        let url = request.url();
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let mut arrived = http::Request::new(match request.body() {
            Some(body) => body.as_bytes().map(<[u8]>::to_vec).unwrap_or_default(),
            None => Vec::new(),
        });
        *arrived.method_mut() = request.method().clone();
        *arrived.headers_mut() = request.headers().clone();
        match target.parse() {
            Ok(target) => *arrived.uri_mut() = target,
            Err(error) => self.0.lose(format!("{target}: {error}")),
        }
        let answer = Response::from(self.0.answer(arrived));
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// The service whose every method asks the client.
#[derive(Clone)]
struct Through {
    client: runtime::client::Client,
    ends: Ends,
}

impl runtime::server::Service for Through {
    type Caller = ();

    async fn authenticate(
        &self,
        _: runtime::server::Credentials,
        _: &runtime::server::Context,
    ) -> Result<(), runtime::server::Denied> {
        Ok(())
    }

    fn reject(
        &self,
        rejection: runtime::server::Rejection,
        context: &runtime::server::Context,
    ) -> runtime::server::Response {
        self.ends.refuse(format!("{rejection:?}"));
        rejection.into_problem(context)
    }
}

#[allow(dead_code, reason = "not every description needs all of it")]
impl Through {
    async fn ask<R>(
        &self,
        request: R,
    ) -> Result<Reply<R::Answer, R::Headers>, Box<Reply<R::Refusal>>>
    where
        R: runtime::client::Ask,
        R::Refusal: std::fmt::Debug,
    {
        match runtime::client::Call::new(&self.client, request).reply().await {
            Ok(reply) => Ok(reply),
            Err(runtime::client::Error::Refused(reply)) => Err(reply),
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    async fn whole(&self, download: runtime::client::Download) -> runtime::server::Content {
        match download.bytes().await {
            Ok(bytes) => bytes.into(),
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    fn read<T>(&self, header: Result<T, runtime::client::HeaderError>) -> T {
        match header {
            Ok(value) => value,
            Err(error) => self.ends.lose(error.to_string()),
        }
    }

    fn needed<T>(&self, header: Result<Option<T>, runtime::client::HeaderError>) -> T {
        match self.read(header) {
            Some(value) => value,
            None => self.ends.lose("a header is missing".to_owned()),
        }
    }
}
"#;

fn method(out: &mut String, module: &str, operation: &Operation) {
    let names = &operation.names;
    let _ = writeln!(
        out,
        "    async fn {}(&self, request: requests::{}, (): (), _: &runtime::server::Context) -> server::{module}::{} {{\n        \
         use server::{module}::{} as Out;",
        names.method, names.request, names.response, names.response
    );
    if operation.responses.is_empty() {
        out.push_str(
            "        let _ = (request, Out(runtime::server::empty(500)));\n        \
             self.ends.lose(\"no response is documented\".to_owned())\n    }\n",
        );
        return;
    }
    let is_success = |response: &Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Class(class) => class == 2,
        StatusPattern::Default => false,
    };
    let variants: Vec<Variant<'_>> = operation.responses.iter().flat_map(variants).collect();
    let mut successes: Vec<&Variant<'_>> = variants
        .iter()
        .filter(|it| is_success(it.response))
        .collect();
    if successes.is_empty() {
        successes = variants
            .iter()
            .filter(|it| it.response.status == StatusPattern::Default)
            .collect();
    }
    let refusals: Vec<&Variant<'_>> = variants
        .iter()
        .filter(|it| !is_success(it.response))
        .collect();
    out.push_str(
        "        match self.ask(request).await {\n            \
         Ok(Reply { status, headers, body }) => {\n                \
         let _ = (&status, &headers, &body);\n",
    );
    match operation.client.answer {
        Outcome::Undocumented => out.push_str(
            "                self.ends.lose(\"a success that is not documented\".to_owned())\n",
        ),
        _ => arms(
            out,
            (&operation.client.answer, &names.answer),
            &operation.client.answer_headers,
            &successes,
        ),
    }
    out.push_str("            }\n            Err(reply) => {\n                ");
    match operation.client.refusal {
        Outcome::Undocumented => out.push_str("match reply.body {}\n"),
        _ => {
            out.push_str(
                "let Reply { status, headers, body } = *reply;\n                \
                 let _ = (&status, &headers, &body);\n",
            );
            let headers = &operation.client.refusal_headers;
            if !headers.is_empty() {
                let _ = writeln!(
                    out,
                    "                let headers = requests::{}::from(headers);",
                    names.refusal_headers
                );
            }
            arms(
                out,
                (&operation.client.refusal, &names.refusal),
                headers,
                &refusals,
            );
        }
    }
    out.push_str("            }\n        }\n    }\n");
}

/// The expression that makes the server's response of the client's answer.
fn arms(
    out: &mut String,
    (outcome, name): (&Outcome, &str),
    headers: &[AnswerHeader],
    variants: &[&Variant<'_>],
) {
    if let Outcome::Several(_) = outcome {
        out.push_str("                match body {\n");
        for variant in variants {
            let carried = if variant.media.is_some() {
                "(body)"
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "                    requests::{name}::{}{carried} => {},",
                variant.name,
                variant.made("body", headers)
            );
        }
        out.push_str("                }\n");
        return;
    }
    let body = match outcome {
        Outcome::Stream => "self.whole(body).await",
        _ => "body",
    };
    if let [only] = variants {
        let _ = writeln!(out, "                {}", only.made(body, headers));
        return;
    }
    let rows: Vec<String> = variants.iter().map(|it| it.row()).collect();
    let _ = writeln!(
        out,
        "                let media_type = headers.get(\"content-type\").map(|it| it.as_bytes().to_vec());\n                \
         match choose(&[{}], status.as_u16(), media_type.as_deref()) {{",
        rows.join(", ")
    );
    for (index, variant) in variants.iter().enumerate() {
        let _ = writeln!(
            out,
            "                    Some({index}) => {},",
            variant.made(body, headers)
        );
    }
    out.push_str(
        "                    _ => self.ends.lose(\"no response fits\".to_owned()),\n                }\n",
    );
}
