//! Values of paths and headers by style.

use trueline_runtime::{Direction, ParameterInfo, Rules, Style, read_value};

use crate::cases::check;
use crate::types::{read, said, shape};

#[test]
fn values_by_style() {
    check("styles.txt", |columns| {
        let [name, style, explode, text] = columns else {
            panic!("type | style | explode | text | outcome")
        };
        let (style, escaped) = match *style {
            "simple" => (Style::Simple, true),
            "header" => (Style::Simple, false),
            "label" => (Style::Label, true),
            "matrix" => (Style::Matrix, true),
            "json" => (Style::Json, true),
            other => panic!("{other}"),
        };
        let info = ParameterInfo::new("x", style, *explode == "yes", shape(name));
        match read_value(text, &info, escaped) {
            Ok(node) => read(name, node, Direction::Request, &Rules::NONE),
            Err(fault) => said(&[fault]),
        }
    });
}
