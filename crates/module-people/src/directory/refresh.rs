//! Reading what changed.

use kernel::{Error, Id, Result};
use platform_db::{Db, Tx};

use super::{Directory, Pending};
use crate::model::department::Department;
use crate::store;
use crate::store::snapshot::PersonRow;

/// People read at once: keeps what is in flight small at the start of a large office.
const CHUNK: i64 = 2_000;
/// Changed people up to which each is read by itself; beyond it everybody is read again.
const FEW: usize = 2_000;

/// What was read of one organisation.
struct Read {
    org: Id,
    departments: Option<Vec<Department>>,
    people: Vec<(Id, Option<PersonRow>)>,
}

impl Directory {
    /// Reads every organisation. The stream of events is followed from where it stood before reading began, so that
    /// nothing committed meanwhile is missed.
    pub(crate) async fn load(&self, db: &Db) -> Result<()> {
        let _turn = self.refreshing.lock().await;
        let seen = db
            .read(|tx| Box::pin(async move { Ok(platform_events::stream_head(tx, crate::STREAM).await?) }))
            .await?;
        self.stream.lock().seen = seen;
        let orgs = db.read(|tx| Box::pin(async move { Ok(store::snapshot::orgs(tx).await?) })).await?;
        for org in orgs {
            self.read_departments(db, org).await?;
        }
        self.read_people(db, None).await?;
        self.loaded.store(true, std::sync::atomic::Ordering::Release);
        Ok(())
    }

    /// Reads what was noted since the last time. A failure is logged, and what was noted stays noted: the write that
    /// noted it has been committed, and the next round tries again.
    pub(crate) async fn catch_up(&self, db: &Db) {
        if !self.is_loaded() {
            self.pending.lock().clear();
            return;
        }
        if self.pending.lock().is_empty() {
            // Another's turn may be reading what this caller noted: wait for it, or it would not read its own write.
            drop(self.refreshing.lock().await);
            return;
        }
        let _turn = self.refreshing.lock().await;
        let noted = std::mem::take(&mut *self.pending.lock());
        for (org, pending) in noted {
            if let Err(error) = self.refresh(db, org, pending.clone()).await {
                tracing::warn!(?error, "the directory in memory could not be refreshed; will try again");
                let mut waiting = self.pending.lock();
                let waiting = waiting.entry(org).or_default();
                waiting.people.extend(pending.people);
                waiting.departments |= pending.departments;
                waiting.everything |= pending.everything;
            }
        }
    }

    async fn refresh(&self, db: &Db, org: Id, pending: Pending) -> Result<()> {
        if pending.everything || pending.people.len() > FEW {
            self.read_departments(db, org).await?;
            return self.read_people(db, Some(org)).await;
        }
        let people: Vec<Id> = pending.people.into_iter().collect();
        let tree = pending.departments;
        let read =
            db.read(move |tx| Box::pin(async move { read_entries(tx, org, tree, people).await })).await?;
        let stale = self.apply(read);
        if stale.len() > FEW {
            return self.read_people(db, Some(org)).await;
        }
        if !stale.is_empty() {
            let read =
                db.read(move |tx| Box::pin(async move { read_entries(tx, org, false, stale).await })).await?;
            self.apply(read);
        }
        Ok(())
    }

    async fn read_departments(&self, db: &Db, org: Id) -> Result<()> {
        let read =
            db.read(move |tx| Box::pin(async move { read_entries(tx, org, true, Vec::new()).await })).await?;
        self.apply(read);
        Ok(())
    }

    /// Reads everybody, or everybody of one organisation. While some are taken in, the next are read.
    async fn read_people(&self, db: &Db, only: Option<Id>) -> Result<()> {
        let read = |after: Id| {
            let db = db.clone();
            tokio::spawn(async move {
                db.read(move |tx| {
                    Box::pin(async move { Ok(store::snapshot::people(tx, after, CHUNK).await?) })
                })
                .await
            })
        };
        let mut reading = read(Id(0));
        loop {
            let rows = reading.await.map_err(Error::internal)??;
            let Some(last) = rows.last().map(|row| row.id) else { break };
            reading = read(last);
            let mut orgs = self.orgs.write();
            for row in rows.into_iter().filter(|row| only.is_none_or(|org| row.org == org)) {
                orgs.entry(row.org).or_default().put_person(row);
            }
        }
        for directory in self.orgs.write().values_mut() {
            directory.settle();
        }
        Ok(())
    }

    /// Takes in what was read; tells who must be read again because their departments are called otherwise now.
    fn apply(&self, read: Read) -> Vec<Id> {
        let mut orgs = self.orgs.write();
        let directory = orgs.entry(read.org).or_default();
        let stale =
            read.departments.map(|departments| directory.put_departments(departments)).unwrap_or_default();
        let mut rows = Vec::new();
        for (id, row) in read.people {
            match row {
                Some(row) => rows.push(row),
                None => directory.remove_person(id),
            }
        }
        directory.put_people(rows);
        stale
    }
}

async fn read_entries(tx: &mut Tx, org: Id, tree: bool, ids: Vec<Id>) -> Result<Read> {
    let mut departments = None;
    if tree {
        let mut all: Vec<Department> = Vec::new();
        loop {
            let after = all.last().map_or("", |department| department.path.as_str()).to_owned();
            let page = store::departments::page(tx, org, &after, CHUNK).await?;
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        departments = Some(all);
    }
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        people.push((id, store::snapshot::person_of(tx, id).await?.filter(|row| row.org == org)));
    }
    Ok(Read { org, departments, people })
}
