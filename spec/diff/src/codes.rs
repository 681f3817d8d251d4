//! The kinds of changes: one row each.
//!
//! The three letters say what the change does to callers, servers and code that uses the generated
//! Rust: B breaking, R risky, C compatible, P prose; first where the thing travels in a request, then
//! where it travels in a response. The rule behind them: a request that may say less breaks callers,
//! one that may say more breaks servers; a response that may say more breaks callers, one that may say
//! less breaks servers.

use crate::change::{Effect, Effects};

/// What is known about a kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Its stable name, such as `member-became-required`.
    pub name: &'static str,
    /// The name of the kind that it becomes when the sides are swapped.
    pub reverse: &'static str,
    /// What it does where the thing travels in a request, or does not travel.
    pub request: Effects,
    /// What it does where the thing travels in a response.
    pub response: Effects,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What it means and what to do about it.
    pub text: &'static str,
}

/// The kind with this name, in any case.
pub fn find(name: &str) -> Option<&'static CodeInfo> {
    CODES
        .iter()
        .copied()
        .find(|info| info.name.eq_ignore_ascii_case(name))
}

/// The page that explains a kind of change, or `None` for an unknown name.
pub fn explain(name: &str) -> Option<String> {
    find(name).map(CodeInfo::page)
}

impl CodeInfo {
    /// A page that explains it, CommonMark.
    pub fn page(&self) -> String {
        let mut page = format!("# {}: {}\n\n{}\n\n", self.name, self.title, self.text);
        page.push_str("| | callers | servers | generated Rust |\n|---|---|---|---|\n");
        let mut row = |name: &str, effects: Effects| {
            page.push_str(&format!(
                "| {name} | {} | {} | {} |\n",
                effects.callers.as_str(),
                effects.servers.as_str(),
                effects.rust.as_str()
            ));
        };
        if self.request == self.response {
            row("in any direction", self.request);
        } else {
            row("in a request", self.request);
            row("in a response", self.response);
        }
        if self.reverse != self.name {
            page.push_str(&format!("\nThe reverse is `{}`.\n", self.reverse));
        }
        page
    }
}

macro_rules! effect {
    (B) => {
        Effect::Breaking
    };
    (R) => {
        Effect::Risky
    };
    (C) => {
        Effect::Compatible
    };
    (P) => {
        Effect::Prose
    };
}

macro_rules! effects {
    ($callers:ident $servers:ident $rust:ident) => {
        Effects {
            callers: effect!($callers),
            servers: effect!($servers),
            rust: effect!($rust),
        }
    };
}

macro_rules! codes {
    ($($name:ident = $code:literal, $reverse:literal, $a:ident $b:ident $c:ident, $d:ident $e:ident $f:ident, $title:literal, $text:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: CodeInfo = CodeInfo {
                name: $code,
                reverse: $reverse,
                request: effects!($a $b $c),
                response: effects!($d $e $f),
                title: $title,
                text: $text,
            };
        )*

        /// Every kind of change, in order.
        pub static CODES: &[&CodeInfo] = &[$(&$name,)*];
    };
}

codes! {
    OPERATION_ADDED = "operation-added", "operation-removed", C B B, C B B,
        "An operation is new",
        "A server that was written to the old description does not have it. In generated Rust the trait of its tag gains a method, and an implementation without it does not compile.";
    OPERATION_REMOVED = "operation-removed", "operation-added", B C B, B C B,
        "An operation is gone",
        "A call of it is refused from now on. In generated Rust the trait loses a method, and an implementation that still has it does not compile. If the old description marked the operation as deprecated, its end was announced, and the change is risky instead of breaking.";
    OPERATION_MOVED = "operation-moved", "operation-moved", B B C, B B C,
        "An operation has another path or method",
        "The operation is known again by its `operationId`. Calls to the old address are refused. The generated method keeps its name; the router serves the new address.";
    OPERATION_ID_CHANGED = "operation-id-changed", "operation-id-changed", P P B, P P B,
        "An operation has another id",
        "Nothing changes on the wire. Generated methods, requests and responses are named after the id, so code that uses them must follow.";
    OPERATION_TAGS_CHANGED = "operation-tags-changed", "operation-tags-changed", P P B, P P B,
        "An operation has other tags",
        "Nothing changes on the wire. The first tag decides which generated trait has the method, so an implementation may have to move it.";
    DEPRECATED = "deprecated", "deprecation-withdrawn", C C C, C C C,
        "Something is marked as deprecated",
        "It works as before. Plan to do without it.";
    DEPRECATION_WITHDRAWN = "deprecation-withdrawn", "deprecated", C C C, C C C,
        "Something is no longer marked as deprecated",
        "It works as before, and is to stay.";
    OPERATION_DEPRECATED = "operation-deprecated", "operation-deprecation-withdrawn", C C C, C C C,
        "An operation is marked as deprecated",
        "It works as before. A later description may drop it, which is then risky and no longer breaking.";
    OPERATION_DEPRECATION_WITHDRAWN = "operation-deprecation-withdrawn", "operation-deprecated", C C C, C C C,
        "An operation is no longer marked as deprecated",
        "It works as before, and is to stay.";
    PATH_PARAMETER_RENAMED = "path-parameter-renamed", "path-parameter-renamed", P P B, P P B,
        "A path parameter has another name",
        "The name of a path parameter never travels. In generated Rust a member of the request is named after it.";
    OPTIONAL_PARAMETER_ADDED = "optional-parameter-added", "optional-parameter-removed", C B C, C B C,
        "A parameter that may be left out is new",
        "Callers may go on without it. A server that was written to the old description ignores or refuses it.";
    OPTIONAL_PARAMETER_REMOVED = "optional-parameter-removed", "optional-parameter-added", R C B, R C B,
        "A parameter that could be left out is gone",
        "A caller that sends it is refused, or what it asked for no longer happens. In generated Rust the request loses a member.";
    REQUIRED_PARAMETER_ADDED = "required-parameter-added", "required-parameter-removed", B B C, B B C,
        "A parameter that must be given is new",
        "Calls without it are refused from now on.";
    REQUIRED_PARAMETER_REMOVED = "required-parameter-removed", "required-parameter-added", R C B, R C B,
        "A parameter that had to be given is gone",
        "A caller that sends it is refused or ignored. In generated Rust the request loses a member.";
    PARAMETER_MOVED = "parameter-moved", "parameter-moved", B B C, B B C,
        "A parameter travels elsewhere",
        "The parameter moved, for instance from the query to a header. Calls that give it at the old place lack it at the new one.";
    PARAMETER_BECAME_REQUIRED = "parameter-became-required", "parameter-became-optional", B C B, B C B,
        "A parameter must be given from now on",
        "Calls without it are refused. In generated Rust it is no longer an `Option`.";
    PARAMETER_BECAME_OPTIONAL = "parameter-became-optional", "parameter-became-required", C B B, C B B,
        "A parameter may be left out from now on",
        "A server that was written to the old description refuses calls without it. In generated Rust it becomes an `Option`.";
    PARAMETER_STYLE_CHANGED = "parameter-style-changed", "parameter-style-changed", B B C, B B C,
        "A parameter is written in another way",
        "`style`, `explode`, `allowReserved` or the choice between `schema` and `content` changed: the same value looks different on the wire.";
    OPTIONAL_BODY_ADDED = "optional-body-added", "optional-body-removed", C B C, C B C,
        "An operation takes a request body that may be left out",
        "Callers may go on without it.";
    OPTIONAL_BODY_REMOVED = "optional-body-removed", "optional-body-added", R C B, R C B,
        "An operation no longer takes a request body, which could be left out",
        "A caller that sends one is refused, or what it says is ignored.";
    REQUIRED_BODY_ADDED = "required-body-added", "required-body-removed", B B C, B B C,
        "An operation needs a request body",
        "Calls without a body are refused from now on.";
    REQUIRED_BODY_REMOVED = "required-body-removed", "required-body-added", R C B, R C B,
        "An operation no longer takes a request body, which it needed",
        "A caller that sends one is refused, or what it says is ignored.";
    BODY_BECAME_REQUIRED = "body-became-required", "body-became-optional", B C B, B C B,
        "The request body must be given from now on",
        "Calls without one are refused.";
    BODY_BECAME_OPTIONAL = "body-became-optional", "body-became-required", C B B, C B B,
        "The request body may be left out from now on",
        "A server that was written to the old description refuses calls without one.";
    MEDIA_TYPE_ADDED = "media-type-added", "media-type-removed", C B C, C R R,
        "A media type is new",
        "In a request: servers must read it. In a response: callers who ask for it may get it.";
    MEDIA_TYPE_REMOVED = "media-type-removed", "media-type-added", B C B, B C B,
        "A media type is gone",
        "In a request: bodies of this type are refused. In a response: callers who read this type find none.";
    MEDIA_TYPE_PARAMETERS_CHANGED = "media-type-parameters-changed", "media-type-parameters-changed", R R C, R R C,
        "A media type has other parameters",
        "The type is the same, but parameters such as `charset` differ.";
    ENCODING_CHANGED = "encoding-changed", "encoding-changed", B B C, B B C,
        "A member of a form or multipart body is written in another way",
        "The media type, style, `explode` or headers of the part differ: the same value looks different on the wire.";
    SUCCESS_RESPONSE_ADDED = "success-response-added", "success-response-removed", R C R, R C R,
        "A successful status is new",
        "Callers that know only the old statuses may take this one for a failure.";
    SUCCESS_RESPONSE_REMOVED = "success-response-removed", "success-response-added", B C B, B C B,
        "A successful status is gone",
        "Callers that wait for this status no longer see it.";
    ERROR_RESPONSE_ADDED = "error-response-added", "error-response-removed", C C C, C C C,
        "An error status is documented",
        "Callers must expect errors that are not documented, so nothing breaks.";
    ERROR_RESPONSE_REMOVED = "error-response-removed", "error-response-added", C C B, C C B,
        "An error status is no longer documented",
        "Callers need no longer treat it. In generated Rust the response loses a variant.";
    OPTIONAL_HEADER_ADDED = "optional-header-added", "optional-header-removed", C C C, C C C,
        "A response header that may be missing is new",
        "Callers may ignore it.";
    OPTIONAL_HEADER_REMOVED = "optional-header-removed", "optional-header-added", R C B, R C B,
        "A response header that could be missing is gone",
        "Callers that read it find it no more.";
    REQUIRED_HEADER_ADDED = "required-header-added", "required-header-removed", C B B, C B B,
        "A response header that is always there is new",
        "A server that was written to the old description does not send it.";
    REQUIRED_HEADER_REMOVED = "required-header-removed", "required-header-added", B C B, B C B,
        "A response header that was always there is gone",
        "Callers that rely on it find it no more.";
    HEADER_BECAME_REQUIRED = "header-became-required", "header-became-optional", B C B, C B B,
        "A header is always there from now on",
        "A server must always send it.";
    HEADER_BECAME_OPTIONAL = "header-became-optional", "header-became-required", C B B, B C B,
        "A header may be missing from now on",
        "Callers that rely on it may find it missing.";
    LINK_ADDED = "link-added", "link-removed", C C C, C C C,
        "A link between operations is new",
        "More is documented.";
    LINK_REMOVED = "link-removed", "link-added", R C C, R C C,
        "A link between operations is gone",
        "What the link said is no longer promised.";
    LINK_CHANGED = "link-changed", "link-changed", R C C, R C C,
        "A link between operations says something else",
        "Its operation, parameters or body differ.";
    SECURITY_ALTERNATIVE_ADDED = "security-alternative-added", "security-alternative-removed", C B R, C B R,
        "There is a further way to be let in",
        "Callers may go on as before. A server that was written to the old description does not know the new way.";
    SECURITY_ALTERNATIVE_REMOVED = "security-alternative-removed", "security-alternative-added", B C R, B C R,
        "A way to be let in is gone",
        "Callers that use it are refused from now on.";
    SECURITY_SCOPE_ADDED = "security-scope-added", "security-scope-removed", B C C, B C C,
        "A further scope is needed",
        "Tokens without it are refused.";
    SECURITY_SCOPE_REMOVED = "security-scope-removed", "security-scope-added", C B C, C B C,
        "A scope is no longer needed",
        "Fewer rights are enough.";
    SECURITY_SCHEME_CHANGED = "security-scheme-changed", "security-scheme-changed", B B R, B B R,
        "A security scheme asks for something else",
        "The kind of the scheme, or the place or name of its key, differs.";
    SECURITY_FLOWS_CHANGED = "security-flows-changed", "security-flows-changed", R C C, R C C,
        "The OAuth flows of a security scheme differ",
        "Flows, scopes or the addresses where tokens are got came, went or changed. Clients that have these built in must follow.";
    SERVER_ADDED = "server-added", "server-removed", C C C, C C C,
        "A server is new",
        "There is a further base URL.";
    SERVER_REMOVED = "server-removed", "server-added", R C C, R C C,
        "A server is gone",
        "Callers of this base URL must use another.";
    BASE_PATH_CHANGED = "base-path-changed", "base-path-changed", B B C, B B C,
        "All operations moved to another base path",
        "The path of the only server URL differs, so every address does.";
    SERVER_VARIABLE_CHANGED = "server-variable-changed", "server-variable-changed", R C C, R C C,
        "A variable of a server URL differs",
        "Its default or the values that it may take differ.";
    TYPE_NARROWED = "type-narrowed", "type-widened", B C B, C B B,
        "Fewer JSON types are allowed",
        "In a request, values of a type that is gone are refused. In a response, a server may no longer send them.";
    TYPE_WIDENED = "type-widened", "type-narrowed", C B B, B C B,
        "More JSON types are allowed",
        "In a request, a server must take further types. In a response, callers must expect them.";
    TYPE_CHANGED = "type-changed", "type-changed", B B B, B B B,
        "The JSON type is another",
        "No type, or not every type, is allowed on both sides: values that were right are wrong now.";
    NULL_FORBIDDEN = "null-forbidden", "null-allowed", B C B, C B B,
        "Null is no longer allowed",
        "In a request, null is refused from now on. In generated Rust the value is no longer nullable.";
    NULL_ALLOWED = "null-allowed", "null-forbidden", C B B, B C B,
        "Null is allowed",
        "In a response, callers must expect null. In generated Rust the value becomes nullable.";
    VALUE_REMOVED = "value-removed", "value-added", B C B, C B B,
        "A listed value is gone",
        "In a request it is refused from now on. In a response a server may no longer send it.";
    VALUE_ADDED = "value-added", "value-removed", C B R, R C R,
        "A listed value is new",
        "In a request a server must take it. In a response callers meet a value that they do not know; lists of values are usually open, so this is risky and not breaking.";
    VALUES_LISTED = "values-listed", "values-unlisted", B C B, C B B,
        "The allowed values are listed",
        "Only what stands in `enum` or `const` is allowed from now on. In generated Rust the type becomes an enum.";
    VALUES_UNLISTED = "values-unlisted", "values-listed", C B B, R C B,
        "The allowed values are no longer listed",
        "Any value of the type is allowed. In generated Rust the enum goes.";
    LENGTH_TIGHTENED = "length-tightened", "length-loosened", B C C, C B C,
        "Fewer lengths are allowed",
        "The rule for the length of a string (`minLength`, `maxLength`) allows less. In a request, values beyond it are refused.";
    LENGTH_LOOSENED = "length-loosened", "length-tightened", C B C, B C C,
        "More lengths are allowed",
        "The rule for the length of a string (`minLength`, `maxLength`) allows more. In a response, callers may meet values that the old description excluded.";
    RANGE_TIGHTENED = "range-tightened", "range-loosened", B C C, C B C,
        "Fewer numbers are allowed",
        "The rule for a number (`minimum`, `maximum`, `multipleOf`) allows less. In a request, values beyond it are refused.";
    RANGE_LOOSENED = "range-loosened", "range-tightened", C B C, B C C,
        "More numbers are allowed",
        "The rule for a number (`minimum`, `maximum`, `multipleOf`) allows more. In a response, callers may meet values that the old description excluded.";
    COUNT_TIGHTENED = "count-tightened", "count-loosened", B C C, C B C,
        "Fewer counts are allowed",
        "The rule for the number of items or members (`minItems`, `maxItems`, `uniqueItems`, `minProperties`, `maxProperties`) allows less. In a request, values beyond it are refused.";
    COUNT_LOOSENED = "count-loosened", "count-tightened", C B C, B C C,
        "More counts are allowed",
        "The rule for the number of items or members (`minItems`, `maxItems`, `uniqueItems`, `minProperties`, `maxProperties`) allows more. In a response, callers may meet values that the old description excluded.";
    STEP_CHANGED = "step-changed", "step-changed", B B C, B B C,
        "`multipleOf` is another",
        "Neither number is a multiple of the other, so values that were right are wrong now.";
    PATTERN_STATED = "pattern-stated", "pattern-dropped", B C C, C B C,
        "A pattern must be matched",
        "In a request, text that does not match is refused from now on.";
    PATTERN_DROPPED = "pattern-dropped", "pattern-stated", C B C, B C C,
        "A pattern need no longer be matched",
        "In a response, callers may meet text that the old pattern excluded.";
    PATTERN_CHANGED = "pattern-changed", "pattern-changed", R R C, R R C,
        "The pattern is another",
        "Which texts only one of the two patterns matches cannot be told from outside; compare them.";
    FORMAT_NARROWED = "format-narrowed", "format-widened", R C B, C R B,
        "The format allows less",
        "A format is stated where none was, or a narrower one (`int32` for `int64`). The generated Rust type follows the format.";
    FORMAT_WIDENED = "format-widened", "format-narrowed", C R B, R C B,
        "The format allows more",
        "A format is no longer stated, or a wider one is (`int64` for `int32`). The generated Rust type follows the format.";
    FORMAT_CHANGED = "format-changed", "format-changed", B B B, B B B,
        "The format is another",
        "Text of the one format is usually not of the other. The generated Rust type follows the format.";
    CONTENT_CHANGED = "content-changed", "content-changed", B B C, B B C,
        "The content of a string is encoded in another way",
        "`contentEncoding` or `contentMediaType` differ.";
    OPTIONAL_MEMBER_ADDED = "optional-member-added", "optional-member-removed", C B C, C C R,
        "A member that may be missing is new",
        "In a request callers may leave it out, and servers must take it. In a response callers may ignore it, unless the old description said that no further member comes.";
    OPTIONAL_MEMBER_REMOVED = "optional-member-removed", "optional-member-added", R C B, R C B,
        "A member that could be missing is gone",
        "In a request it is ignored or refused from now on. In a response callers find it no more. In generated Rust the struct loses a field.";
    REQUIRED_MEMBER_ADDED = "required-member-added", "required-member-removed", B B C, C B B,
        "A member that must be there is new",
        "In a request, calls without it are refused. In a response, a server must send it; in generated Rust the struct gains a field that has to be given.";
    REQUIRED_MEMBER_REMOVED = "required-member-removed", "required-member-added", R C B, B C B,
        "A member that had to be there is gone",
        "In a request it is ignored or refused from now on. In a response callers that rely on it find it no more.";
    MEMBER_BECAME_REQUIRED = "member-became-required", "member-became-optional", B C B, C B B,
        "A member must be there from now on",
        "In a request, calls without it are refused. In a response, a server must always send it. In generated Rust it is no longer an `Option`.";
    MEMBER_BECAME_OPTIONAL = "member-became-optional", "member-became-required", C B B, B C B,
        "A member may be missing from now on",
        "In a request, servers must do without it. In a response, callers that rely on it may find it missing. In generated Rust it becomes an `Option`.";
    MEMBERS_CLOSED = "members-closed", "members-opened", B C R, C B R,
        "Only declared members are allowed",
        "`additionalProperties: false` came. In a request, further members are refused.";
    MEMBERS_OPENED = "members-opened", "members-closed", C B R, R C R,
        "Members that are not declared are allowed",
        "`additionalProperties: false` went. In a response, further members may come.";
    ADDITIONAL_NARROWED = "additional-narrowed", "additional-widened", B C B, C B B,
        "Members that are not declared must be of a kind",
        "`additionalProperties` has a schema where it had none. In generated Rust the map gets a type.";
    ADDITIONAL_WIDENED = "additional-widened", "additional-narrowed", C B B, R C B,
        "Members that are not declared may be of any kind",
        "`additionalProperties` no longer has a schema.";
    MEMBER_PATTERN_ADDED = "member-pattern-added", "member-pattern-removed", B C C, C B C,
        "Members with certain names must be of a kind",
        "A pattern was added to `patternProperties`.";
    MEMBER_PATTERN_REMOVED = "member-pattern-removed", "member-pattern-added", C B C, R C C,
        "Members with certain names may be of any kind",
        "A pattern was removed from `patternProperties`.";
    ITEMS_STATED = "items-stated", "items-dropped", B C B, C B B,
        "Items must be of a kind",
        "`items` is stated where it was not.";
    ITEMS_DROPPED = "items-dropped", "items-stated", C B B, R C B,
        "Items may be of any kind",
        "`items` is no longer stated.";
    TUPLE_CHANGED = "tuple-changed", "tuple-changed", B B B, B B B,
        "The first items of a list have other schemas",
        "`prefixItems` has more or fewer entries.";
    BRANCH_REMOVED = "branch-removed", "branch-added", B C B, C B B,
        "An alternative of a union is gone",
        "In a request, values of this kind are refused. In a response, a server may no longer send them. In generated Rust the enum loses a variant.";
    BRANCH_ADDED = "branch-added", "branch-removed", C B R, B C R,
        "An alternative of a union is new",
        "In a request, a server must take values of this kind. In a response, callers must expect them. In generated Rust the enum gains a variant.";
    ALTERNATIVES_STATED = "alternatives-stated", "alternatives-dropped", B C B, C B B,
        "One of several alternatives must hold as well",
        "An `anyOf` or `oneOf` was added beside what the schema says already.";
    ALTERNATIVES_DROPPED = "alternatives-dropped", "alternatives-stated", C B B, B C B,
        "None of several alternatives need hold any more",
        "An `anyOf` or `oneOf` beside what the schema says is gone.";
    UNION_KIND_CHANGED = "union-kind-changed", "union-kind-changed", R R C, R R C,
        "`anyOf` became `oneOf`, or the other way around",
        "With `oneOf` exactly one branch must hold. It matters for values that satisfy several branches.";
    DISCRIMINATOR_CHANGED = "discriminator-changed", "discriminator-changed", R R R, R R R,
        "The branches of a union are told apart in another way",
        "`discriminator` came, went, names another member, or has other values for branches that stand on both sides.";
    CONDITION_STATED = "condition-stated", "condition-dropped", R C C, C R C,
        "A condition must hold",
        "`not`, `if`, `contains`, `propertyNames`, `dependentRequired` or another keyword that only a validator can judge was added.";
    CONDITION_DROPPED = "condition-dropped", "condition-stated", C R C, R C C,
        "A condition need no longer hold",
        "`not`, `if`, `contains`, `propertyNames`, `dependentRequired` or another keyword that only a validator can judge is gone.";
    CONDITION_CHANGED = "condition-changed", "condition-changed", R R C, R R C,
        "A condition is another",
        "`not`, `if`, `contains`, `propertyNames`, `dependentRequired` or another keyword that only a validator can judge differs. Compare them.";
    READ_ONLY_SET = "read-only-set", "read-only-cleared", R C R, C C C,
        "A member only comes in responses from now on",
        "`readOnly` was set: in a request it is ignored or refused.";
    READ_ONLY_CLEARED = "read-only-cleared", "read-only-set", C R R, C C C,
        "A member may stand in requests again",
        "`readOnly` was cleared: servers must take it in requests.";
    WRITE_ONLY_SET = "write-only-set", "write-only-cleared", C C C, B C R,
        "A member only stands in requests from now on",
        "`writeOnly` was set: callers find it in responses no more.";
    WRITE_ONLY_CLEARED = "write-only-cleared", "write-only-set", C C C, C C R,
        "A member comes in responses again",
        "`writeOnly` was cleared: it may come in responses.";
    DEFAULT_CHANGED = "default-changed", "default-changed", R R C, C C C,
        "What holds when a value is left out is another",
        "Callers that leave the value out get another behaviour, without a fault that shows it.";
    COMPONENT_RENAMED = "component-renamed", "component-renamed", P P B, P P B,
        "A component schema has another name",
        "Nothing changes on the wire. Generated Rust types are named after components.";
    COMPONENT_ADDED = "component-added", "component-removed", C C C, C C C,
        "A component schema that no operation uses is new",
        "Nothing refers to it.";
    COMPONENT_REMOVED = "component-removed", "component-added", C C C, C C C,
        "A component schema that no operation used is gone",
        "Nothing referred to it.";
    COMPARISON_LIMIT = "comparison-limit", "comparison-limit", R R R, R R R,
        "Something was not compared",
        "The two descriptions pair their schemas in so many ways that the comparison was cut off. What lies below this place was not compared in this pairing.";
    INFO_CHANGED = "info-changed", "info-changed", P P P, P P P,
        "Title, version, contact or licence of the API differ",
        "Nothing changes on the wire.";
    PROSE_CHANGED = "prose-changed", "prose-changed", P P P, P P P,
        "A title, summary or description differs",
        "Only words changed, and none that look like values.";
    PROSE_VALUES_CHANGED = "prose-values-changed", "prose-values-changed", R R P, R R P,
        "Values that live in prose only came or went",
        "A description quotes words as code, such as the values that are allowed, and its words differ. No schema says so, so no other check can see it: read both texts.";
    EXAMPLE_ADDED = "example-added", "example-removed", P P P, P P P,
        "An example is new",
        "The tester replays documented examples; there is one more.";
    EXAMPLE_REMOVED = "example-removed", "example-added", P P P, P P P,
        "An example is gone",
        "The tester replays documented examples; there is one fewer.";
    EXAMPLE_CHANGED = "example-changed", "example-changed", P P P, P P P,
        "An example differs",
        "The tester replays documented examples; what it sends or expects differs.";
    EXTENSION_CHANGED = "extension-changed", "extension-changed", P P P, P P P,
        "An extension differs",
        "A member `x-…` came, went or has another value. OpenAPI gives it no meaning.";
}
