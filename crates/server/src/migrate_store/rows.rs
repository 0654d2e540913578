//! Rows: copied in the order of their keys, and compared afterwards.

use kernel::{Error, Result};
use platform_db::{Fill, Row, Snapshot, Table, Val, same_row};

use super::error::DIFFERS;
use crate::backup::{Progress, Tell};

/// Rows read, written and kept at once. The largest rows, of imports under way, have a few MiB.
const PAGE: u32 = 1_000;

/// What was copied.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Copied {
    pub(super) rows: u64,
    /// Of these, what an earlier run had copied.
    pub(super) before: u64,
}

/// Copies what the target has not yet.
pub(super) async fn copy(
    source: &mut Snapshot,
    tables: &[Table],
    fill: &mut Fill,
    tell: Tell<'_>,
) -> Result<Copied> {
    let mut copied = Copied::default();
    let targets = fill.tables().to_vec();
    for table in tables {
        let target = targets.iter().find(|target| target.name == table.name);
        let target = target.ok_or_else(|| differs(&table.name))?;
        let order = order(table, target)?;
        let (of, mut done) = (source.count(table).await?, fill.count(target).await?);
        copied.before += done;
        let mut page = source.page_from(table, done, PAGE).await?;
        while let Some(last) = page.last().cloned() {
            tell(Progress::Table { name: &table.name, done, of });
            done += page.len() as u64;
            let rows = page.iter().map(|row| in_order(row, &order)).collect();
            fill.insert(target, rows).await?;
            page = source.page(table, Some(&last), PAGE).await?;
        }
        if done != of {
            return Err(differs(&table.name));
        }
        copied.rows += done;
    }
    Ok(copied)
}

/// Compares every row of every table with what it was copied from.
pub(super) async fn compare(
    source: &mut Snapshot,
    tables: &[Table],
    copy: &mut Snapshot,
    tell: Tell<'_>,
) -> Result<()> {
    let sets = crate::backup::kept(crate::office::migrations(copy.engine()));
    let targets = copy.tables(&sets).await?;
    for table in tables {
        let target = targets.iter().find(|target| target.name == table.name);
        let target = target.ok_or_else(|| differs(&table.name))?;
        let order = order(table, target)?;
        let of = source.count(table).await?;
        let (mut done, mut last): (u64, Option<(Row, Row)>) = (0, None);
        loop {
            tell(Progress::Compared { name: &table.name, done, of });
            let one = source.page(table, last.as_ref().map(|(row, _)| row), PAGE).await?;
            let other = copy.page(target, last.as_ref().map(|(_, row)| row), PAGE).await?;
            let same = |(one, other): (&Row, &Row)| same_row(&in_order(one, &order), other.values());
            if one.len() != other.len() || !one.iter().zip(&other).all(same) {
                return Err(differs(&table.name));
            }
            done += one.len() as u64;
            match (one.into_iter().next_back(), other.into_iter().next_back()) {
                (Some(one), Some(other)) => last = Some((one, other)),
                _ => break,
            }
        }
        if done != of {
            return Err(differs(&table.name));
        }
    }
    Ok(())
}

fn differs(what: &str) -> Error {
    Error::new(&DIFFERS).with("what", what)
}

/// Places of a table's columns in another's row of the same table: migrations may have added them in another order.
fn order(table: &Table, target: &Table) -> Result<Vec<usize>> {
    let place = |name: &str| table.columns.iter().position(|column| column.name == name);
    let order: Option<Vec<usize>> = target.columns.iter().map(|column| place(&column.name)).collect();
    order.filter(|order| order.len() == table.columns.len()).ok_or_else(|| differs(&table.name))
}

fn in_order(row: &Row, order: &[usize]) -> Vec<Val> {
    order.iter().map(|place| row.values()[*place].clone()).collect()
}
