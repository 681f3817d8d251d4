//! From a typed response to HTTP.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use trueline_spec::ir::StatusPattern;

use super::super::paths::{runtime, server};
use super::super::{Cx, doc, ident};
use super::info::essence;
use crate::plan::{Docs, Header, Media, MediaKind, Operation, Presence, Response, ValueForm};

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
    let definitions = variants.iter().map(|variant| variant.definition(cx));
    let arms = variants.iter().map(Variant::arm);
    quote! {
        #[doc = #docs]
        #[derive(Debug)]
        pub enum #name {
            #(#definitions)*
        }

        impl #respond for #name {
            fn respond(self) -> #response {
                match self {
                    #(#arms)*
                }
            }
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
    fn definition(&self, cx: &Cx<'_>) -> TokenStream {
        let name = &self.name;
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
        let docs = doc(
            &Docs {
                description: Some(format!("{status}{form}: {said}")),
                ..Docs::default()
            },
            &[],
        );
        let status = self.has_status().then(|| server("StatusCode"));
        let body = self.media.map(|media| body_ty(media, cx));
        if self.response.headers.is_empty() {
            let values: Vec<TokenStream> = status.into_iter().chain(body).collect();
            return match values.is_empty() {
                true => quote!(#docs #name,),
                false => quote!(#docs #name(#(#values),*),),
            };
        }
        let status = status.map(|ty| quote!(#[doc = " The status."] status: #ty,));
        let body = body.map(|ty| quote!(#[doc = " The body."] body: #ty,));
        let headers = self.response.headers.iter().map(|header| {
            let field = &header.field;
            let line = format!("Header `{}`.", field.wire);
            let (name, ty, docs) = (
                ident(&field.name),
                cx.field_ty(field),
                doc(&field.docs, &[line]),
            );
            quote!(#docs #name: #ty,)
        });
        quote!(#docs #name { #status #body #(#headers)* },)
    }

    fn arm(&self) -> TokenStream {
        let name = &self.name;
        let status = self.has_status().then(|| quote!(status));
        let body = self.media.map(|_| quote!(body));
        let code = match self.response.status {
            StatusPattern::Code(code) => {
                let code = Literal::u16_unsuffixed(code);
                quote!(#code)
            }
            _ => quote!(status.as_u16()),
        };
        let made = match self.media {
            Some(media) => emit_body(media, &code),
            None => {
                let empty = server("empty");
                quote!(#empty(#code))
            }
        };
        let values: Vec<TokenStream> = status.into_iter().chain(body).collect();
        if self.response.headers.is_empty() {
            return match values.is_empty() {
                true => quote!(Self::#name => #made,),
                false => quote!(Self::#name(#(#values),*) => #made,),
            };
        }
        let names = self
            .response
            .headers
            .iter()
            .map(|header| ident(&header.field.name));
        // A local that no header hides.
        let mut local = "response".to_owned();
        while self
            .response
            .headers
            .iter()
            .any(|header| header.field.name == local)
        {
            local.push('_');
        }
        let local = ident(&local);
        let headers = self
            .response
            .headers
            .iter()
            .map(|header| emit_header(header, &local));
        quote! {
            Self::#name { #(#values,)* #(#names),* } => {
                let mut #local = #made;
                #(#headers)*
                #local
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

fn emit_body(media: &Media, status: &TokenStream) -> TokenStream {
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
    quote!(#function(#status, #content_type, #body))
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

fn emit_header(header: &Header, response: &Ident) -> TokenStream {
    let (name, wire) = (
        ident(&header.field.name),
        header.field.wire.to_ascii_lowercase(),
    );
    let set = server("set_header");
    let explode = matches!(header.form, ValueForm::Style { explode: true, .. });
    match header.field.presence {
        Presence::Required => quote!(#set(&mut #response, #wire, &#name, #explode);),
        Presence::Optional | Presence::Nullable => quote! {
            if let Some(value) = #name {
                #set(&mut #response, #wire, &value, #explode);
            }
        },
        Presence::Maybe => {
            let maybe = runtime("Maybe");
            quote! {
                if let #maybe::Present(value) = #name {
                    #set(&mut #response, #wire, &value, #explode);
                }
            }
        }
    }
}
