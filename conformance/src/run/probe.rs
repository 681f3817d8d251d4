//! Is there a way to the target at all?

use crate::exchange::TransportError;
use crate::session::Session;

/// Makes one connection, before any case runs: better one clear word than every case in error.
pub(super) async fn reach(session: &Session) -> Result<(), TransportError> {
    match session.connect().await {
        Err(error) if error.is_unreachable() => Err(error),
        // A server that is slow or odd is one that can be tested.
        Ok(()) | Err(_) => Ok(()),
    }
}
