//! From the name of a test to the requirements that it answers: `fl_create_01_and_02_a_file_is_needed` answers
//! FL-CREATE-01 and FL-CREATE-02, `idem_03_to_05_…` three, `url_03_and_file_16_…` one of each catalogue.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The first parts of ids, as they stand in names.
const FAMILIES: [&str; 41] = [
    "tr",
    "auth",
    "ver",
    "hdr",
    "form",
    "obj",
    "url",
    "purp",
    "fl_create",
    "fl_update",
    "fl_get",
    "fl_list",
    "filt",
    "page",
    "exp",
    "meta",
    "idem",
    "err",
    "conn",
    "life",
    "ex",
    "r4",
    "file",
    "dr_op",
    "dr_obj",
    "dr_req",
    "dr_q",
    "dr_life",
    "dr_url",
    "dr_err",
    "dr_auth",
    "dr_hdr",
    "dr_meta",
    "gd_plot",
    "gd_list",
    "gd_put",
    "gd_patch",
    "gd_archive",
    "gd_test",
    "gd_error",
    "gd_key",
];

/// A test of the reference server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Test {
    /// The file, from the folder of the crate.
    pub(super) file: String,
    /// The name of the function.
    pub(super) name: String,
}

/// The tests below a folder, by the requirements in their names.
pub(super) fn of_tests(folder: &Path) -> BTreeMap<String, Vec<Test>> {
    let mut found = BTreeMap::new();
    read(folder, folder, &mut found);
    for tests in found.values_mut() {
        tests.sort();
    }
    found
}

fn read(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<Test>>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry is there").path();
        if path.is_dir() {
            read(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the file is text");
            let file = path.strip_prefix(root).expect("it is below");
            let file = file.to_string_lossy().replace('\\', "/");
            for name in functions(&text) {
                for id in ids(name) {
                    found.entry(id).or_default().push(Test {
                        file: file.clone(),
                        name: name.to_owned(),
                    });
                }
            }
        }
    }
}

/// The names of the functions that are tests.
fn functions(text: &str) -> impl Iterator<Item = &str> {
    let plain = text.split("#[test]").skip(1);
    plain
        .chain(text.split("#[tokio::test").skip(1))
        .filter_map(|rest| {
            let (_, rest) = rest.split_once("fn ")?;
            rest.split('(').next()
        })
}

/// The requirements in the name of a test.
fn ids(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split('_').collect();
    let mut rest = words.as_slice();
    let mut found = Vec::new();
    let mut family = String::new();
    let mut last = 0;
    loop {
        rest = match rest {
            ["and", behind @ ..] if !found.is_empty() => behind,
            ["to", word, behind @ ..] if !found.is_empty() && number(word).is_some() => {
                let end = number(word).unwrap_or(last);
                found.extend((last + 1..=end).map(|number| format!("{family}-{number:02}")));
                behind
            }
            [word, behind @ ..] if !family.is_empty() && number(word).is_some() => {
                last = number(word).unwrap_or(last);
                found.push(format!("{family}-{word}"));
                behind
            }
            [one, two, word, ..]
                if number(word).is_some() && is_family(&format!("{one}_{two}")) =>
            {
                family = format!("{one}-{two}").to_uppercase();
                &rest[2..]
            }
            [one, word, ..] if number(word).is_some() && is_family(one) => {
                family = one.to_uppercase();
                &rest[1..]
            }
            _ => return found,
        };
    }
}

fn is_family(word: &str) -> bool {
    FAMILIES.contains(&word)
}

/// Two digits, and at most one letter.
fn number(word: &str) -> Option<u32> {
    let digits = word.get(..2)?;
    let rest = word.get(2..)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let letter = rest.len() <= 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase());
    (plain && letter).then(|| digits.parse().ok()).flatten()
}

#[test]
fn names_say_which_requirements_they_answer() {
    for (name, expected) in [
        ("fl_create_01_a_file_is_needed", "FL-CREATE-01"),
        ("tr_01_and_02_and_03_four", "TR-01 TR-02 TR-03"),
        ("idem_03_to_05_again", "IDEM-03 IDEM-04 IDEM-05"),
        (
            "hdr_01_and_ver_03_and_fl_get_02_x",
            "HDR-01 VER-03 FL-GET-02",
        ),
        ("filt_04_05_and_07_expired", "FILT-04 FILT-05 FILT-07"),
        ("idem_02a_longer", "IDEM-02a"),
        ("files_are_listed", ""),
        ("file_08_and_more", "FILE-08"),
        ("a_file_01_thing", ""),
        ("page_and_more", ""),
    ] {
        assert_eq!(ids(name).join(" "), expected, "{name}");
    }
}
