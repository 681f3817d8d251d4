//! Clients: what a call is read as, for each group its calls, and for the whole API the way to them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use trueline_spec::ir::{ParameterLocation, SecurityKind};

use super::info::{self, is_used, scheme_name};
use super::paths::{client, runtime};
use super::requests::{PLACES, body_ty};
use super::{Cx, doc, ident};
use crate::plan::{
    AnswerHeader, Docs, Group, Operation, Outcome, OutcomeRow, Paging, Plan, Presence, Server, Turn,
};

/// What a request says of its call, and the items beside it: enums of answers, the way from page to page.
pub(super) fn emit_ask(operation: &Operation, cx: &Cx<'_>) -> (TokenStream, TokenStream) {
    let names = &operation.names;
    let side = &operation.client;
    let call = ident(&names.call);
    let answer = outcome_ty(&side.answer, &names.answer, cx);
    let refusal = outcome_ty(&side.refusal, &names.refusal, cx);
    let answer = match side.answer {
        // Whatever comes, nobody has said what it is.
        Outcome::Undocumented => client("Download"),
        _ => answer,
    };
    let answers = emit_outcome(
        &side.answer,
        &names.answer,
        &format!(
            " What `{}` is answered with when it succeeds.",
            operation.id
        ),
        cx,
    );
    let refusals = emit_outcome(
        &side.refusal,
        &names.refusal,
        &format!(" What refuses `{}`.", operation.id),
        cx,
    );
    let pages = side
        .paging
        .as_ref()
        .map(|paging| emit_pages(operation, paging, cx));
    let (told, headers) = emit_headers(operation, cx);
    (
        quote!(asks #call -> #answer | #refusal; #told),
        quote!(#answers #refusals #headers #pages),
    )
}

/// What a request says of the headers of a success, and the types of headers.
fn emit_headers(operation: &Operation, cx: &Cx<'_>) -> (TokenStream, TokenStream) {
    let (names, side) = (&operation.names, &operation.client);
    let answer = ident(&names.answer_headers);
    let told = match side.answer_headers.as_slice() {
        [] => quote!(),
        _ => quote!(tells #answer;),
    };
    let id = &operation.id;
    let answers = emit_headers_of(
        &side.answer_headers,
        &names.answer_headers,
        operation.group,
        &format!(" Headers of what `{id}` is answered with when it succeeds."),
        cx,
    );
    let refusals = emit_headers_of(
        &side.refusal_headers,
        &names.refusal_headers,
        operation.group,
        &format!(" Headers of what refuses `{id}`."),
        cx,
    );
    (told, quote!(#answers #refusals))
}

fn emit_headers_of(
    headers: &[AnswerHeader],
    name: &str,
    group: usize,
    docs: &str,
    cx: &Cx<'_>,
) -> Option<TokenStream> {
    if headers.is_empty() {
        return None;
    }
    let first = first_with(headers, group, cx.plan).filter(|first| *first != name);
    let name = ident(name);
    if let Some(first) = first {
        let first = ident(first);
        return Some(quote! {
            #[doc = #docs]
            #[cfg(feature = "client")]
            pub type #name = #first;
        });
    }
    let rows = headers.iter().map(|header| {
        let docs = doc(&header.docs, &[format!("Header `{}`.", header.wire)]);
        let (name, ty) = (ident(&header.name), cx.ty(&header.ty));
        let info = info::emit_parameter(&header.wire, &header.form, &header.ty, cx.plan);
        match header.required {
            true => quote!(#docs #name: #ty = required_header(#info),),
            false => quote!(#docs #name: Option<#ty> = optional_header(#info),),
        }
    });
    Some(quote! {
        crate::headers! {
            #[doc = #docs]
            pub struct #name;
            #(#rows)*
        }
    })
}

fn outcome_ty(outcome: &Outcome, name: &str, cx: &Cx<'_>) -> TokenStream {
    match outcome {
        Outcome::Undocumented => client("Refusal"),
        Outcome::Empty => quote!(()),
        Outcome::One(ty) => cx.ty(ty),
        Outcome::Stream => client("Download"),
        Outcome::Several(_) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

fn emit_outcome(outcome: &Outcome, name: &str, docs: &str, cx: &Cx<'_>) -> Option<TokenStream> {
    let Outcome::Several(rows) = outcome else {
        return None;
    };
    let name = ident(name);
    let rows = rows.iter().map(|row| emit_row(row, cx));
    Some(quote! {
        crate::answers! {
            #[doc = #docs]
            pub enum #name;
            #(#rows)*
        }
    })
}

fn emit_row(row: &OutcomeRow, cx: &Cx<'_>) -> TokenStream {
    let docs = doc(
        &Docs {
            description: Some(row.description.clone()),
            ..Docs::default()
        },
        &[],
    );
    let (variant, media) = (ident(&row.variant), &row.media);
    let status = Literal::u16_unsuffixed(row.status);
    let ty = row.ty.as_ref().map(|ty| {
        let ty = cx.ty(ty);
        quote!((#ty))
    });
    quote!(#docs #variant #ty = #status #media,)
}

/// The name of the first of these headers in the group, which may be all of the API that is compiled: APIs that count
/// calls have the same with each answer.
fn first_with<'p>(headers: &[AnswerHeader], group: usize, plan: &'p Plan) -> Option<&'p str> {
    let grouped = plan.operations.iter().filter(|it| it.group == group);
    grouped
        .flat_map(|it| {
            [
                (&it.client.answer_headers, &it.names.answer_headers),
                (&it.client.refusal_headers, &it.names.refusal_headers),
            ]
        })
        .find(|(known, _)| known.as_slice() == headers)
        .map(|(_, name)| name.as_str())
}

fn emit_pages(operation: &Operation, paging: &Paging, cx: &Cx<'_>) -> TokenStream {
    let (call, request) = (
        ident(&operation.names.call),
        ident(&operation.names.request),
    );
    let item = cx.ty(&paging.item);
    let items = paging.items.as_deref().map(|items| {
        let items = ident(items);
        quote!(.#items)
    });
    let more = paging.more.as_deref().map(|more| {
        let more = ident(more);
        quote!(more #more)
    });
    let turn = match &paging.turn {
        Turn::Edge { id, after, before } => {
            let (id, after) = (ident(id), ident(after));
            let before = before.as_deref().map(|before| {
                let before = ident(before);
                quote!(before #before)
            });
            quote!(by #id after #after #before #more)
        }
        Turn::Token { parameter, member } => {
            let (parameter, member) = (ident(parameter), ident(member));
            quote!(token #parameter from #member)
        }
        Turn::Offset { parameter, total } => {
            let parameter = ident(parameter);
            let total = total.as_deref().map(|total| {
                let total = ident(total);
                quote!(total #total)
            });
            quote!(offset #parameter first 0 #total #more)
        }
        Turn::Page { parameter, first } => {
            let parameter = ident(parameter);
            let first = Literal::u8_unsuffixed(*first);
            quote!(page #parameter first #first #more)
        }
    };
    quote! {
        crate::pages! {
            #call: #request;
            page #items: #item;
            #turn;
        }
    }
}

/// The calls of a group.
pub fn emit_group(group: &Group, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&group.trait_name);
    let docs = doc(
        &Docs {
            summary: Some(format!("The operations of “{}”, to be called.", group.tag)),
            description: group.description.clone(),
            deprecated: false,
        },
        &[],
    );
    let methods = group
        .operations
        .iter()
        .filter_map(|index| cx.plan.operations.get(*index))
        .map(|operation| emit_method(operation, cx));
    quote! {
        crate::calls! {
            #docs
            pub struct #name;
            #(#methods)*
        }
    }
}

fn emit_method(operation: &Operation, cx: &Cx<'_>) -> TokenStream {
    let (method, call) = (ident(&operation.names.method), ident(&operation.names.call));
    let line = format!("`{} {}`", operation.method, operation.path.text);
    let docs = doc(&operation.docs, &[line]);
    let given = runtime("Given");
    let in_place = |place: ParameterLocation| {
        operation
            .parameters
            .iter()
            .filter(move |parameter| parameter.location == place)
            .map(|parameter| &parameter.field)
    };
    let parameters = PLACES
        .iter()
        .flat_map(|(place, _)| in_place(*place))
        .filter_map(|field| {
            let name = ident(&field.name);
            match field.presence {
                Presence::Required => {
                    let ty = cx.field_ty(field);
                    Some(quote!(#name: impl #given<#ty>))
                }
                Presence::Nullable => {
                    let ty = cx.field_ty(field);
                    Some(quote!(#name: #ty))
                }
                Presence::Optional | Presence::Maybe => None,
            }
        });
    let body = operation
        .body
        .as_ref()
        .filter(|body| body.required)
        .map(|body| {
            let ty = body_ty(operation, body, cx);
            // One of several bodies stands with the request.
            let ty = match body.uniform {
                true => ty,
                false => quote!(requests::#ty),
            };
            quote!(body: impl #given<#ty>)
        });
    let arguments = parameters.chain(body);
    quote!(#docs #method(#(#arguments),*) -> requests::#call;)
}

/// The client of the whole API: how it is made, its groups, its servers, and a function for each credential.
pub fn emit_root(cx: &Cx<'_>) -> TokenStream {
    let plan = cx.plan;
    let dead = cx.tag_features.then(
        || quote!(#[allow(dead_code, reason = "a client without any tag has no operations")]),
    );
    let client_ty = client("Client");
    let (config, error, info) = (
        client("Config"),
        client("ConfigError"),
        client("ServerInfo"),
    );
    let servers = plan.servers.iter().map(emit_server);
    let groups = plan.served().map(|group| {
        let (module, name) = (ident(&group.module), ident(&group.trait_name));
        let docs = format!(" The operations of “{}”.", group.tag);
        let gate = cx.gate_of(group);
        quote! {
            #gate
            #[doc = #docs]
            pub fn #module(&self) -> #module::#name {
                self.0.clone().into()
            }
        }
    });
    let credentials = plan
        .security_schemes
        .iter()
        .filter(|scheme| is_used(plan, scheme))
        .map(|scheme| {
            let (function, scheme_static) = (ident(&scheme.function), scheme_name(scheme));
            let docs = format!(" A credential for `{}`.", scheme.name);
            let credential = client("Credential");
            match scheme.kind {
                SecurityKind::Basic => quote! {
                    #[doc = #docs]
                    pub fn #function(user: &str, password: &str) -> #credential {
                        #credential::basic(&requests::#scheme_static, user, password)
                    }
                },
                SecurityKind::MutualTls => quote! {
                    #[doc = #docs]
                    #[doc = " The certificate itself is that of the connections: give a transport that shows it."]
                    pub fn #function() -> #credential {
                        #credential::key(&requests::#scheme_static, "")
                    }
                },
                _ => quote! {
                    #[doc = #docs]
                    pub fn #function(key: impl Into<String>) -> #credential {
                        #credential::key(&requests::#scheme_static, key)
                    }
                },
            }
        });
    quote! {
        #[doc = " The servers that the description names; the first is meant where nothing else is said."]
        pub const SERVERS: &[#info] = &[#(#servers),*];

        #[doc = " The API, to be called: its operations by tag."]
        #[derive(Debug, Clone)]
        #dead
        pub struct Client(#client_ty);

        #[doc = " Makes a client; nothing is sent yet."]
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
        #[doc = " What makes no sense in the configuration."]
        pub fn connect(config: #config) -> Result<Client, #error> {
            #client_ty::connect(config, SERVERS).map(Client)
        }

        impl Client {
            #(#groups)*
        }

        #(#credentials)*
    }
}

fn emit_server(server: &Server) -> TokenStream {
    let (info, variable) = (client("ServerInfo"), client("VariableInfo"));
    let url = &server.url;
    let variables = server.variables.iter().map(|(name, (default, values))| {
        quote!(#variable { name: #name, default: #default, values: &[#(#values),*] })
    });
    quote!(#info { url: #url, variables: &[#(#variables),*] })
}
