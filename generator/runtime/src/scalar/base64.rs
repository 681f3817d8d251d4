//! Bytes: as they are, and as base64 text.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::decode::{Decode, Decoder};
use super::super::encode::{Encode, Sink};
use super::super::fault::{FaultKind, Path};
use super::super::node::Node;

impl Decode for bytes::Bytes {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        match node.single() {
            Node::Bytes(bytes) => Some(bytes),
            Node::Text(text) | Node::Raw(text) => Some(text.into_owned().into()),
            other => cx.mismatch(at, "bytes", &other),
        }
    }
}

impl Encode for bytes::Bytes {
    fn encode(&self, out: &mut dyn Sink) {
        out.bytes(self);
    }
}

/// Bytes that travel as base64 text (RFC 4648 §4): `format: byte`, `contentEncoding: base64`. Padding is
/// written and asked of requests (RFC 4648 §3.2); in what a server sends it may be missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Base64(pub bytes::Bytes);

const STRICT: GeneralPurpose = GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new());

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Decode for Base64 {
    fn decode(node: Node<'_>, cx: &mut Decoder, at: &Path<'_>) -> Option<Self> {
        let engine = if cx.is_strict() { STRICT } else { LENIENT };
        match node.single() {
            Node::Text(text) | Node::Raw(text) => match engine.decode(text.as_bytes()) {
                Ok(bytes) => Some(Base64(bytes.into())),
                Err(_) => cx.fault(at, FaultKind::Format { format: "base64" }),
            },
            Node::Bytes(bytes) => Some(Base64(bytes)),
            other => cx.mismatch(at, "a string", &other),
        }
    }
}

impl Encode for Base64 {
    fn encode(&self, out: &mut dyn Sink) {
        out.text(&STRICT.encode(&self.0));
    }
}
