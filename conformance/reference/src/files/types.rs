//! The kinds of files: the short word for each, its media type, and how it is known. The table is
//! `data/file_types.json`.

use std::sync::LazyLock;

use serde_json::Value;

const TABLE: &str = include_str!("../../data/file_types.json");

/// A kind of file.
#[derive(Debug)]
struct FileType {
    word: String,
    media_type: String,
    starts_with: Option<Vec<u8>>,
    extensions: Vec<String>,
}

static TYPES: LazyLock<Vec<FileType>> = LazyLock::new(|| {
    let table: Value = serde_json::from_str(TABLE).unwrap_or_default();
    let rows = table.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter().filter_map(read).collect()
});

fn read(row: &Value) -> Option<FileType> {
    let extensions = row["extensions"].as_array()?.iter();
    Some(FileType {
        word: row["type"].as_str()?.to_owned(),
        media_type: row["media_type"].as_str()?.to_owned(),
        starts_with: row["starts_with"].as_str().and_then(bytes_of),
        extensions: extensions
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect(),
    })
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// The word for the kind of a file: by its name where that fits its first bytes, else by its first bytes.
pub(crate) fn word(content: &[u8], filename: Option<&str>) -> Option<&'static str> {
    let fits = |kind: &&FileType| {
        let start = kind.starts_with.as_deref();
        start.is_none_or(|start| content.starts_with(start))
    };
    let extension = filename
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let by_name = extension.and_then(|extension| {
        let named = |kind: &&FileType| kind.extensions.contains(&extension);
        TYPES.iter().filter(named).find(fits)
    });
    let kind = by_name.or_else(|| {
        let told = |kind: &&FileType| kind.starts_with.is_some();
        TYPES.iter().filter(told).find(fits)
    });
    kind.map(|kind| kind.word.as_str())
}

/// The media type under which a file of this kind is served; bytes of no known kind are just bytes.
pub(super) fn media_type(word: Option<&str>) -> &'static str {
    let kind = TYPES.iter().find(|kind| Some(kind.word.as_str()) == word);
    kind.map_or("application/octet-stream", |kind| kind.media_type.as_str())
}

#[cfg(test)]
mod tests {
    use super::{TYPES, media_type, word};

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(TYPES.len(), super::TABLE.matches("\"type\"").count());
    }

    #[test]
    fn the_name_counts_where_the_bytes_do_not_speak_against_it() {
        assert_eq!(word(b"%PDF-1.4", Some("a.pdf")), Some("pdf"));
        assert_eq!(word(b"%PDF-1.4", Some("a.png")), Some("pdf"));
        assert_eq!(word(b"%PDF-1.4", None), Some("pdf"));
        assert_eq!(word(b"a,b", Some("A.CSV")), Some("csv"));
        assert_eq!(word(b"<script>", Some("a.png")), None);
        assert_eq!(word(b"", None), None);
    }

    #[test]
    fn bytes_of_no_known_kind_are_just_bytes() {
        assert_eq!(media_type(Some("png")), "image/png");
        assert_eq!(media_type(Some("exe")), "application/octet-stream");
        assert_eq!(media_type(None), "application/octet-stream");
    }
}
