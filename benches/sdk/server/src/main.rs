//! All of an API with nothing of it there yet: each operation reads its request, refuses what must be refused, and says 501
//! in the API's own error shape.

use std::error::Error as StdError;

use stripe_api::models::{ApiErrors, ApiErrorsType, Error};
use stripe_api::runtime::server::{
    Context, Credentials, Denied, Rejection, Response, Service, json, router,
};
use stripe_api::server::missing_routes;
use tokio::net::TcpListener;

struct NotYet;

impl Service for NotYet {
    type Caller = ();

    async fn authenticate(&self, credentials: Credentials, _: &Context) -> Result<(), Denied> {
        match credentials.secret() {
            Some(_) => Ok(()),
            None => Err(Denied::Unknown {
                detail: "There is no key.".to_owned(),
            }),
        }
    }

    fn reject(&self, rejection: Rejection, _: &Context) -> Response {
        let kind = match rejection.status().is_server_error() {
            true => ApiErrorsType::ApiError,
            false => ApiErrorsType::InvalidRequestError,
        };
        let mut error = ApiErrors::new(kind);
        error.message = Some(rejection.to_string());
        let status = rejection.status().as_u16();
        json(status, "application/json", &Error { error })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let address = std::env::args().nth(1);
    let listener = TcpListener::bind(address.as_deref().unwrap_or("127.0.0.1:0")).await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, router(NotYet, missing_routes())).await?;
    Ok(())
}
