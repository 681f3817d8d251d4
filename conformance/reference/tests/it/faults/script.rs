//! A long session with a server, every rule touched once, and what was seen of it.

use std::collections::{HashMap, HashSet};
use std::thread;

use serde_json::Value;
use trueline_reference::files::{EXAMPLE_FILE, OTHER_FILE, UNLINKABLE_FILE};

use crate::site::{Client, LINKS, Reply, START, Site, basic, path};

/// Plays requests and writes down what comes back.
pub(super) struct Player<'a> {
    site: &'a Site,
    client: Client,
    names: HashMap<String, String>,
    request_ids: HashSet<String>,
    pub(super) seen: Vec<String>,
}

impl<'a> Player<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        Self {
            site,
            client: site.client(),
            names: HashMap::new(),
            request_ids: HashSet::new(),
            seen: Vec::new(),
        }
    }

    fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Value {
        let reply = self.client.send(method, path, headers, body.as_bytes());
        self.note(method, path, body, &reply)
    }

    fn send_as(&mut self, authorization: &str, path: &str) -> Value {
        let reply = self.site.client_with(authorization).get(path);
        self.note(authorization, path, "", &reply)
    }

    fn get(&mut self, path: &str) -> Value {
        self.send("GET", path, &[], "")
    }

    fn list(&mut self, query: &str) -> Value {
        self.get(&format!("{LINKS}?{query}"))
    }

    fn post(&mut self, path: &str, form: &str) -> Value {
        let form_type = [("Content-Type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &form_type, form)
    }

    fn keyed(&mut self, key: &str, path: &str, form: &str) -> Value {
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Idempotency-Key", key),
        ];
        self.send("POST", path, &headers, form)
    }

    fn create(&mut self, form: &str) -> Value {
        self.post(LINKS, &format!("file={EXAMPLE_FILE}&{form}"))
    }

    fn wait(&mut self, seconds: u32) {
        self.site.clock.advance(seconds);
    }

    /// Writes an answer down; gives its JSON.
    fn note(&mut self, method: &str, path: &str, body: &str, reply: &Reply) -> Value {
        let mut line = format!("{method} {path} {body} -> {}", reply.status);
        for name in [
            "content-type",
            "www-authenticate",
            "stripe-version",
            "idempotency-key",
            "idempotent-replayed",
        ] {
            line.push_str(&format!("\n  {name}: {:?}", reply.header(name)));
        }
        let id = reply.header("request-id").map(|id| {
            let fresh = self.request_ids.insert(id.to_owned());
            (id.starts_with("req_"), fresh)
        });
        line.push_str(&format!("\n  request-id: {id:?}\n  {}", reply.text()));
        let line = self.without_names(&line);
        self.seen.push(line);
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }

    /// The text with every link id and token replaced by its number in order of appearance.
    fn without_names(&mut self, text: &str) -> String {
        let mut out = String::new();
        let text = text.replace(&self.site.address.to_string(), "HOST");
        let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let mut rest = text.as_str();
        while let Some(start) = rest.find(is_name) {
            let (before, from) = rest.split_at(start);
            let end = from
                .find(|character| !is_name(character))
                .unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            out.push_str(before);
            let random = word.to_lowercase().starts_with("link_") && word.len() == 29
                || word.len() == 43 && out.ends_with("/links/");
            if random {
                let next = self.names.len();
                let name = self.names.entry(word.to_owned());
                out.push_str(name.or_insert_with(|| format!("<{next}>")));
            } else {
                out.push_str(word);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// The path of a link as it was answered; of one that does not exist if the answer was no link.
fn at(link: &Value) -> String {
    match link["id"].as_str() {
        Some(_) => path(link),
        None => format!("{LINKS}/link_of_a_faulty_answer"),
    }
}

fn id(link: &Value) -> &str {
    link["id"].as_str().unwrap_or("link_of_a_faulty_answer")
}

fn token_path(link: &Value) -> String {
    let url = link["url"].as_str().unwrap_or_default();
    match url.split_once("/links/") {
        Some((_, token)) => format!("/links/{token}"),
        None => "/links/none".to_owned(),
    }
}

/// The whole session.
pub(super) fn play(player: &mut Player<'_>) {
    empty_server(player);
    authentication(player);
    creation(player);
    forms(player);
    changes(player);
    metadata(player);
    expiry(player);
    expansion(player);
    pages(player);
    filters(player);
    idempotency(player);
    oddities(player);
    concurrency(player);
}

fn empty_server(player: &mut Player<'_>) {
    player.get(LINKS);
    for (method, path) in [
        ("GET", "/v1/nothing"),
        ("GET", "/v1/file_links/link_none"),
        ("POST", "/v1/file_links/link_none"),
        ("DELETE", LINKS),
    ] {
        player.send(method, path, &[], "");
    }
    for version in ["2023-08-16", "1999-12-31"] {
        player.send("GET", LINKS, &[("Stripe-Version", version)], "");
    }
}

fn authentication(player: &mut Player<'_>) {
    for authorization in [
        "",
        "Bearer sk_test_123",
        "Bearer sk_test_nobody",
        "Bearer nonsense",
        &basic("sk_test_123"),
        &basic("rk_test_123"),
    ] {
        player.send_as(authorization, LINKS);
    }
    let mut anyone = player.site.client_with("");
    let reply = anyone.create(&format!("file={EXAMPLE_FILE}"));
    player.note("POST", "anonymous", "", &reply);
    let mut owner = player.site.client_with(&basic("sk_live_123"));
    let live = owner.create(&format!("file={EXAMPLE_FILE}"));
    let link = player.note("POST", "live", "", &live);
    let live = owner.post(&at(&link), "metadata[a]=1");
    player.note("POST", "live", "", &live);
    player.get(&at(&link));
}

fn creation(player: &mut Player<'_>) {
    let link = player.create("");
    player.get(&at(&link));
    player.get(LINKS);
    player.create("");
    player.create(&format!("expires_at={}", START + 1_000));
    player.create(&format!("expires_at={}", START + 40_000_000));
    for form in [
        "expires_at=1".to_owned(),
        format!("expires_at={START}"),
        "expires_at=now".to_owned(),
        "expires_at=".to_owned(),
        "expires_at=soon".to_owned(),
        format!("expires_at={}.5", START + 500),
        format!("expires_at=%20{}", START + 500),
        "colour=red".to_owned(),
        "metadata=".to_owned(),
        "metadata=text".to_owned(),
        "metadata[a]=1&metadata[b]=2&metadata[B]=%20x%20".to_owned(),
        "metadata[a][b]=c".to_owned(),
        "metadata[a[b]]=c".to_owned(),
    ] {
        player.create(&form);
    }
    for form in ["", "file=file_none", "file="] {
        player.post(LINKS, form);
    }
    player.post(LINKS, &format!("file={UNLINKABLE_FILE}"));
    player.post(LINKS, &format!("file[]={EXAMPLE_FILE}"));
    player.post(LINKS, &format!("file={OTHER_FILE}"));
}

fn forms(player: &mut Player<'_>) {
    let form = format!("file={EXAMPLE_FILE}");
    let json = format!("{{\"file\":\"{EXAMPLE_FILE}\"}}");
    player.send(
        "POST",
        LINKS,
        &[("Content-Type", "application/json")],
        &json,
    );
    let charset = "application/x-www-form-urlencoded; charset=utf-8";
    player.send("POST", LINKS, &[("Content-Type", charset)], &form);
    player.create("metadata%5Ba%5D=1+2&metadata[caf%C3%A9]=%C3%A9");
    player.create("metadata[a]=1&metadata[a]=2");
    for query in [
        "limit=many",
        "limit=",
        "limit=1.0",
        "limit=%201",
        "expired=1",
        "created[gte]=x",
        "created[foo]=1",
        "created=x",
        "colour=red",
    ] {
        player.list(query);
    }
}

fn changes(player: &mut Player<'_>) {
    player.wait(3);
    let link = player.create(&format!("metadata[a]=1&expires_at={}", START + 5_000));
    player.get(&format!("{}-x", at(&link)));
    let here = at(&link);
    player.wait(2);
    for form in [
        String::new(),
        "metadata[b]=2".to_owned(),
        format!("expires_at={}", START + 6_000),
        format!("metadata[c]=3&expires_at={}", START + 7_000),
        "expires_at=1&metadata[d]=4".to_owned(),
        "expires_at=".to_owned(),
        format!("file={OTHER_FILE}"),
        "colour=red".to_owned(),
    ] {
        player.post(&here, &form);
        player.get(&here);
    }
    player.send("PUT", &here, &[], "");
    player.send("DELETE", &here, &[], "");
    player.get(&here);
    player.get(&format!("{here}?colour=red"));
    player.list("limit=2");
}

fn metadata(player: &mut Player<'_>) {
    let fifty: Vec<String> = (0..50)
        .map(|number| format!("metadata[k{number}]=v"))
        .collect();
    let link = player.create(&fifty.join("&"));
    let here = at(&link);
    player.post(&here, "metadata[more]=v");
    player.post(
        &here,
        "metadata[k0]=&metadata[k1]=changed&metadata[absent]=",
    );
    player.post(&here, "metadata=");
    player.get(&here);
    for form in [
        format!("metadata[{}]=40", "é".repeat(40)),
        format!("metadata[{}]=41", "n".repeat(41)),
        format!("metadata[v]={}", "é".repeat(500)),
        format!("metadata[w]={}", "v".repeat(501)),
        format!("{}&metadata[more]=v", fifty.join("&")),
        "metadata[n]=6735".to_owned(),
        "metadata[N]=6736".to_owned(),
        "metadata[n]=&metadata[N]=6737".to_owned(),
        "metadata[accent]=a+cafe%CC%81+in+the+sun".to_owned(),
    ] {
        player.post(&here, &form);
    }
    player.get(&here);
    player.create(&fifty[..45].join("&"));
}

fn expiry(player: &mut Player<'_>) {
    let soon = START + 60;
    let by_clock = player.create(&format!("expires_at={soon}"));
    let at_once = player.create("");
    player.post(&at(&at_once), "expires_at=now");
    let moved = player.create(&format!("expires_at={}&metadata[a]=1", START + 9_000));
    for form in ["metadata[b]=2&expires_at=", "metadata[a]=&expires_at="] {
        player.post(
            &at(&moved),
            &format!("{form}{}", START + 9_000 + form.len() as i64),
        );
    }
    player.post(&at(&moved), "metadata[c]=3");
    player.post(&at(&moved), &format!("expires_at={}", START + 9_500));
    player.get(&token_path(&by_clock));
    let mut anyone = player.site.client_with("");
    let reply = anyone.get(&token_path(&by_clock));
    player.note("GET", "public", "", &reply);
    let reply = anyone.get(&format!("{}x", token_path(&by_clock)));
    player.note("GET", "behind the url", "", &reply);
    player.wait(60);
    for link in [&by_clock, &at_once] {
        let here = at(link);
        player.get(&here);
        for form in [
            "metadata[a]=1".to_owned(),
            format!("expires_at={}", START + 9_000),
            "expires_at=".to_owned(),
        ] {
            player.post(&here, &form);
            player.get(&here);
        }
        let reply = anyone.get(&token_path(link));
        player.note("GET", "public", "", &reply);
    }
    player.list("expired=true");
    player.list("expired=false&limit=3");
    player.list("limit=3");
}

fn expansion(player: &mut Player<'_>) {
    let link = player.create("expand[]=file");
    let here = at(&link);
    player.post(&here, "expand[]=file");
    player.post(&here, "expand[]=file&metadata[a]=b");
    player.get(&format!("{here}?expand[]=file"));
    player.get(&format!("{here}?expand[0]=file&expand[1]=file.links"));
    player.get(&format!("{here}?expand[]=file.links&expand[]=file"));
    player.get(&format!("{here}?expand[]=nothing&expand[]=file"));
    player.get(&here);
    player.get(&format!("{here}?expand[]=nothing"));
    player.get(&format!("{here}?expand[]=file.links.data.file.links"));
    player.list("limit=2&expand[]=data.file");
    player.list("limit=2&expand[]=file");
    player.create("metadata[late]=1&expand[]=nothing");
    player.list("limit=1");
}

fn pages(player: &mut Player<'_>) {
    let mut links = Vec::new();
    for number in 0..125 {
        player.wait(u32::from(number % 3 == 0));
        links.push(player.create(""));
    }
    let (new, old) = (id(&links[120]).to_owned(), id(&links[110]).to_owned());
    for query in [
        "limit=1".to_owned(),
        "limit=100".to_owned(),
        "limit=101".to_owned(),
        "limit=0".to_owned(),
        "limit=-1".to_owned(),
        String::new(),
        format!("limit=3&starting_after={new}"),
        format!("limit=3&ending_before={old}"),
        format!("limit=3&ending_before={new}"),
        format!("limit=4&ending_before={new}"),
        format!("ending_before={}", id(&links[124])),
        format!("starting_after={new}&ending_before={old}"),
        "starting_after=link_none".to_owned(),
        "ending_before=link_none".to_owned(),
    ] {
        player.list(&query);
    }
    // A last page that is exactly full, and one that is not.
    let since = links[120]["created"].as_i64().unwrap_or(0);
    player.list(&format!("created[gte]={since}&limit=5"));
    player.list(&format!("created[gte]={since}&limit=10"));
}

fn filters(player: &mut Player<'_>) {
    let link = player.create("");
    let now = link["created"].as_i64().unwrap_or(0);
    for query in [
        format!("created={now}"),
        format!("created={}", now - 1),
        format!("created[gt]={now}"),
        format!("created[gte]={now}"),
        format!("created[lt]={now}&limit=2"),
        format!("created[lte]={now}&limit=2"),
        format!("created[gt]={}&created[lt]={}", now - 3, now),
        format!("file={OTHER_FILE}"),
        format!("file={OTHER_FILE}&expired=true"),
        "file=file_none".to_owned(),
        "created[lt]=0&limit=2".to_owned(),
        format!("created[gt]={}&limit=2", 1_i64 << 32),
        format!("created=1&file={OTHER_FILE}&limit=2"),
    ] {
        player.list(&query);
    }
    player.get(
        &at(&link)
            .to_uppercase()
            .replace("/V1/FILE_LINKS/", &format!("{LINKS}/")),
    );
    player.list(&format!("created={now}&limit=1"));
    player.create(&format!("metadata[{}]=41", "n".repeat(41)));
    player.list("limit=2");
}

fn idempotency(player: &mut Player<'_>) {
    let form = format!("file={EXAMPLE_FILE}");
    let link = player.keyed("k", LINKS, &form);
    player.post(&at(&link), "metadata[later]=1");
    player.keyed("k", LINKS, &form);
    player.keyed("k", LINKS, &format!("{form}&metadata[a]=1"));
    player.keyed("k", &at(&link), "");
    for _ in 0..2 {
        player.keyed("missing", LINKS, "file=file_none");
    }
    player.keyed("early", LINKS, "");
    player.keyed("early", LINKS, &form);
    player.keyed(&"k".repeat(65), LINKS, &form);
    player.keyed(&"k".repeat(256), LINKS, &form);
    player.keyed("", LINKS, &form);
    for _ in 0..2 {
        player.send(
            "GET",
            &format!("{LINKS}?limit=1"),
            &[("Idempotency-Key", "get")],
            "",
        );
        player.create("");
    }
}

/// Requests that are nearly right, and values at their ends.
fn oddities(player: &mut Player<'_>) {
    for authorization in [
        // `:sk_test_123`: the key as the password.
        "Basic OnNrX3Rlc3RfMTIz",
        "Basic sk_test_123:",
        "Basic sk_test_123",
        "Basic !!!",
        "Digest trueline",
    ] {
        player.send_as(authorization, LINKS);
    }
    let form = format!("file={EXAMPLE_FILE}");
    let form_type = [("Content-Type", "application/x-www-form-urlencoded")];
    player.send("PUT", LINKS, &form_type, &form);
    player.list("limit=1");
    player.post(&format!("{LINKS}/link_none"), "");
    player.post(LINKS, &format!("FILE={EXAMPLE_FILE}"));
    for form in [
        "expires_at=0",
        "expires_at=4000000000",
        "expires_at=1000000000000",
        "metadata[x]=a%01b",
        "metadata[x]=%EF%BB%BFa",
        "metadata[x]=a%F4%8F%BF%BFb",
        "metadata[x]=True",
        "metadata[x:y]=1",
        "metadata[x]=",
        "metadata[x]=1&",
        "expires_at=9223372036854775808",
    ] {
        player.create(form);
    }
    for query in [
        "starting_after=",
        "ending_before=",
        "Limit=1",
        "foo=",
        "metadata[a]=b",
        "limit[]=1",
        "limit=%2B1",
        "limit=1_0",
        "limit=1&expand[a]=data.file",
        "limit=1&expand[]=data.FILE",
        "limit=1&expand[]=*",
        "limit=1&expand[]=data.file,url",
        "limit=1&expand[]=data.file&expand[]=data.file",
        "limit=1&expand[]=data.file.links.data",
    ] {
        player.list(query);
    }
    let link = player.create("expires_at=3000000000");
    let here = at(&link);
    player.get(&format!("{here}?limit=1"));
    let fifty: Vec<String> = (0..50)
        .map(|number| format!("metadata[k{number}]=v"))
        .collect();
    player.post(&here, &fifty.join("&"));
    player.list(&format!("file={OTHER_FILE}&starting_after={}", id(&link)));
    player.post(&here, "expires_at=now");
    player.get(&here);

    // A page of a hundred with nothing behind it.
    player.wait(1);
    let links: Vec<Value> = (0..101).map(|_| player.create("")).collect();
    let since = links[0]["created"].as_i64().unwrap_or(0);
    let last = id(&links[100]);
    player.list(&format!(
        "created[gte]={since}&starting_after={last}&limit=100"
    ));

    player.send("GET", LINKS, &[("Stripe-Version", "trueline")], "");
    player.keyed("key:of/other+characters", LINKS, &form);
    let bearer = [
        form_type[0],
        ("Authorization", "Bearer sk_test_123"),
        ("Idempotency-Key", "bearer"),
    ];
    for _ in 0..2 {
        let mut client = player.site.client_with("");
        let reply = client.send("POST", LINKS, &bearer, form.as_bytes());
        player.note("POST", "bearer", "", &reply);
    }
    player.keyed("expanded", LINKS, &form);
    player.keyed("expanded", LINKS, &format!("{form}&expand[]=file"));
    let soon = format!("{form}&expires_at={}", since + 5);
    player.keyed("expires", LINKS, &soon);
    player.wait(10);
    player.keyed("expires", LINKS, &soon);
}

fn concurrency(player: &mut Player<'_>) {
    let link = player.create("");
    let here = at(&link);
    let site = player.site;
    let count = |created: &[u16]| created.iter().filter(|status| **status == 200).count();
    let statuses: Vec<u16> = thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|number| {
                let here = &here;
                scope.spawn(move || {
                    let form = format!("metadata[client_{number}]=here");
                    site.client().post(here, &form).status
                })
            })
            .collect();
        clients
            .into_iter()
            .map(|client| client.join().unwrap())
            .collect()
    });
    player.seen.push(format!("{} updated", count(&statuses)));
    let metadata = player.client.get(&here);
    let value = serde_json::from_slice::<Value>(&metadata.body).unwrap_or(Value::Null);
    let keys = value["metadata"]
        .as_object()
        .map_or(0, serde_json::Map::len);
    player.seen.push(format!("{keys} survived"));

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(move || {
                let key = ("Idempotency-Key", "together");
                let form = format!("file={EXAMPLE_FILE}&metadata[together]=1");
                site.client().post_with(LINKS, key, &form).status
            });
        }
    });
    let list = player.client.list("limit=10");
    let made = list.text().matches("together").count();
    player.seen.push(format!("{made} made together"));
}
