//! What tells the nodes of one office from those of another.

use kernel::{Id, Ids, Result};
use platform_db::{Db, Tx, args};

/// What the nodes of this office talk under; made when it is asked for first.
pub async fn office_id(db: &Db, ids: &Ids) -> Result<Id> {
    let new = ids.next();
    db.write(move |tx| {
        Box::pin(async move {
            tx.exec(
                "INSERT INTO events_bus (one, id) VALUES (1, $1) ON CONFLICT (one) DO NOTHING",
                args![new],
            )
            .await?;
            Ok(tx.one("SELECT id FROM events_bus WHERE one = 1", args![]).await?.get(0)?)
        })
    })
    .await
}

/// Makes a copy of an office one of its own: its nodes do not talk to those of the first, and nobody holds anything.
pub async fn begin_anew(tx: &mut Tx) -> Result<()> {
    tx.exec("DELETE FROM events_bus", args![]).await?;
    tx.exec("DELETE FROM events_leases", args![]).await?;
    Ok(())
}
