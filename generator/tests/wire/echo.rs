//! A service that keeps what it was asked, argument by argument, or why it refused.

use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};
use trueline_runtime::{Encode, to_value};

use crate::golden::wire::{requests, server};
use crate::runtime::server::{Context, Credentials, Denied, Rejection, Response, Router, Service};

/// What came of a request.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The arguments by name; those that are absent are not there.
    pub(crate) arguments: Option<Map<String, Value>>,
    /// Place and pointer of each fault of a refusal: `query /tags/0`.
    pub(crate) faults: Vec<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Echo(pub(crate) Arc<Mutex<Kept>>);

impl Echo {
    fn keep(&self, arguments: &[(&str, &dyn Encode)]) {
        let there = arguments.iter().filter(|(_, value)| !value.is_absent());
        let arguments = there.map(|(name, value)| ((*name).to_owned(), to_value(*value)));
        self.0.lock().unwrap().arguments = Some(arguments.collect());
    }
}

impl Service for Echo {
    type Caller = ();

    async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), Denied> {
        Ok(())
    }

    fn reject(&self, rejection: Rejection, context: &Context) -> Response {
        let located = match &rejection {
            Rejection::Invalid(all) => all.as_slice(),
            Rejection::Malformed(one) => std::slice::from_ref(one),
            _ => &[],
        };
        self.0.lock().unwrap().faults = located
            .iter()
            .map(|one| format!("{} {}", one.place, one.fault.pointer()))
            .collect();
        rejection.into_problem(context)
    }
}

macro_rules! echo {
    ($($service:ident in $module:ident {
        $($method:ident($request:ident { $($field:ident = $name:literal),* }) -> $response:ident $answer:tt;)*
    })*) => {
        $(impl server::$service for Echo {
            $(
                async fn $method(
                    &self,
                    request: requests::$request,
                    (): (),
                    _: &Context,
                ) -> server::$module::$response {
                    let _ = &request;
                    self.keep(&[$(($name, &request.$field)),*]);
                    server::$module::$response::NoContent $answer
                }
            )*
        })*
    };
}

/// All operations with their arguments, for a macro that makes something of each.
macro_rules! each_operation {
    ($make:ident) => {
        $make! {
            Queries in queries {
                query_scalars(QueryScalarsRequest {
                    text = "text", whole = "whole", small = "small", ratio = "ratio", single = "single", flag = "flag",
                    day = "day", moment = "moment", since = "since", choice = "choice", level = "level",
                    bounded = "bounded", short = "short", code = "code", either = "either", blob = "blob",
                    reserved = "reserved", odd_name = "odd name", größe = "größe"
                }) -> QueryScalarsResponse {};
                query_lists(QueryListsRequest {
                    repeated = "repeated", numbers = "numbers", comma = "comma", comma_numbers = "commaNumbers",
                    space = "space", pipe = "pipe", pipe_numbers = "pipeNumbers", reserved = "reserved", few = "few",
                    flags = "flags", choices = "choices"
                }) -> QueryListsResponse {};
                query_objects(QueryObjectsRequest {
                    spread = "spread", comma = "comma", space = "space", pipe = "pipe", filter = "filter"
                }) -> QueryObjectsResponse {};
                query_map(QueryMapRequest { named = "named", others = "others" }) -> QueryMapResponse {};
                query_brackets(QueryBracketsRequest {
                    color = "color", created = "created", expand = "expand", numbers = "numbers", metadata = "metadata",
                    tree = "tree", lines = "lines"
                }) -> QueryBracketsResponse {};
                query_closed(QueryClosedRequest { known = "known" }) -> QueryClosedResponse {};
                query_required(QueryRequiredRequest { needed = "needed" }) -> QueryRequiredResponse {};
            }
            Paths in paths {
                path_text(PathTextRequest { value = "value" }) -> PathTextResponse {};
                path_whole(PathWholeRequest { value = "value" }) -> PathWholeResponse {};
                path_simple_list(PathSimpleListRequest { value = "value" }) -> PathSimpleListResponse {};
                path_simple_object(PathSimpleObjectRequest { value = "value" }) -> PathSimpleObjectResponse {};
                path_simple_exploded(PathSimpleExplodedRequest { value = "value" }) -> PathSimpleExplodedResponse {};
                path_label_text(PathLabelTextRequest { value = "value" }) -> PathLabelTextResponse {};
                path_label_list(PathLabelListRequest { value = "value" }) -> PathLabelListResponse {};
                path_label_exploded(PathLabelExplodedRequest { value = "value" }) -> PathLabelExplodedResponse {};
                path_label_object(PathLabelObjectRequest { value = "value" }) -> PathLabelObjectResponse {};
                path_label_members(PathLabelMembersRequest { value = "value" }) -> PathLabelMembersResponse {};
                path_matrix_text(PathMatrixTextRequest { value = "value" }) -> PathMatrixTextResponse {};
                path_matrix_list(PathMatrixListRequest { value = "value" }) -> PathMatrixListResponse {};
                path_matrix_exploded(PathMatrixExplodedRequest { value = "value" }) -> PathMatrixExplodedResponse {};
                path_matrix_object(PathMatrixObjectRequest { value = "value" }) -> PathMatrixObjectResponse {};
                path_matrix_members(PathMatrixMembersRequest { value = "value" }) -> PathMatrixMembersResponse {};
                path_suffixed(PathSuffixedRequest { value = "value" }) -> PathSuffixedResponse {};
            }
            Headers in headers {
                headers(HeadersRequest {
                    x_text = "X-Text", x_whole = "X-Whole", x_ratio = "X-Ratio", x_flag = "X-Flag",
                    x_moment = "X-Moment", x_choice = "X-Choice", x_list = "X-List", x_numbers = "X-Numbers",
                    x_color = "X-Color", x_members = "X-Members", x_filter = "X-Filter"
                }) -> HeadersResponse {};
            }
            Cookies in cookies {
                cookies(CookiesRequest {
                    text = "text", whole = "whole", flag = "flag", choice = "choice", list = "list", color = "color"
                }) -> CookiesResponse {};
            }
            Forms in forms {
                form_plain(FormPlainRequest { body = "body" }) -> FormPlainResponse {};
                form_brackets(FormBracketsRequest { body = "body" }) -> FormBracketsResponse {};
                form_styles(FormStylesRequest { body = "body" }) -> FormStylesResponse {};
            }
            Json in json {
                json_scalars(JsonScalarsRequest { body = "body" }) -> JsonScalarsResponse {};
                json_structures(JsonStructuresRequest { body = "body" }) -> JsonStructuresResponse {};
                json_unions(JsonUnionsRequest { body = "body" }) -> JsonUnionsResponse {};
                json_rules(JsonRulesRequest { body = "body" }) -> JsonRulesResponse {};
                json_presence(JsonPresenceRequest { body = "body" }) -> JsonPresenceResponse {};
                json_any(JsonAnyRequest { body = "body" }) -> JsonAnyResponse {};
                json_list(JsonListRequest { body = "body" }) -> JsonListResponse {};
            }
            Parts in parts {
                parts(PartsRequest { body = "body" }) -> PartsResponse {};
            }
            Bodies in bodies {
                body_text(BodyTextRequest { body = "body" }) -> BodyTextResponse {};
                body_bytes(BodyBytesRequest { body = "body" }) -> BodyBytesResponse {};
                body_several(BodySeveralRequest { body = "body" }) -> BodySeveralResponse {};
            }
            Answers in answers {
                answer_headers(AnswerHeadersRequest {}) -> AnswerHeadersResponse {
                    x_text: None, x_whole: None, x_ratio: None, x_flag: None, x_moment: None, x_choice: None,
                    x_list: None, x_numbers: None, x_color: None, x_members: None, x_json: None,
                };
                answer_kinds(AnswerKindsRequest {}) -> AnswerKindsResponse {};
            }
        }
    };
}

pub(crate) use each_operation;

each_operation!(echo);

/// All operations, answered by `echo`.
pub(crate) fn router(echo: &Echo) -> Router {
    server::router(echo.clone())
}
