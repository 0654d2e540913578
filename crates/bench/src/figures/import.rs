//! Everybody exported, and brought into a new office.

use crate::office::{Folder, Office};
use crate::process::timed;
use crate::table::{Table, ms, times};
use crate::{Options, Result};

pub(super) fn measure(office: &Office, options: &Options, table: &mut Table) -> Result<()> {
    let folder = Folder::new()?;
    let (from, file, into) = (office.folder.text("office"), folder.text("people.csv"), folder.text("office"));
    timed(&options.program, &["export", "people", &file, "--data", &from])?;
    let took = timed(&options.program, &["import", "people", &file, "--data", &into])?;
    let again = timed(&options.program, &["import", "people", &file, "--data", &into])?;
    let against = format!("{} the same file again, which changes nothing", times(took, again));
    table.note(&format!("import of {} people", options.people), ms(took), against, "≤ 20 s");
    Ok(())
}
