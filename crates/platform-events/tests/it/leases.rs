use platform_events::{Lease, MIGRATIONS, acquire_lease, release_lease};
use testkit::Store;

const TTL: i64 = 10_000;

async fn acquire(store: &Store, owner: &str) -> Option<Lease> {
    acquire_lease(&store.db, &store.clock, "thing", owner, TTL).await.expect("leases can be asked for")
}

async fn fence(store: &Store, owner: &str) -> Option<i64> {
    acquire(store, owner).await.map(|lease| lease.fence)
}

#[test]
fn a_lease_has_one_owner_and_its_fence_grows_with_each() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let first = acquire(&store, "a").await.unwrap();
        assert_eq!((first.fence, first.until), (1, store.clock.now().plus(TTL)));
        assert_eq!(fence(&store, "b").await, None);

        // Renewed, it is the same hold.
        store.clock.advance(TTL - 1);
        assert_eq!(fence(&store, "a").await, Some(1));
        store.clock.advance(TTL);
        assert_eq!(fence(&store, "b").await, None, "it holds to its last moment");
        store.clock.advance(1);
        assert_eq!(fence(&store, "b").await, Some(2));
        assert_eq!(fence(&store, "a").await, None);

        release_lease(&store.db, "thing", "a").await.unwrap();
        assert_eq!(fence(&store, "a").await, None, "only the owner gives it back");
        release_lease(&store.db, "thing", "b").await.unwrap();
        assert_eq!(fence(&store, "a").await, Some(3));
    });
}

#[test]
fn of_many_who_ask_at_once_one_gets_it() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let store = std::sync::Arc::new(store);
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let store = std::sync::Arc::clone(&store);
                tokio::spawn(async move { fence(&store, &format!("node {n}")).await })
            })
            .collect();
        let mut held = Vec::new();
        for task in tasks {
            held.extend(task.await.unwrap());
        }
        assert_eq!(held, [1]);
    });
}
