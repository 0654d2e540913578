//! What modules answer for one another. A module that is switched off leaves its port empty, and the type makes
//! every caller handle that; only the directory is always there.

use std::sync::{Arc, OnceLock};

use contracts::chat::Chats;
use contracts::people::{Authenticate, People};
use kernel::{Error, Result};

/// The ports of this process, filled while the modules are put together.
#[derive(Default)]
pub struct Ports {
    people: OnceLock<Arc<dyn People>>,
    authenticate: OnceLock<Arc<dyn Authenticate>>,
    chats: OnceLock<Arc<dyn Chats>>,
}

impl Ports {
    /// The directory. Fails only where an office was put together without it.
    pub fn people(&self) -> Result<&Arc<dyn People>> {
        self.people.get().ok_or_else(|| Error::internal("the directory is not part of this office"))
    }

    /// Who turns tokens into actors.
    pub fn authenticate(&self) -> Result<&Arc<dyn Authenticate>> {
        self.authenticate.get().ok_or_else(|| Error::internal("the directory is not part of this office"))
    }

    /// Chats, unless they are switched off.
    #[must_use]
    pub fn chats(&self) -> Option<&Arc<dyn Chats>> {
        self.chats.get()
    }

    /// Gives the directory; a second one is ignored.
    pub fn give_people(&self, people: Arc<dyn People>, authenticate: Arc<dyn Authenticate>) {
        let _ = self.people.set(people);
        let _ = self.authenticate.set(authenticate);
    }

    /// Gives the chats; a second one is ignored.
    pub fn give_chats(&self, chats: Arc<dyn Chats>) {
        let _ = self.chats.set(chats);
    }
}
