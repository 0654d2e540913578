//! Files.

use kernel::Id;
use platform_db::{DbError, DbResult, Row, Tx, Val, args};

use crate::files::{File, FileKind, Owner, Thumbs};
use crate::hash::ContentHash;

/// Ids in one statement; lists are padded to a power of two so that few statements differ.
const AT_ONCE: usize = 256;

macro_rules! columns {
    () => {
        "id, org_id, owner_id, name, size, content_type, kind, hash, width, height, thumb, thumb_small, thumb_medium, created_at"
    };
}

pub(crate) async fn insert(tx: &mut Tx, file: &File) -> DbResult<()> {
    let (thumb, small, medium) = thumb_columns(&file.thumbs);
    tx.exec(
        concat!(
            "INSERT INTO blob_files (",
            columns!(),
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        ),
        args![
            file.id,
            file.owner.org,
            file.owner.user,
            &file.name,
            file.size as i64,
            &file.content_type,
            file.kind.as_str(),
            file.hash,
            file.width,
            file.height,
            thumb,
            small,
            medium,
            file.created_at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx, id: Id) -> DbResult<Option<File>> {
    let sql = concat!("SELECT ", columns!(), " FROM blob_files WHERE id = $1");
    tx.opt(sql, args![id]).await?.as_ref().map(file).transpose()
}

/// The files of these ids that exist, in no particular order.
pub(crate) async fn find_all(tx: &mut Tx, ids: &[Id]) -> DbResult<Vec<File>> {
    let mut files = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let count = ids.len().next_power_of_two();
        let places: Vec<String> = (1..=count).map(|i| format!("${i}")).collect();
        let sql =
            format!(concat!("SELECT ", columns!(), " FROM blob_files WHERE id IN ({})"), places.join(", "));
        let padded: Vec<Val> = (0..count).map(|i| Val::Int(ids[i.min(ids.len() - 1)].0)).collect();
        for row in tx.all_dyn(&sql, padded).await? {
            files.push(file(&row)?);
        }
    }
    Ok(files)
}

pub(crate) async fn remove(tx: &mut Tx, id: Id) -> DbResult<Option<File>> {
    let sql = concat!("DELETE FROM blob_files WHERE id = $1 RETURNING ", columns!());
    tx.opt(sql, args![id]).await?.as_ref().map(file).transpose()
}

/// What is known of the thumbnails of a content from a file that has it already.
pub(crate) async fn thumbs_of(tx: &mut Tx, hash: ContentHash) -> DbResult<Option<Thumbs>> {
    let sql =
        "SELECT thumb, thumb_small, thumb_medium FROM blob_files WHERE hash = $1 AND thumb = 'ready' LIMIT 1";
    tx.opt(sql, args![hash]).await?.as_ref().map(|row| thumbs(row, 0)).transpose()
}

/// Notes how making thumbnails of a content ended, for all files that wait for it; how many did.
pub(crate) async fn settle_thumbs(tx: &mut Tx, hash: ContentHash, made: &Thumbs) -> DbResult<u64> {
    let (thumb, small, medium) = thumb_columns(made);
    tx.exec(
        "UPDATE blob_files SET thumb = $2, thumb_small = $3, thumb_medium = $4 WHERE hash = $1 AND thumb = 'pending'",
        args![hash, thumb, small, medium],
    )
    .await
}

fn file(row: &Row) -> DbResult<File> {
    let kind: String = row.get(6)?;
    Ok(File {
        id: row.get(0)?,
        owner: Owner { org: row.get(1)?, user: row.get(2)? },
        name: row.get(3)?,
        size: row.get(4)?,
        content_type: row.get(5)?,
        kind: FileKind::parse(&kind).ok_or_else(|| DbError::Shape(format!("no kind of file is {kind}")))?,
        hash: row.get(7)?,
        width: row.get(8)?,
        height: row.get(9)?,
        thumbs: thumbs(row, 10)?,
        created_at: row.get(13)?,
    })
}

fn thumbs(row: &Row, i: usize) -> DbResult<Thumbs> {
    let state: String = row.get(i)?;
    let (small, medium): (Option<ContentHash>, Option<ContentHash>) = (row.get(i + 1)?, row.get(i + 2)?);
    match (state.as_str(), small, medium) {
        ("none", ..) => Ok(Thumbs::None),
        ("pending", ..) => Ok(Thumbs::Pending),
        ("ready", Some(small), Some(medium)) => Ok(Thumbs::Ready { small, medium }),
        _ => Err(DbError::Shape(format!("thumbnails cannot be {state} like this"))),
    }
}

fn thumb_columns(thumbs: &Thumbs) -> (&'static str, Option<ContentHash>, Option<ContentHash>) {
    match thumbs {
        Thumbs::None => ("none", None, None),
        Thumbs::Pending => ("pending", None, None),
        Thumbs::Ready { small, medium } => ("ready", Some(*small), Some(*medium)),
    }
}
