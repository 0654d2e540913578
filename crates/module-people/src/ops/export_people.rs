//! Exporting the directory.

use kernel::{Error, Id, Locale, Result};
use serde_json::json;

use super::emit;
use crate::access::any_admin;
use crate::audit;
use crate::by::By;
use crate::model::export::{self, TableFormat};
use crate::state::PeopleState;
use crate::store;

/// A table as a file.
pub(crate) struct Exported {
    pub(crate) bytes: Vec<u8>,
    /// People in it.
    pub(crate) count: usize,
}

/// Everybody who is here and whom `by` administers. Recorded before anything is handed out.
pub(crate) async fn export_people(
    state: &PeopleState,
    by: &By,
    org: Id,
    format: TableFormat,
    locale: Locale,
) -> Result<Exported> {
    any_admin(by)?;
    let present =
        state.read(move |tx| Box::pin(async move { Ok(store::present::read(tx, org).await?) })).await?;
    let exporter = by.clone();
    let exported = tokio::task::spawn_blocking(move || {
        let table = export::people(&present, &exporter, locale);
        let sheet = locale.pick("通讯录", "People");
        let bytes = table.write(format, sheet).map_err(Error::internal)?;
        Ok::<_, Error>(Exported { bytes, count: table.rows.len() })
    });
    let exported = exported.await.map_err(Error::internal)??;
    let (this, by, count) = (state.clone(), by.clone(), exported.count);
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let detail = json!({ "count": count, "format": format.ending() });
                emit::audit(&this, tx, &by, org, audit::DIRECTORY_EXPORTED, None, detail).await
            })
        })
        .await?;
    Ok(exported)
}
