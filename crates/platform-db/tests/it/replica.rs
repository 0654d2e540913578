//! A read replica is asked while it keeps up, and never when it does not.

use std::time::Duration;

use platform_db::{Db, PostgresOptions, args};
use testkit::postgres::OwnServer;
use testkit::wait_until;

/// Whether a read that may be stale was answered by the replica.
async fn by_replica(db: &Db) -> bool {
    db.read_stale(|tx| {
        Box::pin(async move { Ok(tx.one("SELECT pg_is_in_recovery()", args![]).await?.get(0)?) })
    })
    .await
    .expect("the store does not answer")
}

async fn count(db: &Db) -> i64 {
    db.read_stale(|tx| {
        Box::pin(async move { Ok(tx.one("SELECT COUNT(*) FROM db_test", args![]).await?.get(0)?) })
    })
    .await
    .expect("the store does not answer")
}

async fn run(db: &Db, sql: &'static str) {
    db.write(move |tx| Box::pin(async move { Ok(tx.batch(sql).await?) }))
        .await
        .expect("the store does not answer");
}

#[tokio::test]
async fn a_replica_is_asked_while_it_keeps_up() {
    if testkit::engines().len() < 2 {
        return;
    }
    let mut primary = OwnServer::start();
    let mut standby = primary.standby();
    let options = PostgresOptions { replica_url: Some(standby.url()), ..PostgresOptions::new(primary.url()) };
    let db = Db::open_postgres(&options).await.expect("the store does not answer");
    run(&db, "CREATE TABLE db_test (id BIGINT PRIMARY KEY)").await;
    wait_until("the replica to be asked", async || by_replica(&db).await).await;
    run(&db, "INSERT INTO db_test (id) VALUES (1)").await;
    wait_until("the replica to have it", async || count(&db).await == 1).await;

    // It stands still: soon nobody asks it any more, and what is written is seen.
    let replica =
        Db::open_postgres(&PostgresOptions::new(standby.url())).await.expect("the store does not answer");
    let pause = |sql: &'static str| replica.read(move |tx| Box::pin(async move { Ok(tx.batch(sql).await?) }));
    pause("SELECT pg_wal_replay_pause()").await.expect("the store does not answer");
    run(&db, "INSERT INTO db_test (id) VALUES (2)").await;
    wait_until("the replica not to be asked", async || !by_replica(&db).await).await;
    assert_eq!(count(&db).await, 2);
    pause("SELECT pg_wal_replay_resume()").await.expect("the store does not answer");
    wait_until("the replica to be asked again", async || by_replica(&db).await).await;

    // It dies: at no moment is a read refused.
    standby.kill();
    assert_eq!(count(&db).await, 2);
    assert!(!by_replica(&db).await);
    standby.run();
    wait_until("the replica to be back", async || by_replica(&db).await).await;
}

#[tokio::test]
async fn a_replica_of_something_else_is_never_asked() {
    if testkit::engines().len() < 2 {
        return;
    }
    let (mut primary, mut stranger) = (OwnServer::start(), OwnServer::start());
    // Far ahead of ours, and nobody's: by its log alone it would be up to date.
    let mut other = stranger.standby();
    let strange = Db::open_postgres(&PostgresOptions::new(stranger.url())).await.expect("it does not answer");
    run(&strange, "CREATE TABLE db_test (id BIGINT PRIMARY KEY); INSERT INTO db_test (id) SELECT generate_series(1, 50000)")
        .await;
    let options = PostgresOptions { replica_url: Some(other.url()), ..PostgresOptions::new(primary.url()) };
    let db = Db::open_postgres(&options).await.expect("the store does not answer");
    for _ in 0..20 {
        assert!(!by_replica(&db).await, "a stranger was asked");
        testkit::for_a_while(Duration::from_millis(100)).await;
    }
    other.kill();
    stranger.kill();
    primary.kill();
}
