//! `multipart/form-data`.

use bytes::Bytes;
use trueline_runtime::{
    FormLimits, Node, ParameterInfo, Shape, Style, boundary_of, read_multipart,
};

const KNOWN: &[ParameterInfo] = &[ParameterInfo::new("tags", Style::Form, true, Shape::List)];

fn read(body: &str) -> Result<Vec<(String, Node<'static>)>, String> {
    let body = Bytes::from(body.replace('\n', "\r\n"));
    read_multipart(&body, "B", KNOWN, FormLimits::default())
        .map(|entries| {
            entries
                .into_iter()
                .map(|(name, node)| (name.into_owned(), node.into_owned()))
                .collect()
        })
        .map_err(|fault| fault.to_string())
}

fn raw(text: &'static str) -> Node<'static> {
    Node::Raw(text.into())
}

#[test]
fn parts_become_members() {
    let entries = read(
        "preamble\n--B\nContent-Disposition: form-data; name=\"purpose\"\n\ndispute_evidence\n\
         --B\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.txt\"\nContent-Type: text/plain\n\n\
         line\n--Bnot\n\n\
         --B\ncontent-disposition: form-data; name=meta[a]\n\n1\n\
         --B\nContent-Disposition: form-data; name=\"link\"\nContent-Type: application/json\n\n{\"create\":true}\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\nx\n\
         --B\nContent-Disposition: form-data; name=\"empty\"\n\n\n--B--\nepilogue",
    );
    // A line that starts like the boundary and goes on is a fault: RFC 2046 §5.1.1 forbids it in parts.
    assert_eq!(entries, Err("has text behind a boundary".to_owned()));
    let entries = read(
        "preamble\n--B\nContent-Disposition: form-data; name=\"purpose\"\n\ndispute_evidence\n\
         --B \nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.txt\"\nContent-Type: text/plain\n\n\
         line\n\n\
         --B\ncontent-disposition: form-data; name=meta[a]\n\n1\n\
         --B\nContent-Disposition: form-data; name=\"link\"\nContent-Type: application/json\n\n{\"create\":true}\n\
         --B\nContent-Disposition: form-data; name=\"tags\"\n\nx\n\
         --B\nContent-Disposition: form-data; name=\"empty\"\n\n\n--B--\nepilogue",
    );
    assert_eq!(
        entries,
        Ok(vec![
            ("purpose".to_owned(), raw("dispute_evidence")),
            (
                "file".to_owned(),
                Node::Bytes(Bytes::from_static(b"line\r\n"))
            ),
            (
                "meta".to_owned(),
                Node::Branch(vec![("a".into(), raw("1"))])
            ),
            (
                "link".to_owned(),
                Node::Map(vec![("create".into(), Node::Bool(true))])
            ),
            ("tags".to_owned(), Node::Repeated(vec![raw("x")])),
            ("empty".to_owned(), raw("")),
        ])
    );
}

#[test]
fn a_part_that_is_declared_as_bytes_is_not_looked_into() {
    let known = [ParameterInfo::new("file", Style::Form, true, Shape::Bytes)];
    for (media_type, content) in [
        ("application/json", &b"{"[..]),
        ("text/plain", &b"\xff"[..]),
        ("image/png", &b"\x89PNG"[..]),
    ] {
        let head = format!(
            "--B\r\nContent-Disposition: form-data; name=file\r\nContent-Type: {media_type}\r\n\r\n"
        );
        let body: Bytes = [head.as_bytes(), content, b"\r\n--B--"].concat().into();
        let entries = read_multipart(&body, "B", &known, FormLimits::default());
        let expected = Node::Bytes(Bytes::copy_from_slice(content));
        assert_eq!(entries, Ok(vec![("file".into(), expected)]), "{media_type}");
    }
}

#[test]
fn broken_bodies_are_refused() {
    for (body, expected) in [
        ("", "has no part: its boundary does not occur"),
        (
            "--B\nContent-Disposition: form-data; name=a\n\n1",
            "ends before its last boundary",
        ),
        (
            "--B\nContent-Disposition: form-data\n\n1\n--B--",
            "has a part without a name",
        ),
        (
            "--B\nContent-Type: text/plain\n--B--",
            "has a part without headers",
        ),
        (
            "--B\nContent-Disposition: form-data; name=\"a\n\n1\n--B--",
            "has a part without a name",
        ),
    ] {
        assert_eq!(read(body), Err(expected.to_owned()), "{body}");
    }
    assert_eq!(read("--B--\n"), Ok(Vec::new()));
}

#[test]
fn the_boundary_is_found() {
    assert_eq!(
        boundary_of("multipart/form-data; boundary=abc"),
        Some("abc")
    );
    assert_eq!(
        boundary_of("multipart/form-data; charset=utf-8; Boundary=\"a b\""),
        Some("a b")
    );
    assert_eq!(boundary_of("multipart/form-data"), None);
    assert_eq!(boundary_of("multipart/form-data; boundary="), None);
}
