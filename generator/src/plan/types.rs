//! Types: what a schema becomes in Rust.

use serde_json::Value;
use trueline_spec::At;

use super::{Docs, RulesId, TypeId};

/// A named type.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// The schema that it comes from; the first one where several are structurally equal.
    pub at: At,
    /// Its Rust name, unique among the types of the API.
    pub name: String,
    /// The module file it stands in, snake case: that of its component, or of its operation group.
    pub home: Home,
    /// What to say about it.
    pub docs: Docs,
    /// In which directions it travels.
    pub usage: Usage,
    /// What it is.
    pub kind: TypeKind,
    /// Of what type it is what requests have, where that differs from what responses have.
    pub view_of: Option<TypeId>,
}

/// Where a type's code stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Home {
    /// The models, in the file of this component (the Rust module name).
    Component(String),
    /// The requests and responses of a group, by index into [`super::Plan::groups`].
    Group(usize),
}

/// In which directions a type travels. Constraints are emitted only where requests reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is part of a request.
    pub request: bool,
    /// It is part of a response.
    pub response: bool,
}

/// The kinds of named types. A closed list: an emitter has one function for each.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// An object with known members.
    Struct(Struct),
    /// Strings out of a list.
    StringEnum(StringEnum),
    /// Integers out of a list.
    IntegerEnum(IntegerEnum),
    /// One of several types.
    Union(Union),
    /// A list in which each place has a type of its own.
    Tuple(Tuple),
    /// `pub type A = B;`
    Alias(Type),
    /// `pub struct A(pub B);`, where an alias would contain itself.
    Newtype(Type),
    /// `pub type A = Foreign<path>;`: a type that the user has in its place.
    Foreign(String),
}

/// The use of a type: what stands right of the colon.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// A named type of the plan.
    Named(TypeId),
    /// `String`.
    String,
    /// `bool`.
    Boolean,
    /// `i64`.
    Integer,
    /// `i32`, for `format: int32`.
    Int32,
    /// `u64`, for `format: uint64` and integers whose minimum is not negative and whose maximum is
    /// beyond `i64`.
    Unsigned,
    /// `f64`.
    Number,
    /// Seconds since 1970 (`format: unix-time`).
    UnixTime,
    /// RFC 3339 (`format: date-time`).
    DateTime,
    /// RFC 3339 full-date (`format: date`).
    Date,
    /// Bytes: a binary part or body, or base64 text.
    Bytes(BytesForm),
    /// Any JSON value.
    Any,
    /// No value: a place where only null can stand.
    Never,
    /// An object that has no members and takes none: `{}` with `additionalProperties: false`.
    Empty,
    /// A list.
    List(Box<Type>),
    /// An object used as a map, in order of appearance.
    Map(Box<Type>),
    /// The type, or null, where no [`Presence`] can say so: in a list, a map, a union.
    Nullable(Box<Type>),
    /// The type on the heap, to break a cycle.
    Boxed(Box<Type>),
    /// The type, or `""` which takes the value away.
    Clearable(Box<Type>),
    /// An id, or the object itself.
    Expandable(Box<Type>),
}

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BytesForm {
    /// As they are: `format: binary`, a multipart part, a body that is not text.
    Raw,
    /// As base64 text (RFC 4648): `format: byte` or `contentEncoding: base64`.
    Base64,
}

/// An object with known members.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Members with a field, in document order.
    pub fields: Vec<Field>,
    /// Required members with one possible value: no field, always written, checked on reading.
    pub constants: Vec<Constant>,
    /// Names of members that only the other direction has: they mean nothing here and are passed over.
    pub left_out: Vec<String>,
    /// What happens to other members.
    pub rest: Rest,
}

/// A member with a field, or a parameter.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where its schema stands.
    pub at: At,
    /// The member's name on the wire.
    pub wire: String,
    /// The field's Rust name, raw (`r#type`) where it must be.
    pub name: String,
    /// Its type, without what `presence` adds around it.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Constraints of its value; checked on requests only, `None` where no request reaches.
    pub rules: Option<RulesId>,
    /// The default that the document states.
    pub default: Option<Value>,
    /// Whether it comes in responses only (`readOnly`).
    pub read_only: bool,
    /// Whether it goes in requests only (`writeOnly`).
    pub write_only: bool,
    /// What to say about it.
    pub docs: Docs,
    /// Name of the function that takes the member away, where requests can say so: by null, or by `""`.
    pub clear: Option<String>,
}

/// Whether a member may be absent, null, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there, never null: `T`.
    Required,
    /// May be absent, never null: `Option<T>`.
    Optional,
    /// Always there, may be null: `Option<T>`, written as null.
    Nullable,
    /// May be absent, null or there: `Maybe<T>`.
    Maybe,
}

/// A required member with one possible value.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    /// The member's name on the wire.
    pub wire: String,
    /// The only value.
    pub value: String,
    /// Name of the associated constant.
    pub name: String,
    /// Where it stands among the fields: before the field with this index, so that members are
    /// written in document order.
    pub before: usize,
}

/// What happens to members that are not declared.
#[derive(Debug, Clone, PartialEq)]
pub enum Rest {
    /// They are skipped: the document does not say.
    Skip,
    /// They are refused in requests: `additionalProperties: false`.
    Refuse,
    /// They are kept in a map.
    Keep {
        /// The field's Rust name.
        name: String,
        /// Type of the values.
        ty: Type,
        /// Constraints of the values.
        rules: Option<RulesId>,
    },
}

/// Strings out of a list.
#[derive(Debug, Clone)]
pub struct StringEnum {
    /// The values in document order.
    pub variants: Vec<Variant<String>>,
    /// Name of the variant that keeps a value outside the list; `None` where the enum is closed
    /// (only requests use it, and the document does not mark it extensible).
    pub other: Option<String>,
    /// Whether requests may have values outside the list too.
    pub extensible: bool,
}

/// Integers out of a list.
#[derive(Debug, Clone)]
pub struct IntegerEnum {
    /// The values in document order.
    pub variants: Vec<Variant<i64>>,
    /// Name of the variant that keeps a value outside the list, as in [`StringEnum`].
    pub other: Option<String>,
    /// Whether requests may have values outside the list too.
    pub extensible: bool,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant<T> {
    /// On the wire.
    pub value: T,
    /// In Rust.
    pub name: String,
}

/// A list in which each place has a type of its own (`prefixItems`).
#[derive(Debug, Clone)]
pub struct Tuple {
    /// The first items, in order.
    pub items: Vec<Type>,
    /// How many of them must be there.
    pub required: usize,
    /// The type of further items; `None` where there are none.
    pub others: Option<Type>,
}

/// One of several types. Branches are tried in order; the tests were made so that at most one holds.
#[derive(Debug, Clone)]
pub struct Union {
    /// The member that tells the branches apart, where one does for all of them.
    pub tag: Option<String>,
    /// The branches.
    pub branches: Vec<Branch>,
    /// Whether a value may be of several branches at once (`anyOf`).
    pub overlaps: bool,
    /// Where the tag need not be there: how an object without it is told, by index of the branch, in
    /// the order of trying. Where branches are doubted: how the one is told that says why none of them can be read.
    pub untagged: Vec<(usize, Test)>,
    /// What would do, in words, for a refusal: `an object or an integer`.
    pub expected: String,
}

/// A branch of a union.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The variant's name.
    pub name: String,
    /// Its value; `None` for a constant, which needs none.
    pub ty: Option<Type>,
    /// How it is told apart from the others.
    pub test: Test,
    /// Whether that leaves a doubt: then it is taken where the whole value can be read as it.
    pub doubted: bool,
    /// Whether its test asks for a member that it must have and no other branch has.
    pub own: bool,
    /// Constraints of the value.
    pub rules: Option<RulesId>,
    /// What to say about it.
    pub docs: Docs,
}

/// How a branch is recognised.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The value is this string.
    Constant(String),
    /// The value is one of these strings.
    OneOf(Vec<String>),
    /// The union's tag member has one of these values.
    Tag(Vec<String>),
    /// The value is of one of these JSON types. Form text is an integer, number or boolean where it
    /// spells one, and always a string.
    Kinds(Vec<Kind>),
    /// An object that has all of these members.
    Members(Vec<String>),
    /// An object that has no other members than these.
    Fits(Vec<String>),
    /// An object that has not all members of any of these lists.
    Misses(Vec<Vec<String>>),
    /// A list that has no items, or whose first one is recognised so.
    First {
        /// The member that tells items apart, where one does.
        tag: Option<String>,
        /// The test of the item.
        test: Box<Test>,
    },
    /// Whatever no branch before took.
    Otherwise,
}

/// The JSON types as far as a test tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants are JSON's own types")]
pub enum Kind {
    Boolean,
    Integer,
    Number,
    String,
    List,
    Object,
}
