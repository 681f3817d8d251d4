//! What the runtime promises, mostly as tables in `tests/cases`.

mod cases;
mod forms;
mod json;
mod multipart;
mod patterns;
mod properties;
mod rules;
mod styles;
mod types;
