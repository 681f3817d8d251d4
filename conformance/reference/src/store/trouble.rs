//! What the operator of a server is told about its store. A caller of the API is told only that something failed.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

type Tell = dyn Fn(&str) + Send + Sync;

/// Tells somebody what is wrong with a store: each time once, until it has worked again.
#[derive(Clone)]
pub struct Trouble {
    tell: Arc<Tell>,
    told: Arc<Mutex<Option<String>>>,
}

impl Trouble {
    /// Hands each message to `tell`.
    pub fn new(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            tell: Arc::new(tell),
            told: Arc::default(),
        }
    }

    /// Tells nobody.
    pub fn ignored() -> Self {
        Self::new(|_| {})
    }

    /// Something went wrong.
    pub(super) fn tell(&self, message: String) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.as_deref() != Some(&*message) {
            (self.tell)(&message);
            *told = Some(message);
        }
    }

    /// It works again.
    pub(super) fn over(&self) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trouble")
    }
}
