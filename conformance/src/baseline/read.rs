//! From text to a baseline, with every fault and its place.

use serde_json::Value;
use trueline_spec::source::Limits;
use trueline_spec::{At, Severity, Sources};

use super::{Baseline, Entry};

const MEMBERS: [&str; 4] = ["id", "what", "reason", "expires"];

pub(super) fn read(
    sources: &mut Sources,
    name: &str,
    bytes: &[u8],
) -> Result<Baseline, Vec<String>> {
    let (id, diagnostics) = sources.add(name, bytes, &Limits::default());
    let mut faults: Vec<String> = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .map(|it| match it.span() {
            Some(span) => format!("{name}:{}: {}", span.line, it.message),
            None => format!("{name}: {}", it.message),
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let root = At::root(id);
    let mut reader = Reader {
        sources,
        name,
        faults: Vec::new(),
    };
    if reader.sources.value(&root.child("format")) != Some(&Value::from(1)) {
        reader.fault(&root, "a baseline begins with `format: 1`");
    }
    reader.members(&root, &["format", "accepted"]);
    let list = root.child("accepted");
    let count = match reader.sources.value(&list) {
        None | Some(Value::Null) => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => {
            reader.fault(&list, "`accepted` must be a list");
            0
        }
    };
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    for index in 0..count {
        let at = list.index(index);
        let Some(entry) = reader.entry(&at) else {
            continue;
        };
        if entries.iter().any(|other| other.id == entry.id) {
            reader.fault(&at, format!("`{}` is there twice", entry.id));
        }
        entries.push(entry);
    }
    faults = reader.faults;
    if faults.is_empty() {
        Ok(Baseline { entries })
    } else {
        Err(faults)
    }
}

struct Reader<'a> {
    sources: &'a Sources,
    name: &'a str,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn place(&self, at: &At) -> String {
        format!("{}:{}", self.name, self.sources.line_of(at))
    }

    fn fault(&mut self, at: &At, text: impl AsRef<str>) {
        self.faults
            .push(format!("{}: {}", self.place(at), text.as_ref()));
    }

    fn members(&mut self, at: &At, known: &[&str]) {
        let sources = self.sources;
        let Some(Value::Object(members)) = sources.value(at) else {
            self.fault(
                at,
                format!("this must have the members {}", known.join(", ")),
            );
            return;
        };
        for name in members
            .keys()
            .filter(|name| !known.contains(&name.as_str()))
        {
            let text = format!(
                "`{name}` is no member here; there are: {}",
                known.join(", ")
            );
            self.fault(&at.child(name), text);
        }
    }

    fn entry(&mut self, at: &At) -> Option<Entry> {
        self.members(at, &MEMBERS);
        let id = self.text(at, "id");
        let reason = self.text(at, "reason");
        let expires = self.text(at, "expires");
        let what = match self.sources.value(&at.child("what")) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        let (id, reason, expires) = (id?, reason?, expires?);
        if expires.len() != "2027-03-01".len() || expires.parse::<jiff::civil::Date>().is_err() {
            let text = format!("`{expires}` is no date; write it as '2027-03-01'");
            self.fault(&at.child("expires"), text);
        }
        Some(Entry {
            id,
            what,
            reason,
            expires,
            place: self.place(at),
        })
    }

    fn text(&mut self, at: &At, member: &str) -> Option<String> {
        let sources = self.sources;
        match sources.value(&at.child(member)) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
            Some(_) => {
                self.fault(&at.child(member), format!("`{member}` must be a text"));
                None
            }
            None => {
                self.fault(at, format!("the entry has no `{member}`"));
                None
            }
        }
    }
}
