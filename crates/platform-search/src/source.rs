//! Who may find what.

use kernel::{Error, Result};

/// What a module lets people find, and who may find it. A kind that no source is registered for is never found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchSource {
    /// The kind of its documents, as in [`crate::Doc::kind`].
    pub kind: &'static str,
    /// Who may find a document: an SQL condition in the portable subset over the row `d` of the index (`d.object_id`,
    /// `d.scope`, `d.ord`, `d.author_id`, `d.at`, `d.facet`), the tables of the main store, and the person `{user}`.
    /// It is asked about every document that matches: keep it to look-ups by key.
    ///
    /// `EXISTS (SELECT 1 FROM chat_members m WHERE m.chat_id = d.scope AND m.user_id = {user} AND d.ord >= m.history_from)`
    pub access: &'static str,
}

impl SearchSource {
    /// Refuses what could not be put between parentheses with parameters of its own.
    pub(crate) fn check(&self) -> Result<()> {
        let stray = self.access.replace("{user}", "").contains(['{', '}', '$', ';']);
        if stray || self.access.trim().is_empty() {
            return Err(Error::internal(format!(
                "the access rule of {} is not one condition over {{user}}",
                self.kind
            )));
        }
        Ok(())
    }
}
