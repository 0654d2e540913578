//! How many bytes people and organisations have.

use std::collections::BTreeMap;

use kernel::{Error, Id, Result};
use platform_db::{DbResult, Tx, args};

use crate::error;
use crate::files::Owner;
use crate::options::Limits;

/// The row of the organisation as a whole.
const ALL: Id = Id(0);

/// Counts bytes in, or fails with the quota they do not fit into.
pub(crate) async fn take(tx: &mut Tx, owner: Owner, bytes: u64, limits: &Limits) -> Result<()> {
    let rows = [
        (owner.user, limits.user_bytes, &error::QUOTA_EXCEEDED),
        (ALL, limits.org_bytes, &error::ORG_QUOTA_EXCEEDED),
    ];
    for (row, max, code) in rows {
        let room = max.map_or(i64::MAX, |max| i64::try_from(max).unwrap_or(i64::MAX));
        let fits = i64::try_from(bytes).is_ok_and(|bytes| bytes <= room);
        let counted = fits
            && tx
                .opt(
                    "INSERT INTO blob_usage (org_id, owner_id, bytes) VALUES ($1, $2, $3)
                     ON CONFLICT (org_id, owner_id) DO UPDATE SET bytes = blob_usage.bytes + excluded.bytes
                     WHERE blob_usage.bytes <= $4 - excluded.bytes RETURNING bytes",
                    args![owner.org, row, bytes as i64, room],
                )
                .await?
                .is_some();
        if !counted {
            let used = used(tx, owner.org, row).await?;
            let max = max.unwrap_or(i64::MAX as u64);
            return Err(Error::new(code)
                .with("max", error::human(max))
                .with("left", error::human(max.saturating_sub(used))));
        }
    }
    Ok(())
}

/// Counts bytes out. Rows that others lock too are locked in the same order as everywhere: people by their ids, then the
/// sum of each organisation.
pub(crate) async fn give_back(tx: &mut Tx, freed: impl IntoIterator<Item = (Owner, u64)>) -> DbResult<()> {
    let (mut people, mut sums) = (BTreeMap::<(Id, Id), u64>::new(), BTreeMap::<(Id, Id), u64>::new());
    for (owner, bytes) in freed {
        *people.entry((owner.org, owner.user)).or_default() += bytes;
        *sums.entry((owner.org, ALL)).or_default() += bytes;
    }
    for ((org, row), bytes) in people.into_iter().chain(sums) {
        tx.exec(
            "UPDATE blob_usage SET bytes = bytes - $3 WHERE org_id = $1 AND owner_id = $2",
            args![org, row, bytes as i64],
        )
        .await?;
    }
    Ok(())
}

/// Bytes of one person.
pub(crate) async fn of_user(tx: &mut Tx, owner: Owner) -> DbResult<u64> {
    used(tx, owner.org, owner.user).await
}

/// Bytes of an organisation.
pub(crate) async fn of_org(tx: &mut Tx, org: Id) -> DbResult<u64> {
    used(tx, org, ALL).await
}

async fn used(tx: &mut Tx, org: Id, row: Id) -> DbResult<u64> {
    let sql = "SELECT bytes FROM blob_usage WHERE org_id = $1 AND owner_id = $2";
    tx.opt(sql, args![org, row]).await?.map_or(Ok(0), |row| row.get(0))
}
