//! Working an import out: the same for a preview, for its application and for the command line.

use std::sync::Arc;

use kernel::{Actor, Error, Id, Millis, Result, Scopes};
use platform_blob::Blobs;

use crate::by::By;
use crate::error::ADMINS_ONLY;
use crate::import_error::{IMPORT_FILE_GONE, IMPORT_FILE_TOO_LARGE};
use crate::model::attribute::Attribute;
use crate::model::import::fields::{Column, Mapping};
use crate::model::import::present::Present;
use crate::model::import::preview::{Preview, Request, work_out};
use crate::model::import::run::Import;
use crate::model::import::sheet;
use crate::model::text::{Fault, Faults};
use crate::state::PeopleState;
use crate::store;

/// A table and what is asked of it.
pub(super) struct Work {
    pub(super) org: Id,
    /// Who asks.
    pub(super) by: By,
    pub(super) bytes: Vec<u8>,
    pub(super) file_name: String,
    /// What somebody said that columns fill; `None`: the headings tell.
    pub(super) by_hand: Option<Vec<(String, String)>>,
    pub(super) include_leaving: bool,
}

/// An import worked out.
pub(super) struct Worked {
    pub(super) columns: Vec<Column>,
    /// Names of columns and of the fields they fill.
    pub(super) mapping: Vec<(String, String)>,
    pub(super) preview: Preview,
    /// How far the directory was when it was compared.
    pub(super) head: i64,
}

/// Reads a table and compares it with the directory as it is.
pub(super) async fn work(state: &PeopleState, work: Work) -> Result<Worked> {
    let org = work.org;
    let (head, present) = state
        .read(move |tx| {
            Box::pin(async move {
                // Before anything else is read: what is committed meanwhile is noticed by it.
                let head = platform_events::stream_head(tx, crate::STREAM).await?;
                Ok((head, store::present::read(tx, org).await?))
            })
        })
        .await?;
    let (ids, now) = (state.core.ids.clone(), state.core.clock.now());
    // Seconds of work for a large file: not on the threads that answer requests.
    let worked = tokio::task::spawn_blocking(move || compare(&work, &present, head, now, &|| ids.next()));
    worked.await.map_err(Error::internal)?
}

fn compare(work: &Work, present: &Present, head: i64, now: Millis, next: &dyn Fn() -> Id) -> Result<Worked> {
    let attributes: &[Attribute] = &present.attributes;
    let table = sheet::read(&work.bytes, &work.file_name, attributes).map_err(failure)?;
    let mapping = match &work.by_hand {
        None => Mapping::by_headings(&table.columns, attributes),
        Some(said) => {
            let mut faults = Faults::default();
            let said = said.iter().map(|(column, field)| (column.as_str(), field.as_str()));
            let mapping = Mapping::by_hand(said, &table.columns, attributes, &mut faults);
            faults.done()?;
            mapping
        }
    };
    let request = Request {
        org: work.org,
        by: &work.by,
        table: &table,
        mapping: &mapping,
        include_leaving: work.include_leaving,
        now,
    };
    let preview = work_out(&request, present, next);
    Ok(Worked { mapping: mapping.wire(&table.columns, attributes), columns: table.columns, preview, head })
}

/// A fault of the whole as a failure.
pub(super) fn failure(fault: Fault) -> Error {
    let error = Error::new(fault.code);
    fault.params.into_iter().fold(error, |error, (name, value)| error.with(name, value))
}

/// The work of an import that was sent, in the name of whoever sent it, with the roles they have now.
pub(super) async fn of_import(state: &PeopleState, import: &Import) -> Result<Work> {
    let (org, user, file) = (import.org, import.created_by, import.file);
    let (acting, file) = state
        .read(move |tx| {
            Box::pin(async move {
                Ok((store::present::acting(tx, org, user).await?, Blobs::file_in(tx, file).await.ok()))
            })
        })
        .await?;
    let (name, grants, locale) = acting.ok_or_else(|| Error::new(&ADMINS_ONLY))?;
    let actor = Actor {
        user,
        org,
        session: Id(0),
        name,
        grants,
        scopes: Scopes::All,
        locale: locale.unwrap_or_default(),
    };
    let ip = import.ip.parse().map_err(Error::internal)?;
    let by = By::Person(Arc::new(actor), ip);
    crate::access::any_admin(&by)?;
    let file = file.ok_or_else(|| Error::new(&IMPORT_FILE_GONE))?;
    let limit = engine_sheet::Limits::default().file_bytes;
    if file.size > limit {
        return Err(Error::new(&IMPORT_FILE_TOO_LARGE).with("limit", limit));
    }
    let bytes = state.core.blobs.content(&file, None).await?.into_bytes(limit).await?;
    Ok(Work {
        org,
        by,
        bytes: bytes.into(),
        file_name: import.file_name.clone(),
        by_hand: import.by_hand.then(|| import.mapping.clone()),
        include_leaving: import.include_leaving,
    })
}
