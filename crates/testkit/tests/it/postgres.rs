use kernel::Kind;

#[test]
fn a_store_that_went_away_comes_back() {
    testkit::on_postgres(&[], async |store| {
        store.db.ping().await.unwrap();
        store.postgres().unplug();
        assert_eq!(store.db.ping().await.unwrap_err().code().kind, Kind::Unavailable);
        store.postgres().replug();
        testkit::wait_until("the store to answer again", async || store.db.ping().await.is_ok()).await;
    });
}

#[test]
fn many_stores_are_made_at_once() {
    testkit::on_postgres(&[], async |_| {
        let made = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..4).map(|_| scope.spawn(|| testkit::postgres::server().create(&[]))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        let urls: std::collections::HashSet<String> = made.iter().map(|database| database.url()).collect();
        assert_eq!(urls.len(), 4);
    });
}
