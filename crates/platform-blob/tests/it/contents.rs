//! Contents: what is put is got, whole or in ranges; what was changed in the store is noticed.

use std::ops::Range;

use futures_util::stream;
use platform_blob::{BlobOptions, Blobs, ContentHash, Limits, MasterKey, error};
use platform_db::Engine;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::Store;

use crate::support::{ANN, FRAME, MIGRATIONS, Place, all, body, broken, file, noise, run};

async fn put_is_got(blobs: &Blobs) {
    for (seed, size) in [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3_000_000].into_iter().enumerate() {
        let bytes = noise(seed as u64, size);
        let blob = blobs.put(body(bytes.clone(), 7_777)).await.unwrap();
        assert_eq!((blob.size, blob.hash), (size as u64, ContentHash::of(&bytes)));
        let content = blobs.get(blob.hash, None).await.unwrap();
        assert_eq!((content.size, content.range.clone()), (size as u64, 0..size as u64));
        assert_eq!(all(Ok(content)).await.unwrap(), bytes, "{size}");
        blobs.verify(blob.hash).await.unwrap();
    }
}

#[test]
fn what_is_put_is_got() {
    run(async |place| put_is_got(&place.open(&[]).await).await);
}

#[test]
fn what_is_put_sealed_is_got() {
    run(async |place| {
        let key = MasterKey::generate().unwrap();
        put_is_got(&place.open(&[&key]).await).await;
        let stranger = place.open(&[]).await;
        let empty = stranger.get(ContentHash::of(b""), None).await;
        assert!(empty.err().unwrap().is(&error::KEY_MISSING), "even the empty content is sealed");
    });
}

/// Sizes and places near the borders of frames.
fn near_a_border() -> impl Strategy<Value = usize> {
    (0..4_usize, -20..20_i64).prop_map(|(frames, off)| (frames * FRAME).saturating_add_signed(off as isize))
}

#[test]
fn any_range_of_any_size_is_got() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // A place for each: in one, what the other stored before would be found and not stored again.
    let (plain, sealed, _places) = runtime.block_on(async {
        let places =
            [Store::open(Engine::Sqlite, MIGRATIONS).await, Store::open(Engine::Sqlite, MIGRATIONS).await];
        let places = places.map(|store| Place { store });
        let sealed = places[1].open(&[&MasterKey::generate().unwrap()]).await;
        (places[0].open(&[]).await, sealed, places)
    });
    let case = (near_a_border(), near_a_border(), near_a_border(), 1..200_000_usize, any::<u64>());
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    runner
        .run(&case, |(size, a, b, step, seed)| {
            let wanted = a.min(b).min(size)..a.max(b);
            let bytes = noise(seed, size);
            for blobs in [&plain, &sealed] {
                let got = runtime.block_on(async {
                    let blob = blobs.put(body(bytes.clone(), step)).await.unwrap();
                    all(blobs.get(blob.hash, wanted.start as u64..wanted.end as u64).await).await.unwrap()
                });
                prop_assert_eq!(&got[..], &bytes[wanted.start..wanted.end.min(size)]);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_same_content_is_stored_once() {
    run(async |place| {
        let key = MasterKey::generate().unwrap();
        let blobs = place.open(&[&key]).await;
        let bytes = noise(1, 100_000);
        let first = blobs.put(body(bytes.clone(), 999)).await.unwrap();
        let object = place.object();
        let again = blobs.put(body(bytes.clone(), 5_000)).await.unwrap();
        assert_eq!((first, place.object()), (again, object));
        let (a, b) = (
            file(&blobs, ANN, "a", bytes.clone()).await.unwrap(),
            file(&blobs, ANN, "b", bytes).await.unwrap(),
        );
        assert_eq!(a.hash, b.hash);
        assert_eq!(place.objects().len(), 1);
    });
}

#[test]
fn many_at_once_store_it_once() {
    run(async |place| {
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        let bytes = noise(2, 300_000);
        let puts = (1..=8).map(|i| blobs.put(body(bytes.clone(), i * 1_000)));
        for blob in futures_util::future::join_all(puts).await {
            assert_eq!(all(blobs.get(blob.unwrap().hash, None).await).await.unwrap(), bytes);
        }
        assert_eq!(place.objects().len(), 1);
    });
}

#[test]
fn a_stream_that_breaks_off_leaves_nothing() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        for size in [10, 3_000_000] {
            let failure = blobs.put(broken(noise(3, size))).await.unwrap_err();
            assert!(failure.is(&error::INTERRUPTED), "{failure}");
            assert_eq!(place.objects(), Vec::<std::path::PathBuf>::new());
        }
    });
}

#[test]
fn what_is_too_large_is_refused() {
    run(async |place| {
        let blobs = place.open_limited(&[], Limits { file_bytes: 1_000, ..Limits::default() }).await;
        blobs.put_bytes(noise(4, 1_000)).await.unwrap();
        let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(noise(5, 100)));
        let failure = blobs.put(endless).await.unwrap_err();
        assert!(failure.is(&error::TOO_LARGE), "{failure}");
        assert_eq!(place.objects().len(), 1);
        let hash = ContentHash::of(&noise(4, 1_000));
        let content = blobs.get(hash, None).await.unwrap();
        assert!(content.into_bytes(999).await.unwrap_err().is(&error::TOO_LARGE));
    });
}

#[test]
fn ranges_outside_are_refused() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let hash = blobs.put_bytes("0123456789").await.unwrap().hash;
        let get = async |range: Range<u64>| all(blobs.get(hash, range).await).await;
        assert_eq!(get(3..5).await.unwrap(), "34");
        assert_eq!(get(8..100).await.unwrap(), "89");
        assert_eq!(get(10..20).await.unwrap(), "");
        for range in [11..12, Range { start: 5, end: 4 }] {
            assert!(get(range).await.unwrap_err().is(&error::OUT_OF_RANGE));
        }
        let unknown = blobs.get(ContentHash::of(b"?"), None).await.err().unwrap();
        assert!(unknown.is(&error::NOT_FOUND));
    });
}

async fn is_damaged(blobs: &Blobs, hash: ContentHash, range: Range<u64>) -> bool {
    all(blobs.get(hash, range).await).await.is_err_and(|failure| failure.is(&error::DAMAGED))
}

#[test]
fn a_changed_object_is_noticed() {
    run(async |place| {
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        let size = 3 * FRAME as u64;
        let hash = blobs.put_bytes(noise(6, size as usize)).await.unwrap().hash;
        let object = place.object();
        let written = std::fs::read(&object).unwrap();
        assert_eq!(written.len() as u64, size + 3 * 16);

        let mut flipped = written.clone();
        flipped[FRAME + 16 + 5] ^= 0x40;
        std::fs::write(&object, &flipped).unwrap();
        assert!(is_damaged(&blobs, hash, 0..size).await);
        assert!(is_damaged(&blobs, hash, size / 2..size / 2 + 1).await);
        assert!(blobs.verify(hash).await.unwrap_err().is(&error::DAMAGED));
        let sound = all(blobs.get(hash, 0..100).await).await.unwrap();
        assert_eq!(sound, noise(6, size as usize)[..100], "the frames before are sound");

        for kept in [written.len() - 1, 2 * (FRAME + 16), 100, 0] {
            std::fs::write(&object, &written[..kept]).unwrap();
            assert!(is_damaged(&blobs, hash, 0..size).await, "{kept} bytes left");
        }
        std::fs::remove_file(&object).unwrap();
        assert!(is_damaged(&blobs, hash, 0..size).await);
        std::fs::write(&object, &written).unwrap();
        blobs.verify(hash).await.unwrap();
    });
}

#[test]
fn objects_that_changed_places_are_noticed() {
    run(async |place| {
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        let a = blobs.put_bytes(noise(7, 1_000)).await.unwrap().hash;
        let first = place.object();
        let b = blobs.put_bytes(noise(8, 1_000)).await.unwrap().hash;
        let second = place.objects().into_iter().find(|object| *object != first).unwrap();
        let aside = first.with_extension("aside");
        std::fs::rename(&first, &aside).unwrap();
        std::fs::rename(&second, &first).unwrap();
        std::fs::rename(&aside, &second).unwrap();
        assert!(is_damaged(&blobs, a, 0..1_000).await && is_damaged(&blobs, b, 0..1_000).await);
    });
}

#[test]
fn what_is_not_encrypted_is_checked_too() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let hash = blobs.put_bytes(noise(9, 1_000)).await.unwrap().hash;
        let object = place.object();
        std::fs::write(&object, &noise(9, 1_000)[..999]).unwrap();
        assert!(is_damaged(&blobs, hash, 0..1_000).await);
        assert!(!is_damaged(&blobs, hash, 0..999).await);
        std::fs::write(&object, noise(10, 1_000)).unwrap();
        assert!(blobs.verify(hash).await.unwrap_err().is(&error::DAMAGED));
    });
}

#[test]
fn a_store_that_works_passes_the_check() {
    run(async |place| {
        place.open(&[]).await.check().await.unwrap();
        assert_eq!(place.objects().len(), 0);
    });
}

#[test]
fn a_folder_that_cannot_be_made_says_so() {
    run(async |place| {
        let file = place.store.folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let store = &place.store;
        let opened = Blobs::open(
            BlobOptions::folder(file.join("below")),
            store.db.clone(),
            store.clock.clone(),
            store.ids.clone(),
        );
        assert!(opened.await.err().unwrap().is(&error::BAD_STORE));
    });
}
