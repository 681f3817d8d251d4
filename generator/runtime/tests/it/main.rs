//! What the runtime promises, mostly as tables in `tests/cases`.

mod cases;
mod forms;
mod json;
mod listed;
mod multipart;
mod patterns;
mod properties;
mod routes;
mod rules;
mod serve;
mod styles;
mod types;
