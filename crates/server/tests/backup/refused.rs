//! What is no whole backup, and where no office may go: nothing happens, in words.

use std::fs;

use platform_blob::MasterKey;
use platform_db::Engine::{self, Postgres, Sqlite};
use server::backup::error;

use crate::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_cut_altered_or_something_else() {
    let old = House::new(Sqlite);
    drop(old.settle().await);
    let path = old.back_up(old.beside("whole.backup")).await.unwrap().path;
    let whole = fs::read(&path).unwrap();
    let bad = old.beside("bad.backup");
    for something in [&b""[..], b"PK\x03\x04", b"not a backup at all", &[0; 5_000]] {
        fs::write(&bad, something).unwrap();
        let failure = House::new(Sqlite).restore(&bad).await.unwrap_err();
        assert!(failure.is(&error::NOT_A_BACKUP), "{failure:?}");
    }
    let failure = House::new(Sqlite).restore(old.beside("nothing")).await.unwrap_err();
    assert!(failure.is(&error::READ_FAILED), "{failure:?}");
    for tenth in 1..=10 {
        fs::write(&bad, &whole[..whole.len() * tenth / 10 - 1]).unwrap();
        let house = House::new(Sqlite);
        let failure = house.restore(&bad).await.unwrap_err();
        assert!(failure.is(&error::DAMAGED), "{failure:?}");
        assert!(house.is_untouched().await);
    }
    // A prime step, so that parts, names and the list at the end are all hit.
    let mut found = 0;
    for place in (46..whole.len()).step_by(whole.len() / 37) {
        let mut altered = whole.clone();
        altered[place] ^= 0x10;
        fs::write(&bad, &altered).unwrap();
        let house = House::new(Sqlite);
        match house.restore(&bad).await {
            Err(failure) => {
                assert!(failure.is(&error::DAMAGED), "{failure:?}");
                assert!(house.is_untouched().await);
                found += 1;
            }
            // A date or a right of a part, which mean nothing here: what matters is as it was.
            Ok(_) => assert_eq!(house.tables().await, old.tables().await),
        }
    }
    assert!(found > 30, "{found}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_leaves_nothing_in_postgresql() {
    if !testkit::engines().contains(&Postgres) {
        return;
    }
    let old = House::new(Sqlite);
    drop(old.settle().await);
    let path = old.back_up(old.beside("whole.backup")).await.unwrap().path;
    let mut bytes = fs::read(&path).unwrap();
    // Within the file people sent: all rows are in by then.
    let place = bytes.windows(9).position(|window| window == "文件内".as_bytes()).unwrap();
    bytes[place + 1_000] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let house = House::new(Postgres);
    let failure = house.restore(&path).await.unwrap_err();
    assert!(failure.is(&error::DAMAGED), "{failure:?}");
    assert!(house.is_untouched().await);
    bytes[place + 1_000] ^= 1;
    fs::write(&path, &bytes).unwrap();
    house.restore(&path).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_that_is_somebodys() {
    for &engine in testkit::engines() {
        let old = House::new(engine);
        drop(old.settle().await);
        let before = old.tables().await;
        let path = old.back_up(old.beside("whole.backup")).await.unwrap().path;
        let failure = old.restore(&path).await.unwrap_err();
        assert!(failure.is(&error::NOT_EMPTY), "{failure:?}");
        assert_eq!(old.tables().await, before);
        let failure = old.back_up(path.clone()).await.unwrap_err();
        assert!(failure.is(&error::EXISTS), "{failure:?}");

        // One that was only looked at has tables, a key and no organisation.
        let new = House::new(engine);
        drop(new.open().await);
        let failure = new.back_up(new.beside("empty.backup")).await.unwrap_err();
        assert!(failure.is(&error::NO_OFFICE), "{failure:?}");
        new.restore(&path).await.unwrap();
        assert_eq!(new.tables().await["people_users"], before["people_users"]);

        // Files of somebody else's.
        let third = House::new(engine);
        let stray = third.config.data.dir.join("blobs/objects/00");
        fs::create_dir_all(&stray).unwrap();
        fs::write(stray.join("17"), "x").unwrap();
        let failure = third.restore(&path).await.unwrap_err();
        assert!(failure.is(&error::NOT_EMPTY), "{failure:?}");
        assert_eq!(fs::read(stray.join("17")).unwrap(), b"x");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_master_key() {
    let key = MasterKey::generate().unwrap();
    let old = House::with_key(Sqlite, &key);
    drop(old.settle().await);
    let path = old.back_up(old.beside("sealed.backup")).await.unwrap().path;
    let sealed = fs::read(&path).unwrap();
    assert!(sealed.starts_with(platform_blob::ENVELOPE));
    for house in [House::new(Sqlite), House::with_key(Sqlite, &MasterKey::generate().unwrap())] {
        let failure = house.restore(&path).await.unwrap_err();
        assert!(failure.is(&platform_blob::error::KEY_MISSING), "{failure:?}");
        assert!(house.is_untouched().await);
    }
    let house = House::with_key(Sqlite, &key);
    for altered in
        [sealed[..sealed.len() - 1].to_vec(), flipped(&sealed, sealed.len() / 2), flipped(&sealed, 40)]
    {
        fs::write(&path, altered).unwrap();
        let failure = house.restore(&path).await.unwrap_err();
        assert!(failure.is(&error::DAMAGED) || failure.is(&platform_blob::error::KEY_MISSING), "{failure:?}");
        assert!(house.is_untouched().await);
    }
}

fn flipped(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1;
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_the_store_has_lost_is_told_and_the_rest_is_kept() {
    let old = House::new(Engine::Sqlite);
    drop(old.settle().await);
    let objects = old.config.data.dir.join("blobs/objects");
    let folder = fs::read_dir(&objects).unwrap().next().unwrap().unwrap().path();
    fs::remove_dir_all(folder).unwrap();
    let taken = old.back_up(old.beside("less.backup")).await.unwrap();
    assert_eq!(taken.missing.len(), 1, "{taken:?}");
    let house = House::new(Sqlite);
    let restored = house.restore(&taken.path).await.unwrap();
    assert_eq!((restored.missing, restored.objects), (1, Some(0)));
    assert_eq!(house.tables().await, old.tables().await);
}
