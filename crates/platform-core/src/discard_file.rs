//! Removing files that served one thing alone, once that is gone.

use kernel::{Id, Locale, Result};
use platform_db::Tx;

use crate::Core;

impl Core {
    /// Removes a file with its object unless it lies in something or somebody was given it: then it is theirs too. Whether
    /// it is gone.
    pub async fn discard_file(&self, tx: &mut Tx, id: Id) -> Result<bool> {
        let Some(object) = self.access.object(tx, id).await? else { return Ok(false) };
        if object.parent.is_some() || !self.access.list_grants(tx, &object, Locale::En).await?.is_empty() {
            return Ok(false);
        }
        self.access.remove(tx, &object, None).await?;
        self.blobs.remove_files_in(tx, &[id]).await?;
        Ok(true)
    }
}
