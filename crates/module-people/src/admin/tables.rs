//! Tables of people, in and out, for the command line.

use kernel::{Error, Id, Locale, Result};

use super::Admin;
use crate::by::By;
use crate::import_error::OFFICE_NOT_OPEN;
use crate::model::export::TableFormat;
use crate::model::import::problem::Problem;
use crate::model::import::{RowKind, Summary};
use crate::ops::export_people::export_people;
use crate::ops::import_file::{Outcome, Wish, import_file};

/// How a file is imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Only tell what would happen.
    pub dry_run: bool,
    /// People with an employee number who are not in the file leave.
    pub include_leaving: bool,
    /// Import the good rows although there are bad ones. Otherwise one bad row keeps everything out.
    pub skip_bad: bool,
}

/// What an import did, or would do.
#[derive(Clone, Debug)]
pub struct ImportReport {
    /// New people.
    pub added: u32,
    /// People whose departments change.
    pub moved: u32,
    /// People of whom something else changes.
    pub changed: u32,
    /// People with an employee number who are not in the file.
    pub leaving: u32,
    /// People of whom nothing changes.
    pub unchanged: u32,
    /// New departments.
    pub departments: usize,
    /// Rows that cannot be imported.
    pub bad: Vec<BadRow>,
    /// Columns of the file that are not understood.
    pub ignored: Vec<String>,
    /// Whether it was written.
    pub applied: bool,
}

/// A row that cannot be imported.
#[derive(Clone, Debug)]
pub struct BadRow {
    /// The number Excel shows at the left of the row.
    pub line: u32,
    /// Name in the row.
    pub name: String,
    problems: Vec<Problem>,
}

impl BadRow {
    /// What is wrong with it, in words.
    #[must_use]
    pub fn reasons(&self, locale: Locale) -> Vec<String> {
        self.problems.iter().map(|problem| problem.line(locale)).collect()
    }
}

impl Admin {
    /// Imports a table of people: CSV or xlsx. All of it or nothing.
    pub async fn import_file(
        &self,
        bytes: &[u8],
        file_name: &str,
        options: ImportOptions,
    ) -> Result<ImportReport> {
        let ImportOptions { dry_run, include_leaving, skip_bad } = options;
        let wish = Wish { dry_run, include_leaving, skip_bad };
        let outcome = import_file(&self.state, self.first_org().await?, bytes, file_name, &wish).await?;
        let Outcome { preview, ignored, departments, applied } = outcome;
        let Summary { added, moved, changed, leaving, unchanged, .. } = preview.summary;
        let bad = preview.rows.into_iter().filter(|row| row.kind == RowKind::Bad);
        let bad = bad.map(|row| BadRow {
            line: row.line.unwrap_or_default(),
            name: row.name,
            problems: row.problems,
        });
        let bad = bad.collect();
        Ok(ImportReport { added, moved, changed, leaving, unchanged, departments, bad, ignored, applied })
    }

    /// The directory as a table that can be imported again, and how many people are in it. `xlsx` asks for a workbook
    /// instead of CSV.
    pub async fn export(&self, xlsx: bool, locale: Locale) -> Result<(Vec<u8>, usize)> {
        let format = if xlsx { TableFormat::Xlsx } else { TableFormat::Csv };
        let org = self.first_org().await?;
        let exported = export_people(&self.state, &By::Office, org, format, locale).await?;
        Ok((exported.bytes, exported.count))
    }

    async fn first_org(&self) -> Result<Id> {
        let org = self.organisation().await?;
        Ok(org.ok_or_else(|| Error::new(&OFFICE_NOT_OPEN))?.id)
    }
}
