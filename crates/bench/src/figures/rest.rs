//! What an office takes while nobody uses it.

use std::time::Duration;

use crate::office::Office;
use crate::table::{Table, ms};
use crate::{Options, Result};

/// Until a new office has filled its search index.
const NEW: Duration = Duration::from_secs(15);
/// Until what was needed for the start is given back.
const SETTLE: Duration = Duration::from_secs(5);

pub(super) async fn measure(office: &mut Office, options: &Options, table: &mut Table) -> Result<()> {
    // What a new office does in the background is done: nobody uses this one.
    tokio::time::sleep(NEW).await;
    office.restart().await?;
    table.note(
        &format!("start with {} people", options.people),
        ms(office.started_in),
        "until a request is answered".to_owned(),
        "≤ 1 s",
    );
    tokio::time::sleep(SETTLE).await;
    let idle = office.process.memory_mb()?;
    table.note("memory at rest", format!("{idle:.0} MB"), "resident".to_owned(), "≤ 120 MB");
    let size = std::fs::metadata(&options.program).map_err(|error| error.to_string())?.len();
    table.note("the program", format!("{} MB", size >> 20), "on disk, with the client".to_owned(), "≤ 60 MB");
    Ok(())
}
