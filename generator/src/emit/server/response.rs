//! From a typed response to HTTP.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use trueline_spec::ir::StatusPattern;

use super::super::info::{essence, form_members};
use super::super::paths::server;
use super::super::{Cx, doc, ident};
use crate::plan::{Docs, Header, Media, MediaKind, Operation, Plan, Presence, Response, ValueForm};

/// The enum of an operation's responses, by status and media type.
pub(super) fn emit_response(operation: &Operation, cx: &Cx<'_>) -> TokenStream {
    let name = ident(&operation.names.response);
    let respond = server("Respond");
    let response = server("Response");
    let variants: Vec<Variant<'_>> = operation.responses.iter().flat_map(variants_of).collect();
    let docs = format!(" What `{}` is answered with.", operation.id);
    if variants.is_empty() {
        // The document must have a response and has none: the service says all of it.
        return quote! {
            #[doc = #docs]
            #[derive(Debug)]
            pub struct #name(pub #response);

            impl #respond for #name {
                fn respond(self) -> #response {
                    self.0
                }
            }
        };
    }
    let rows = variants.iter().map(|variant| variant.row(cx));
    quote! {
        crate::responses! {
            #[doc = #docs]
            pub enum #name;
            #(#rows,)*
        }
    }
}

/// One response with one of its media types.
struct Variant<'a> {
    name: Ident,
    response: &'a Response,
    media: Option<&'a Media>,
}

fn variants_of(response: &Response) -> Vec<Variant<'_>> {
    let variant = |suffix: &str, media| Variant {
        name: ident(&format!("{}{suffix}", response.variant)),
        response,
        media,
    };
    match response.media.as_slice() {
        [] => vec![variant("", None)],
        [only] => vec![variant("", Some(only))],
        several => several
            .iter()
            .map(|media| variant(&media.variant, Some(media)))
            .collect(),
    }
}

impl Variant<'_> {
    fn row(&self, cx: &Cx<'_>) -> TokenStream {
        let (name, docs) = (&self.name, self.docs());
        let status = self
            .has_status()
            .then(|| server("StatusCode"))
            .map(|ty| (quote!(), ident("status"), ty));
        let body = self
            .media
            .map(|media| (quote!(), ident("body"), body_ty(media, cx)));
        let made = self.made(cx);
        let slots: Vec<_> = status.into_iter().chain(body).collect();
        if self.response.headers.is_empty() {
            let slots = slots.iter().map(|(_, name, ty)| quote!(#name: #ty));
            let mut slots = slots.peekable();
            return match slots.peek().is_some() {
                true => quote!(#docs #name(#(#slots),*) => #made),
                false => quote!(#docs #name => #made),
            };
        }
        let slots = slots.iter().map(|(_, name, ty)| {
            let docs = format!(" The {name}.");
            quote!(#[doc = #docs] #name: #ty,)
        });
        let fields = self.response.headers.iter().map(|header| {
            let field = &header.field;
            let line = format!("Header `{}`.", field.wire);
            let (name, ty) = (ident(&field.name), cx.field_ty(field));
            let docs = doc(&field.docs, &[line]);
            quote!(#docs #name: #ty,)
        });
        let headers = self.response.headers.iter().map(emit_header);
        let with_headers = server("with_headers");
        quote!(#docs #name { #(#slots)* #(#fields)* } => #with_headers(#made, &[#(#headers),*]))
    }

    fn docs(&self) -> TokenStream {
        let status = match self.response.status {
            StatusPattern::Code(code) => code.to_string(),
            StatusPattern::Class(class) => format!("{class}00 to {class}99"),
            StatusPattern::Default => "Any other status".to_owned(),
        };
        let form = match self.media {
            Some(media) if self.response.media.len() > 1 => format!(", `{}`", media.name),
            _ => String::new(),
        };
        let said = self.response.description.trim();
        let description = match said.is_empty() {
            true => format!("{status}{form}."),
            false => format!("{status}{form}: {said}"),
        };
        doc(
            &Docs {
                description: Some(description),
                ..Docs::default()
            },
            &[],
        )
    }

    /// The expression that makes the response.
    fn made(&self, cx: &Cx<'_>) -> TokenStream {
        let code = match self.response.status {
            StatusPattern::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            _ => quote!(status.as_u16()),
        };
        match self.media {
            Some(media) => emit_body(media, &code, cx.plan),
            None => {
                let empty = server("empty");
                quote!(#empty(#code))
            }
        }
    }

    fn has_status(&self) -> bool {
        !matches!(self.response.status, StatusPattern::Code(_))
    }
}

fn body_ty(media: &Media, cx: &Cx<'_>) -> TokenStream {
    match media.kind {
        MediaKind::Json | MediaKind::Text | MediaKind::Form => cx.ty(&media.ty),
        MediaKind::Multipart | MediaKind::Bytes | MediaKind::EventStream | MediaKind::JsonLines => {
            server("Content")
        }
    }
}

fn emit_body(media: &Media, status: &TokenStream, plan: &Plan) -> TokenStream {
    let content_type = content_type(media);
    let (function, by_reference) = match media.kind {
        MediaKind::Json => ("json", true),
        MediaKind::Text => ("text", true),
        MediaKind::Form => ("form", true),
        _ => ("content", false),
    };
    let function = server(function);
    let body = match by_reference {
        true => quote!(&body),
        false => quote!(body),
    };
    let members = (media.kind == MediaKind::Form).then(|| {
        let members = form_members(media, plan);
        quote!(, const { &[#(#members),*] })
    });
    quote!(#function(#status, #content_type, #body #members))
}

/// What `Content-Type` says. A range is none, so its commonest member stands for it.
fn content_type(media: &Media) -> String {
    let essence = essence(&media.name);
    if !essence.contains('*') && essence.contains('/') {
        return media.name.trim().to_owned();
    }
    match media.kind {
        MediaKind::Json => "application/json",
        MediaKind::Text => "text/plain",
        _ => "application/octet-stream",
    }
    .to_owned()
}

/// What `with_headers` wants to know of one.
fn emit_header(header: &Header) -> TokenStream {
    let field = &header.field;
    let (name, wire) = (ident(&field.name), field.wire.to_ascii_lowercase());
    let explode = matches!(header.form, ValueForm::Style { explode: true, .. });
    let value = match field.presence {
        Presence::Maybe => quote!(#name.as_option()),
        _ => quote!(#name),
    };
    let value = match header.form {
        ValueForm::Content(MediaKind::Json) => {
            let json = server("JsonText");
            quote!(#json(#value))
        }
        _ => value,
    };
    quote!((#wire, &#value, #explode))
}
