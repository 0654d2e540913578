//! Whether a piece of work has changed the store.

use std::cell::Cell;

tokio::task_local! {
    static WROTE: Cell<bool>;
}

/// Does the work; also whether a transaction of it was committed, or may have been. What it does in tasks of its own is
/// not seen.
pub async fn noting_writes<T>(work: impl Future<Output = T>) -> (T, bool) {
    WROTE.scope(Cell::new(false), async { (work.await, WROTE.with(Cell::get)) }).await
}

/// Notes that the work of this task changed the store.
pub(crate) fn note() {
    // Nobody asks outside of such a work.
    let _ = WROTE.try_with(|wrote| wrote.set(true));
}
