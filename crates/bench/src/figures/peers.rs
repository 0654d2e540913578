//! The same groups on other servers, in the same run and from the same generator: what the figures of
//! [`super::fanout`] are held against.

use super::fanout::{SIZES, phases};
use crate::Result;
use crate::peers::ejabberd::Ejabberd;
use crate::table::Table;

pub(super) async fn measure(table: &mut Table) -> Result<()> {
    for archive in [false, true] {
        let name =
            if archive { "ejabberd with its archive in PostgreSQL" } else { "ejabberd without an archive" };
        for size in SIZES {
            // One server a size: what a room of a thousand leaves behind is not measured with the next.
            let server = Ejabberd::start(archive).await?;
            let (room, mut sender) = server.room(size).await?;
            phases(&room, &mut sender, &server.processes(), name, table).await?;
        }
    }
    Ok(())
}
