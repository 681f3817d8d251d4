//! Multipart bodies, taken apart as far as comparing them needs (RFC 2046 §5.1.1).

/// The parts: name and content.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let boundary = content_type
        .split(';')
        .filter_map(|it| it.trim().strip_prefix("boundary="))
        .next()
        .unwrap_or_default()
        .trim_matches('"');
    let mark = format!("\r\n--{boundary}").into_bytes();
    // So that the first boundary looks like the others.
    let whole = [b"\r\n".as_slice(), body].concat();
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(found) = find(whole.get(at..).unwrap_or_default(), &mark) {
        starts.push(at + found);
        at += found + mark.len();
    }
    starts
        .windows(2)
        .filter_map(|pair| part(whole.get(pair[0] + mark.len()..pair[1])?))
        .collect()
}

fn part(text: &[u8]) -> Option<(String, Vec<u8>)> {
    let text = text.strip_prefix(b"\r\n")?;
    let end = find(text, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(text.get(..end)?).into_owned();
    let content = text.get(end + 4..)?.to_vec();
    let name = head.split("name=\"").nth(1)?.split('"').next()?.to_owned();
    Some((name, content))
}

fn find(text: &[u8], mark: &[u8]) -> Option<usize> {
    text.windows(mark.len()).position(|it| it == mark)
}
