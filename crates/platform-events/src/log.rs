//! The log of events.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Clock, Id, Ids, Millis};
use platform_db::{Db, DbError, DbResult, Engine, IntoVal, Row, Tx, args};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::wake::Wakes;

/// Committed events that may wait for the live side. Beyond it live frames are skipped: clients see the gap in the
/// sequence and ask for what they missed.
const LIVE_QUEUE: usize = 65_536;
/// Events given their places with one look at the log: some hundred kilobytes of memory.
const PLACED_AT_ONCE: u32 = 5_000;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Event {
    /// Id of the event.
    pub id: Id,
    /// The organisation it happened in.
    pub org: Id,
    /// The stream it belongs to: `chat:<id>`, `people`.
    pub stream: String,
    /// Place in the stream, from 1 without gaps.
    pub seq: i64,
    /// `<module>.<noun>.<past participle>.v<n>`.
    pub kind: String,
    /// Who did it; `None` for the office itself.
    pub actor: Option<Id>,
    /// When.
    pub at: Millis,
    /// Ids and small facts. Never what people wrote: that must be erasable.
    pub body: Value,
    /// JSON for live clients, present only in the process that committed it.
    pub live: Option<Arc<str>>,
}

/// An event to be written.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The organisation.
    pub org: Id,
    /// The stream.
    pub stream: String,
    /// Place in the stream when the aggregate's own row keeps the head (updated in the same transaction);
    /// `None` lets the log count.
    pub seq: Option<i64>,
    /// The kind.
    pub kind: &'static str,
    /// Who did it.
    pub actor: Option<Id>,
    /// Ids and small facts.
    pub body: Value,
    /// JSON for live clients; not stored.
    pub live: Option<String>,
}

/// Writes events and tells this process of them.
#[derive(Clone)]
pub struct Events {
    clock: Clock,
    ids: Ids,
    live: mpsc::Sender<Arc<Event>>,
    pub(crate) wakes: Wakes,
    /// Leaves it to a sequencer to give places, whatever the store.
    #[cfg(test)]
    leaves_places: bool,
}

impl Events {
    /// The writer, and the receiver of what this process commits (one task forwards it to live connections).
    #[must_use]
    pub fn new(clock: Clock, ids: Ids) -> (Self, mpsc::Receiver<Arc<Event>>) {
        let (live, committed) = mpsc::channel(LIVE_QUEUE);
        (
            Self {
                clock,
                ids,
                live,
                wakes: Wakes::default(),
                #[cfg(test)]
                leaves_places: false,
            },
            committed,
        )
    }

    /// The same, leaving it to a sequencer to give places, as on PostgreSQL.
    #[cfg(test)]
    pub(crate) fn leaving_places(self) -> Self {
        Self { leaves_places: true, ..self }
    }

    /// The store as far as places go.
    fn placing(&self, tx: &Tx) -> Engine {
        #[cfg(test)]
        if self.leaves_places {
            return Engine::Postgres;
        }
        tx.engine()
    }

    /// Writes an event in the transaction of the change it tells of; returns its place in the stream.
    pub async fn append(&self, tx: &mut Tx, new: NewEvent) -> DbResult<i64> {
        let seq = match new.seq {
            Some(seq) => seq,
            None => {
                tx.one(
                    "INSERT INTO events_streams (stream, last_seq) VALUES ($1, 1)
                     ON CONFLICT (stream) DO UPDATE SET last_seq = events_streams.last_seq + 1 RETURNING last_seq",
                    args![&new.stream],
                )
                .await?
                .get(0)?
            }
        };
        let event = Event {
            id: self.ids.next(),
            org: new.org,
            stream: new.stream,
            seq,
            kind: new.kind.to_owned(),
            actor: new.actor,
            at: self.clock.now(),
            body: new.body,
            live: new.live.map(Arc::from),
        };
        // One writer makes the next place on SQLite certain. On PostgreSQL transactions commit out of order, so
        // places are given afterwards, by whoever holds the sequencer's lease.
        let sql = match self.placing(tx) {
            Engine::Sqlite => {
                "INSERT INTO events_log (id, org_id, stream, seq, pos, kind, actor_id, at, body)
                 VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(pos), 0) + 1 FROM events_log), $5, $6, $7, $8)"
            }
            Engine::Postgres => {
                "INSERT INTO events_log (id, org_id, stream, seq, kind, actor_id, at, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            }
        };
        tx.exec(
            sql,
            args![
                event.id,
                event.org,
                &event.stream,
                seq,
                &event.kind,
                event.actor,
                event.at,
                event.body.to_string()
            ],
        )
        .await?;
        let (live, wakes, engine) = (self.live.clone(), self.wakes.clone(), self.placing(tx));
        tx.after_commit(move || {
            match engine {
                Engine::Sqlite => wakes.event(&event),
                Engine::Postgres => wakes.unplaced(),
            }
            // A full queue skips the live frame only; the row is the truth.
            let _ = live.try_send(Arc::new(event));
        });
        Ok(seq)
    }
}

/// Events of a stream after `after`, oldest first, at most `limit`.
pub async fn read_stream(tx: &mut Tx, stream: &str, after: i64, limit: u32) -> DbResult<Vec<Event>> {
    tx.all(
        "SELECT id, org_id, stream, seq, kind, actor_id, at, body FROM events_log
         WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        args![stream, after, limit],
    )
    .await?
    .iter()
    .map(event)
    .collect()
}

/// Place of the last event of a stream whose head the log keeps; 0 when there is none.
pub async fn stream_head(tx: &mut Tx, stream: &str) -> DbResult<i64> {
    let row = tx.opt("SELECT last_seq FROM events_streams WHERE stream = $1", args![stream]).await?;
    row.map_or(Ok(0), |row| row.get(0))
}

/// Events placed after `pos`, in order, with their places.
pub(crate) async fn read_placed(tx: &mut Tx, pos: i64, limit: u32) -> DbResult<Vec<(i64, Event)>> {
    tx.all(
        "SELECT id, org_id, stream, seq, kind, actor_id, at, body, pos FROM events_log
         WHERE pos > $1 ORDER BY pos LIMIT $2",
        args![pos, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(8)?, event(row)?)))
    .collect()
}

/// Events of a stream between two places, without them, that had no place in the log up to `pos`; the last `limit`.
pub(crate) async fn read_unheard(
    tx: &mut Tx,
    stream: &str,
    (after, before): (i64, i64),
    pos: i64,
    limit: u32,
) -> DbResult<Vec<Event>> {
    let mut events: Vec<Event> = tx
        .all(
            "SELECT id, org_id, stream, seq, kind, actor_id, at, body FROM events_log
             WHERE stream = $1 AND seq > $2 AND seq < $3 AND (pos IS NULL OR pos > $4) ORDER BY seq DESC LIMIT $5",
            args![stream, after, before, pos, limit],
        )
        .await?
        .iter()
        .map(event)
        .collect::<DbResult<_>>()?;
    events.reverse();
    Ok(events)
}

/// Places after `pos`, in order: place, stream, place in the stream.
pub(crate) async fn read_heads(tx: &mut Tx, pos: i64, limit: u32) -> DbResult<Vec<(i64, String, i64)>> {
    tx.all("SELECT pos, stream, seq FROM events_log WHERE pos > $1 ORDER BY pos LIMIT $2", args![pos, limit])
        .await?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// The last place given; 0 when there is none.
pub(crate) async fn last_place(tx: &mut Tx) -> DbResult<i64> {
    tx.one("SELECT COALESCE(MAX(pos), 0) FROM events_log", args![]).await?.get(0)
}

/// How far each stream is that has events without a place, at most `limit` streams.
pub(crate) async fn read_unplaced_heads(tx: &mut Tx, limit: usize) -> DbResult<Vec<(String, i64)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.all("SELECT stream, MAX(seq) FROM events_log WHERE pos IS NULL GROUP BY stream LIMIT $1", args![limit])
        .await?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Events by their ids; what is not there is left out.
pub(crate) async fn read_by_ids(tx: &mut Tx, ids: &[Id]) -> DbResult<Vec<Event>> {
    let mut found = Vec::with_capacity(ids.len());
    // Lists of few lengths, so that few statements are kept prepared.
    for ids in ids.chunks(64) {
        let length = ids.len().next_power_of_two();
        let places: Vec<String> = (1..=length).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT id, org_id, stream, seq, kind, actor_id, at, body FROM events_log WHERE id IN ({})",
            places.join(", ")
        );
        let last = ids.last().copied();
        let padded =
            ids.iter().copied().chain(std::iter::repeat_n(last.unwrap_or_default(), length - ids.len()));
        for row in tx.all_kept(&sql, padded.map(IntoVal::into_val).collect()).await? {
            found.push(event(&row)?);
        }
    }
    Ok(found)
}

/// The oldest events without a place. Ids come from the clocks of the nodes, so an event may have a smaller id than one
/// before it in its stream: with an event come all before it in its stream, even beyond the limit.
const UNPLACED: &str =
    "WITH oldest AS (SELECT stream, seq FROM events_log WHERE pos IS NULL ORDER BY id LIMIT $1),
   heads AS (SELECT stream, MAX(seq) AS seq FROM oldest GROUP BY stream)
 SELECT events_log.id, events_log.stream, events_log.seq, events_log.kind,
   (SELECT COALESCE(MAX(pos), 0) FROM events_log) AS last FROM events_log
 JOIN heads ON heads.stream = events_log.stream AND events_log.seq <= heads.seq
 WHERE events_log.pos IS NULL ORDER BY events_log.id";

/// Events that get their places in one statement; these lengths and no others, so that the statements stay prepared.
const PLACED_TOGETHER: [usize; 4] = [128, 32, 8, 1];

/// Gives places to the events committed since (PostgreSQL only); their kinds.
pub(crate) async fn place(db: &Db, limit: u32) -> kernel::Result<Placed> {
    db.write(move |tx| Box::pin(async move { place_some(tx, limit).await })).await
}

/// Gives a place to every event that has none. Only PostgreSQL leaves any; on SQLite nobody looks for them, so that a
/// store filled from elsewhere must have them before it is opened.
pub async fn place_all(tx: &mut Tx) -> kernel::Result<()> {
    while place_some(tx, PLACED_AT_ONCE).await?.is_full {}
    Ok(())
}

/// What was given places.
#[derive(Default)]
pub(crate) struct Placed {
    /// The kinds of the events, each once.
    pub(crate) kinds: Vec<String>,
    /// Whether there may be more.
    pub(crate) is_full: bool,
}

async fn place_some(tx: &mut Tx, limit: u32) -> kernel::Result<Placed> {
    let (mut rows, mut kinds): (Vec<(i64, String, i64)>, Vec<String>) = (Vec::new(), Vec::new());
    let mut last = 0;
    for row in tx.all(UNPLACED, args![limit]).await? {
        rows.push((row.get(0)?, row.get(1)?, row.get(2)?));
        kinds.push(row.get(3)?);
        last = row.get(4)?;
    }
    if rows.is_empty() {
        return Ok(Placed::default());
    }
    let is_full = rows.len() as u64 >= u64::from(limit);
    // Ids of two nodes may disagree with the order within a stream; seq does not.
    put_streams_in_order(&mut rows, |(_, stream, seq)| (stream, *seq));
    let placed: Vec<(i64, i64)> = rows.into_iter().map(|(id, _, _)| id).zip(last + 1..).collect();
    let mut left = &placed[..];
    for length in PLACED_TOGETHER {
        while let Some((now, rest)) = left.split_at_checked(length) {
            let values: Vec<String> = (0..length)
                .map(|n| format!("(CAST(${} AS BIGINT), CAST(${} AS BIGINT))", 2 * n + 1, 2 * n + 2))
                .collect();
            let sql = format!(
                "WITH placed(id, pos) AS (VALUES {}) UPDATE events_log SET pos = placed.pos FROM placed
                 WHERE events_log.id = placed.id AND events_log.pos IS NULL
                 RETURNING events_log.id",
                values.join(", ")
            );
            let args = now.iter().flat_map(|(id, pos)| [id.into_val(), pos.into_val()]).collect();
            if tx.all_kept(&sql, args).await?.len() < length {
                // A sequencer whose lease ran out woke up: what it or we placed must not move.
                return Err(DbError::Unavailable("another node gives places".to_owned()).into());
            }
            left = rest;
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok(Placed { kinds, is_full })
}

/// Keeps each item's slot but hands the slots of one stream out by place. `key` is an item's stream and place.
pub(crate) fn put_streams_in_order<T: Clone>(items: &mut [T], key: impl Fn(&T) -> (&String, i64)) {
    let mut slots: HashMap<&String, Vec<usize>> = HashMap::new();
    for (slot, item) in items.iter().enumerate() {
        slots.entry(key(item).0).or_default().push(slot);
    }
    let is_ordered = |slots: &Vec<usize>| slots.is_sorted_by_key(|slot| key(&items[*slot]).1);
    let mixed: Vec<Vec<usize>> = slots.into_values().filter(|slots| !is_ordered(slots)).collect();
    for slots in mixed {
        let mut members: Vec<T> = slots.iter().map(|slot| items[*slot].clone()).collect();
        members.sort_by_key(|item| key(item).1);
        for (slot, item) in slots.into_iter().zip(members) {
            items[slot] = item;
        }
    }
}

fn event(row: &Row) -> DbResult<Event> {
    let body: String = row.get(7)?;
    Ok(Event {
        id: row.get(0)?,
        org: row.get(1)?,
        stream: row.get(2)?,
        seq: row.get(3)?,
        kind: row.get(4)?,
        actor: row.get(5)?,
        at: row.get(6)?,
        body: serde_json::from_str(&body)
            .map_err(|error| DbError::Shape(format!("the body of an event is not JSON: {error}")))?,
        live: None,
    })
}

#[cfg(test)]
mod tests {
    use super::put_streams_in_order;

    #[test]
    fn clocks_that_disagree_do_not_reorder_a_stream() {
        let row = |id: i64, stream: &str, seq: i64| (id, stream.to_owned(), seq);
        let mut rows = vec![row(1, "a", 2), row(2, "b", 1), row(3, "a", 1), row(4, "b", 2)];
        put_streams_in_order(&mut rows, |(_, stream, seq)| (stream, *seq));
        assert_eq!(rows, vec![row(3, "a", 1), row(2, "b", 1), row(1, "a", 2), row(4, "b", 2)]);
    }
}
