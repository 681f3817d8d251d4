//! What is of one direction only is asked for in that direction alone.

use crate::golden::directions::{models, requests, server};
use crate::runtime::server::Context;
use crate::send::{Open, send};

impl server::Accounts for Open {
    async fn open_account(
        &self,
        request: requests::OpenAccountRequest,
        _: String,
        _: &Context,
    ) -> server::accounts::OpenAccountResponse {
        // What is read and what is answered are different types: `secret` has no way out, and there is no
        // answer without an `id`.
        let models::AccountInput { name, secret, .. } = request.body;
        assert_eq!(secret, "s");
        server::accounts::OpenAccountResponse::Created(models::Account::new(
            "acc_1".to_owned(),
            name,
            models::Owner::Company(models::Company::new("v".to_owned())),
        ))
    }
}

impl server::Vaults for Open {
    async fn open_vault(
        &self,
        request: requests::OpenVaultRequest,
        _: String,
        _: &Context,
    ) -> server::vaults::OpenVaultResponse {
        let models::VaultInput { code, kept } = request.body;
        let mut vault = models::Vault::new(code.len() as i64);
        vault.kept = kept.map(|kept| models::VaultKept {
            seen: Some(true),
            rest: kept.rest,
        });
        server::vaults::OpenVaultResponse::Created(vault)
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn each_direction_has_its_members() {
    let router = server::router(Open);
    for (line, body, expected) in [
        (
            "POST /accounts",
            r#"{"name":"a","secret":"s","owner":{"kind":"person","born":"b"}}"#,
            r#"201 {"id":"acc_1","name":"a","owner":{"kind":"company","vat":"v"}}"#,
        ),
        // What a GET gave may be sent back: what is read only is passed over, whatever it says.
        (
            "POST /accounts",
            r#"{"id":5,"name":"a","secret":"s","owner":{"kind":"person","number":1}}"#,
            r#"201 {"id":"acc_1","name":"a","owner":{"kind":"company","vat":"v"}}"#,
        ),
        (
            "POST /accounts",
            r#"{"name":"abcdef","owner":{"kind":"company"}}"#,
            "400 name: must have at most 5 characters; secret: is required; owner[vat]: is required.",
        ),
        (
            "POST /vaults",
            r#"{"number":7,"code":"abc","kept":{"seen":"no","a":"b"}}"#,
            r#"201 {"number":3,"kept":{"seen":true,"a":"b"}}"#,
        ),
        (
            "POST /vaults",
            r#"{"code":"abc","other":1}"#,
            "400 other: is not known here.",
        ),
    ] {
        let outcome = send(&router, line, &[JSON], body, &[]);
        assert_eq!(outcome, expected, "{line} {body}");
    }
}

#[test]
fn what_does_not_differ_is_one_type() {
    let colour = models::Colour::Red;
    let account = models::AccountInput::new(
        "n",
        "s",
        models::OwnerInput::Person(models::PersonInput::default()),
    );
    let account = models::AccountInput {
        colour: Some(colour.clone()),
        ..account
    };
    assert_eq!(account.colour, Some(colour));
}
