//! The names of the checks, stable across releases: they stand in reports, baselines and
//! requirement files.

mod of_case;

pub use of_case::of_case;

/// The status is one that the operation documents, or the one that the case asks for.
pub const STATUS: &str = "status";
/// The media type is one that the response documents.
pub const MEDIA_TYPE: &str = "media-type";
/// The content can be read as what its media type says.
pub const CONTENT: &str = "content";
/// The content is valid by the documented schema.
pub const SCHEMA: &str = "schema";
/// A documented header is there and valid.
pub const HEADER: &str = "header";
/// The answer equals the documented example outside the members that vary.
pub const EXAMPLE: &str = "example";
/// A complete HTTP answer came, in time.
pub const TRANSPORT: &str = "transport";
/// What the server refuses or accepts is what the document says (coverage).
pub const ACCEPTANCE: &str = "acceptance";
/// A law between calls holds.
pub const LAW: &str = "law";
/// Things that are equal by what a list is sorted by stand in the order in which they were made.
pub const TIES: &str = "ties";
/// A criterion of a workflow step holds.
pub const WORKFLOW: &str = "workflow";

/// All of them, in the order in which they are looked at.
pub const ALL: [&str; 11] = [
    TRANSPORT, STATUS, MEDIA_TYPE, CONTENT, SCHEMA, HEADER, EXAMPLE, WORKFLOW, ACCEPTANCE, LAW,
    TIES,
];
