use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn waiting_ends_when_the_condition_holds() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let looks = AtomicU32::new(0);
    runtime.block_on(testkit::wait_until("three looks", async || looks.fetch_add(1, Ordering::SeqCst) == 2));
    assert_eq!(looks.load(Ordering::SeqCst), 3);
}
