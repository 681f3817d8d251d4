//! Operations in the plan.

use trueline_generator::plan::{AnswerHeader, MediaKind, Presence, Type, TypeKind};
use trueline_generator::planning::{PlanOptions, Selection, plan};

use crate::constructs;
use crate::refused::planned;

const API: &str = "
openapi: 3.1.0
info: {title: T, version: '1'}
tags: [{name: Big Things, description: Things that are big.}]
paths:
  /v1/things/{thing-id}:
    parameters: [{name: thing-id, in: path, required: true, schema: {type: string, maxLength: 9}}]
    get:
      operationId: getThing
      tags: [Big Things]
      parameters:
        - {name: body, in: query, schema: {type: [integer, 'null']}}
        - {name: type, in: header, required: true, schema: {type: string}}
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/thing'}}}}
        4XX: {description: No., content: {application/json: {schema: {type: object, properties: {why: {type: string, enum: [a]}}}}}}
    put:
      operationId: putThing
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/thing'}}
          text/csv: {}
      responses: {'204': {description: Done.}, default: {description: Else.}}
  /v1/others:
    post:
      operationId: getThing2
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, additionalProperties: false}}}}
      responses: {'201': {description: Made.}}
components:
  schemas:
    thing: {type: object, required: [id], properties: {id: {type: string, maxLength: 5, readOnly: true}, mode: {type: string, enum: [x]}}}
    unused: {type: string}
";

#[test]
fn operations_have_names_types_and_groups() {
    let (plan, refusals) = planned(API);
    assert_eq!(refusals, []);
    let groups: Vec<_> = plan
        .groups
        .iter()
        .map(|group| {
            (
                group.tag.as_str(),
                group.module.as_str(),
                group.trait_name.as_str(),
            )
        })
        .collect();
    assert_eq!(
        groups,
        [
            ("Big Things", "big_things", "BigThings"),
            ("things", "things", "Things"),
            ("others", "others", "Others"),
        ]
    );
    let get = &plan.operations[0];
    assert_eq!(get.names.method, "get_thing");
    assert_eq!(get.names.request, "GetThingRequest");
    let fields: Vec<_> = get
        .parameters
        .iter()
        .map(|parameter| (parameter.field.name.as_str(), parameter.field.presence))
        .collect();
    assert_eq!(
        fields,
        [
            ("thing_id", Presence::Required),
            ("body_2", Presence::Optional),
            ("r#type", Presence::Required),
        ]
    );
    let variants: Vec<_> = get.responses.iter().map(|r| r.variant.as_str()).collect();
    assert_eq!(variants, ["Ok", "ClientError"]);
    let put = &plan.operations[1];
    let body = put.body.as_ref().unwrap();
    assert!(!body.uniform);
    assert_eq!(put.names.body, "PutThingContent");
    let media: Vec<_> = body
        .media
        .iter()
        .map(|m| (m.variant.as_str(), m.kind))
        .collect();
    assert_eq!(media, [("Json", MediaKind::Json), ("Csv", MediaKind::Text)]);
    let empty = plan.operations[2].body.as_ref().unwrap();
    assert_eq!(empty.media[0].ty, Type::Empty);
}

/// `id` is of responses only, so requests have a type without it; constraints stand in that one alone.
#[test]
fn directions_settle_what_is_checked() {
    let (plan, _) = planned(API);
    let of = |name: &str| {
        let def = plan.types.iter().find(|def| def.name == name).unwrap();
        let TypeKind::Struct(body) = &def.kind else {
            panic!("{name} is no struct");
        };
        (def.usage.request, def.usage.response, body)
    };
    let (request, response, thing) = of("Thing");
    assert!(!request && response);
    assert_eq!(thing.fields[0].wire, "id");
    assert_eq!(thing.fields[0].presence, Presence::Required);
    assert!(thing.fields.iter().all(|field| field.rules.is_none()));
    let (request, response, input) = of("ThingInput");
    assert!(request && !response);
    assert_eq!(input.left_out, ["id"]);
    assert_eq!(input.fields.len() + 1, thing.fields.len());
    let names: Vec<&str> = plan.rules.values().map(String::as_str).collect();
    assert_eq!(names, ["MAX_LENGTH_9"]);
}

#[test]
fn a_selection_takes_what_it_needs() {
    let construct = constructs::construct("api", API);
    let api = construct.loaded.api.unwrap();
    let options = PlanOptions {
        selection: Selection {
            include: vec!["Big Things".to_owned(), "nothing".to_owned()],
            exclude: Vec::new(),
        },
        ..PlanOptions::default()
    };
    let (plan, refusals) = plan(&api, &options);
    assert_eq!(plan.operations.len(), 1);
    assert!(plan.types.iter().any(|def| def.name == "Thing"));
    assert!(plan.types.iter().all(|def| def.name != "Unused"));
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].kind.code().0, "G0009");
    assert!(refusals[0].message.contains("`nothing`"));
}

#[test]
fn a_style_without_brackets_carries_one_level() {
    let api = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
        - {name: fine, in: query, schema: {type: array, items: {type: string}}}
        - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {a: {type: object}}}}
        - {name: not, in: query, schema: {type: object, properties: {a: {type: array, items: {type: string}}}}}
      responses: {'200': {description: Yes.}}
";
    let (_, refusals) = planned(api);
    let codes: Vec<_> = refusals
        .iter()
        .map(|refusal| (refusal.kind.code().0, refusal.at.pointer.as_str()))
        .collect();
    assert_eq!(codes, [("G0008", "/paths/~1a/get/parameters/2")]);
}

#[test]
fn a_body_without_a_media_type_is_none() {
    let api = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {}}, responses: {'200': {description: Yes.}}}}}
";
    let (plan, _) = planned(api);
    assert!(plan.operations[0].body.is_none());
}

#[test]
fn what_is_bytes_though_a_schema_describes_it_is_said_once() {
    let api = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      requestBody:
        content:
          application/xml: {schema: {$ref: '#/components/schemas/Thing'}}
          text/xml: {schema: {$ref: '#/components/schemas/Thing'}}
          application/yaml: {schema: {$ref: '#/components/schemas/Thing'}}
          application/pdf: {schema: {type: string, format: binary}}
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Thing'}
            encoding: {a: {headers: {X-Part: {schema: {type: string}}}}}
      responses:
        '200': {description: Yes., content: {application/xml: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas: {Thing: {type: object, properties: {a: {type: string}}}}
";
    let (plan, refusals) = planned(api);
    let said: Vec<_> = refusals
        .iter()
        .map(|refusal| format!("{} {}", refusal.kind.code(), refusal.message))
        .collect();
    assert_eq!(
        said,
        [
            "G0005 XML is not read or written: `application/xml` is bytes, here and elsewhere",
            "G0005 `text/xml` cannot carry what its schema describes",
            "G0005 nothing says how `application/yaml` writes what its schema describes: it is \
             bytes, here and elsewhere",
            "G0005 the headers of the part `a` are not read or written",
        ]
    );
    let media = &plan.operations[0].body.as_ref().unwrap().media;
    let kinds: Vec<_> = media.iter().map(|media| media.kind).collect();
    assert_eq!(
        kinds,
        [
            MediaKind::Bytes,
            MediaKind::Bytes,
            MediaKind::Bytes,
            MediaKind::Bytes,
            MediaKind::Multipart
        ]
    );
}

#[test]
fn headers_that_responses_agree_on_are_asked_for_by_one_name() {
    let (plan, refusals) = planned(
        "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: A.
          headers:
            X-Left: {required: true, schema: {type: integer}}
            X-Kind: {required: true, schema: {type: string}}
            From: {schema: {type: string}}
        '202':
          description: B.
          headers:
            x-left: {required: true, schema: {type: integer}}
            X-Kind: {required: true, schema: {type: boolean}}
        default:
          description: C.
          headers:
            X-Left: {required: true, schema: {type: string}}
",
    );
    assert_eq!(refusals, []);
    let client = &plan.operations[0].client;
    let shown = |headers: &[AnswerHeader]| -> Vec<(String, Type, bool)> {
        let one = |it: &AnswerHeader| (it.name.clone(), it.ty.clone(), it.required);
        headers.iter().map(one).collect()
    };
    assert_eq!(
        shown(&client.answer_headers),
        [
            ("x_left".to_owned(), Type::Integer, true),
            ("x_kind_ok".to_owned(), Type::String, false),
            ("from_2".to_owned(), Type::String, false),
            ("x_kind_accepted".to_owned(), Type::Boolean, false),
        ]
    );
    assert_eq!(
        shown(&client.refusal_headers),
        [("x_left".to_owned(), Type::String, true)]
    );
}
