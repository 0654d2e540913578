//! What is measured, one figure a file.

mod cluster;
mod connections;
pub(crate) mod fanout;
mod hour;
mod import;
mod live;
mod messages;
mod peers;
mod posts;
mod rest;
mod search;

use clap::ValueEnum;

use crate::office::Office;
use crate::table::Table;
use crate::{Options, Result};

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// Start and memory of an office nobody uses; size of the program.
    Rest,
    /// A table of everybody brought in from the command line.
    Import,
    /// Search as one types, and pages of departments.
    Search,
    /// Messages on disk before they are acknowledged.
    Posts,
    /// From sending a message until the other side has it.
    Live,
    /// Messages to groups whose members are all there.
    Fanout,
    /// Search in a million messages, which are written first: some minutes.
    Messages,
    /// Start and memory after an hour of load, which it takes.
    Hour,
    /// The same groups on ejabberd, which must be installed.
    Peers,
    /// The same groups in an office of one node and of three, on PostgreSQL and NATS, which must be installed.
    Cluster,
    /// Sockets that are open and silent.
    Connections,
}

impl Figure {
    pub(crate) const ALL: [Self; 7] =
        [Self::Rest, Self::Import, Self::Search, Self::Posts, Self::Live, Self::Fanout, Self::Connections];
}

/// Measures them on one office.
pub(crate) async fn run(options: &Options, figures: &[Figure], table: &mut Table) -> Result<()> {
    eprintln!("an office of {} people …", options.people);
    let mut office = Office::open(&options.program, options.people).await?;
    for figure in figures {
        match figure {
            Figure::Rest => rest::measure(&mut office, options, table).await?,
            Figure::Import => import::measure(&office, options, table)?,
            Figure::Search => search::measure(&office, table).await?,
            Figure::Posts => posts::measure(&office, table).await?,
            Figure::Live => live::measure(&office, table).await?,
            Figure::Fanout => fanout::measure(&office, table).await?,
            Figure::Cluster => cluster::measure(options, table).await?,
            Figure::Messages => messages::measure(&office, options, table).await?,
            Figure::Hour => hour::measure(&mut office, options, table).await?,
            Figure::Peers => peers::measure(table).await?,
            Figure::Connections => connections::measure(&mut office, table).await?,
        }
    }
    Ok(())
}
