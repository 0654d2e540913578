//! The same groups in an office of one node and of three, on PostgreSQL, with NATS between the three.

use testkit::nats::Nats;
use testkit::postgres::OwnServer;

use super::fanout::{phases, room_of};
use crate::office::Nodes;
use crate::process::Tree;
use crate::table::Table;
use crate::{Options, Result};

/// Members of the groups.
const SIZES: [usize; 2] = [50, 200];

pub(super) async fn measure(options: &Options, table: &mut Table) -> Result<()> {
    let (postgres, nats) = (OwnServer::start(), Nats::start());
    let mut settings = vec![format!("database.url={}", postgres.url())];
    for count in [1, 3] {
        if count > 1 {
            settings.push(format!("nats.url={}", nats.url()));
        }
        let nodes = Nodes::open(&options.program, &settings, options.people, count).await?;
        let mut all: Vec<u32> = nodes.processes.iter().map(|process| process.id()).collect();
        all.extend(postgres.id());
        all.extend(nats.id());
        for size in SIZES {
            let mut clients = Vec::with_capacity(size);
            for at in 0..size {
                clients.push(nodes.client(at).await?);
            }
            let (room, mut sender) = room_of(&clients).await?;
            let name = if count == 1 { "one node on PostgreSQL" } else { "three nodes on PostgreSQL" };
            phases(&room, &mut sender, &Tree(all.clone()), name, table).await?;
        }
    }
    Ok(())
}
