//! Importing a file from the command line: compared and applied in one go.

use kernel::{Id, Result};

use super::import_apply::{Job, is_late, write};
use super::import_work::{Work, failure, work};
use crate::by::By;
use crate::model::import::preview::Preview;
use crate::state::PeopleState;

/// How often the file is compared anew because a running server changed the directory meanwhile.
const TRIES: usize = 5;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// Only tell what would happen.
    pub(crate) dry_run: bool,
    /// People who are not in the file leave.
    pub(crate) include_leaving: bool,
    /// Import the good rows although there are bad ones; else one bad row keeps everything out.
    pub(crate) skip_bad: bool,
}

/// What came of it.
pub(crate) struct Outcome {
    pub(crate) preview: Preview,
    /// Names of columns that fill nothing.
    pub(crate) ignored: Vec<String>,
    /// How many departments are added.
    pub(crate) departments: usize,
    /// Whether it was written.
    pub(crate) applied: bool,
}

/// Imports a file.
pub(crate) async fn import_file(
    state: &PeopleState,
    org: Id,
    bytes: &[u8],
    file_name: &str,
    wish: &Wish,
) -> Result<Outcome> {
    let mut tries = 0;
    loop {
        let request = Work {
            org,
            by: By::Office,
            bytes: bytes.to_vec(),
            file_name: file_name.to_owned(),
            by_hand: None,
            include_leaving: wish.include_leaving,
        };
        let mut worked = work(state, request).await?;
        if let Some(fault) = worked.preview.problem.take() {
            return Err(failure(fault));
        }
        let used = |name: &String| worked.mapping.iter().any(|(column, _)| column == name);
        let ignored = worked.columns.iter().map(|column| column.name.clone()).filter(|name| !used(name));
        let ignored: Vec<String> = ignored.collect();
        let departments = worked.preview.plan.departments.len();
        let apply = !wish.dry_run && (wish.skip_bad || worked.preview.summary.bad == 0);
        let rows = std::mem::take(&mut worked.preview.rows);
        let summary = worked.preview.summary;
        let told = Preview { rows, summary, ..Preview::empty(0) };
        if !apply {
            return Ok(Outcome { preview: told, ignored, departments, applied: false });
        }
        let file_name = Some(file_name.to_owned());
        match write(state, Job { org, by: By::Office, import: None, file_name, worked }).await {
            Ok(()) => return Ok(Outcome { preview: told, ignored, departments, applied: true }),
            Err(error) if tries < TRIES && is_late(&error) => tries += 1,
            Err(error) => return Err(error),
        }
    }
}
