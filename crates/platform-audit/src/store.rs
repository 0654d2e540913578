//! All SQL of the audit log.

use std::collections::HashMap;

use engine_evidence::hash::Hash;
use engine_evidence::tree::NodeId;
use kernel::{Id, Millis};
use platform_db::{DbError, DbResult, Row, Tx, args};

/// An entry as stored.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) place: i64,
    pub(crate) org: Id,
    pub(crate) at: Millis,
    pub(crate) actor: Option<Id>,
    pub(crate) kind: String,
    pub(crate) target: Option<String>,
    pub(crate) commitment: Hash,
    pub(crate) salt: Option<Vec<u8>>,
    pub(crate) payload: Option<String>,
}

/// Nodes asked for in one statement.
const NODES_AT_ONCE: usize = 500;

pub(crate) const COLUMNS: &str = "place, org_id, at, actor_id, kind, target, commitment, salt, payload";

fn hash(bytes: &[u8]) -> DbResult<Hash> {
    Hash::try_from(bytes).map_err(|error| DbError::Shape(error.to_string()))
}

pub(crate) fn stored(row: &Row) -> DbResult<Stored> {
    Ok(Stored {
        place: row.get(0)?,
        org: row.get(1)?,
        at: row.get(2)?,
        actor: row.get(3)?,
        kind: row.get(4)?,
        target: row.get(5)?,
        commitment: hash(&row.get::<Vec<u8>>(6)?)?,
        salt: row.get(7)?,
        payload: row.get(8)?,
    })
}

/// Name and size of the log.
pub(crate) async fn log(tx: &mut Tx) -> DbResult<Option<(String, u64)>> {
    tx.opt("SELECT origin, size FROM audit_log WHERE id = 1", args![])
        .await?
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .transpose()
}

/// Makes the log, unless it is there.
pub(crate) async fn create_log(tx: &mut Tx, origin: &str) -> DbResult<()> {
    tx.exec(
        "INSERT INTO audit_log (id, origin, size) VALUES (1, $1, 0) ON CONFLICT (id) DO NOTHING",
        args![origin],
    )
    .await?;
    Ok(())
}

/// Takes the next place; holds the log until the transaction ends.
pub(crate) async fn take_place(tx: &mut Tx) -> DbResult<i64> {
    let size: i64 =
        tx.one("UPDATE audit_log SET size = size + 1 WHERE id = 1 RETURNING size", args![]).await?.get(0)?;
    Ok(size - 1)
}

/// Reads nodes of the tree; what is not stored is missing in the answer.
pub(crate) async fn nodes(tx: &mut Tx, wanted: &[NodeId]) -> DbResult<HashMap<NodeId, Hash>> {
    let mut found = HashMap::with_capacity(wanted.len());
    for part in wanted.chunks(NODES_AT_ONCE) {
        let places: Vec<String> = (0..part.len())
            .map(|i| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", 2 * i + 1, 2 * i + 2))
            .collect();
        // CROSS JOIN: SQLite then goes from the places to the key, never through all nodes.
        let sql = format!(
            "WITH wanted(level, place) AS (VALUES {})
             SELECT audit_nodes.level, audit_nodes.place, audit_nodes.hash FROM wanted CROSS JOIN audit_nodes
             WHERE audit_nodes.level = wanted.level AND audit_nodes.place = wanted.place",
            places.join(", ")
        );
        let values = part.iter().flat_map(|node| args![i64::from(node.level), node.index as i64]).collect();
        for row in tx.all_dyn(&sql, values).await? {
            let level = u8::try_from(row.get::<i64>(0)?)
                .map_err(|_| DbError::Shape("a level of the audit tree is beyond 255".to_owned()))?;
            found.insert(NodeId { level, index: row.get(1)? }, hash(&row.get::<Vec<u8>>(2)?)?);
        }
    }
    Ok(found)
}

/// Hashes of the first `size` leaves, in order.
pub(crate) async fn leaves(tx: &mut Tx, size: i64) -> DbResult<Vec<Hash>> {
    tx.all("SELECT hash FROM audit_nodes WHERE level = 0 AND place < $1 ORDER BY place LIMIT $1", args![size])
        .await?
        .iter()
        .map(|row| hash(&row.get::<Vec<u8>>(0)?))
        .collect()
}

/// Keeps nodes of the tree.
pub(crate) async fn put_nodes(tx: &mut Tx, nodes: &[(NodeId, Hash)]) -> DbResult<()> {
    for (node, hash) in nodes {
        tx.exec(
            "INSERT INTO audit_nodes (level, place, hash) VALUES ($1, $2, $3)",
            args![i64::from(node.level), node.index as i64, hash.0],
        )
        .await?;
    }
    Ok(())
}

/// Writes an entry.
pub(crate) async fn insert(tx: &mut Tx, entry: &Stored) -> DbResult<()> {
    tx.exec(
        "INSERT INTO audit_entries (place, org_id, at, actor_id, kind, target, commitment, salt, payload)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            entry.place,
            entry.org,
            entry.at,
            entry.actor,
            &entry.kind,
            entry.target.clone(),
            entry.commitment.0,
            entry.salt.clone(),
            entry.payload.clone()
        ],
    )
    .await?;
    Ok(())
}

/// One entry.
pub(crate) async fn find(tx: &mut Tx, org: Id, place: i64) -> DbResult<Option<Stored>> {
    tx.opt(
        "SELECT place, org_id, at, actor_id, kind, target, commitment, salt, payload FROM audit_entries
         WHERE place = $1 AND org_id = $2",
        args![place, org],
    )
    .await?
    .map(|row| stored(&row))
    .transpose()
}

/// Entries of an organisation from a place on.
pub(crate) async fn range(tx: &mut Tx, org: Id, from: i64, to: i64, limit: i64) -> DbResult<Vec<Stored>> {
    tx.all(
        "SELECT place, org_id, at, actor_id, kind, target, commitment, salt, payload FROM audit_entries
         WHERE org_id = $1 AND place >= $2 AND place < $3 ORDER BY place LIMIT $4",
        args![org, from, to, limit],
    )
    .await?
    .iter()
    .map(stored)
    .collect()
}

/// Erases what an entry says, for good; whether there was something.
pub(crate) async fn erase(tx: &mut Tx, org: Id, place: i64) -> DbResult<bool> {
    Ok(tx
        .exec(
            "UPDATE audit_entries SET salt = NULL, payload = NULL
             WHERE place = $1 AND org_id = $2 AND payload IS NOT NULL",
            args![place, org],
        )
        .await?
        > 0)
}

/// The latest signed head.
pub(crate) async fn checkpoint(tx: &mut Tx) -> DbResult<Option<(u64, String)>> {
    tx.opt("SELECT size, note FROM audit_checkpoints ORDER BY size DESC LIMIT 1", args![])
        .await?
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .transpose()
}

/// Keeps a signed head; another node may have kept the same one.
pub(crate) async fn put_checkpoint(tx: &mut Tx, size: u64, note: &str, now: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO audit_checkpoints (size, note, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING",
        args![size as i64, note, now],
    )
    .await?;
    Ok(())
}

/// The signing key: its bytes, and whether they are encrypted.
pub(crate) async fn key(tx: &mut Tx) -> DbResult<Option<(Vec<u8>, bool)>> {
    tx.opt("SELECT secret, sealed FROM audit_keys WHERE id = 1", args![])
        .await?
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .transpose()
}

/// Keeps the signing key, unless there is one.
pub(crate) async fn put_key(
    tx: &mut Tx,
    verifier: &str,
    secret: Vec<u8>,
    sealed: bool,
    now: Millis,
) -> DbResult<()> {
    tx.exec(
        "INSERT INTO audit_keys (id, verifier, secret, sealed, created_at) VALUES (1, $1, $2, $3, $4)
         ON CONFLICT (id) DO NOTHING",
        args![verifier, secret, sealed, now],
    )
    .await?;
    Ok(())
}

/// Encrypts the stored key anew, after the master key changed.
pub(crate) async fn reseal_key(tx: &mut Tx, secret: Vec<u8>) -> DbResult<()> {
    tx.exec("UPDATE audit_keys SET secret = $1, sealed = TRUE WHERE id = 1", args![secret]).await?;
    Ok(())
}
