//! Encryption at rest: nothing lies open, and master keys can be changed.

use kernel::Millis;
use platform_blob::{Blobs, ContentHash, MasterKey, Rewrapped, error};

use crate::support::{ANN, all, body, file, new_upload, noise, run};

const SECRET: &[u8] = b"the salary of the director is not for everyone to read";

fn hash() -> ContentHash {
    ContentHash::of(SECRET)
}

async fn reads(blobs: &Blobs) -> bool {
    all(blobs.get(hash(), None).await).await.is_ok_and(|bytes| bytes == SECRET)
}

#[test]
fn nothing_lies_open() {
    run(async |place| {
        let open = |place: &crate::support::Place| {
            place
                .objects()
                .iter()
                .filter(|object| {
                    std::fs::read(object)
                        .unwrap()
                        .windows(20)
                        .any(|window| SECRET.windows(20).any(|secret| secret == window))
                })
                .count()
        };
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        blobs.put_bytes(SECRET).await.unwrap();
        let upload = blobs.create_upload(new_upload(ANN, "pay.txt", 1_000)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body(SECRET, 10)).await.unwrap();
        assert_eq!((place.objects().len(), open(&place)), (2, 0));
        let plain = place.open(&[]).await;
        plain.put_bytes([SECRET, b"!"].concat()).await.unwrap();
        assert_eq!((place.objects().len(), open(&place)), (3, 1), "the test sees what lies open");
    });
}

#[test]
fn a_new_master_key_takes_over() {
    run(async |place| {
        let (old, new) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        let blobs = place.open(&[&old]).await;
        blobs.put_bytes(SECRET).await.unwrap();
        for seed in 0..120 {
            blobs.put_bytes(noise(seed, 50)).await.unwrap();
        }
        let upload = blobs.create_upload(new_upload(ANN, "a", 2_000)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body(noise(7, 1_000), 100)).await.unwrap();
        let before: Vec<_> = place.objects().iter().map(|object| std::fs::read(object).unwrap()).collect();

        let stranger = place.open(&[&new]).await;
        assert_eq!(stranger.missing_keys().await.unwrap(), [(old.id().to_owned(), 122)]);
        let failure = all(stranger.get(hash(), None).await).await.unwrap_err();
        assert!(failure.is(&error::KEY_MISSING), "{failure}");
        let done = stranger.rewrap().await.unwrap();
        assert_eq!(done, Rewrapped { failed: 122, ..Rewrapped::default() });

        let both = place.open(&[&new, &old]).await;
        assert!(both.missing_keys().await.unwrap().is_empty() && reads(&both).await);
        assert_eq!(both.rewrap().await.unwrap(), Rewrapped { keys: 122, ..Rewrapped::default() });
        assert_eq!(both.rewrap().await.unwrap(), Rewrapped::default(), "nothing is left to do");
        let after: Vec<_> = place.objects().iter().map(|object| std::fs::read(object).unwrap()).collect();
        assert!(before == after, "objects stay as they are");

        let alone = place.open(&[&new]).await;
        assert!(alone.missing_keys().await.unwrap().is_empty() && reads(&alone).await);
        alone.append(ANN, upload.id, 1_000, body(noise(8, 1_000), 100)).await.unwrap();
        let file = alone.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(file.hash, ContentHash::of(&[noise(7, 1_000), noise(8, 1_000)].concat()));
    });
}

#[test]
fn what_lay_open_is_encrypted_once_there_is_a_key() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        assert_eq!(blobs.rewrap().await.unwrap(), Rewrapped::default());
        file(&blobs, ANN, "a", SECRET).await.unwrap();
        file(&blobs, ANN, "big", noise(1, 2_500_000)).await.unwrap();
        file(&blobs, ANN, "empty", "").await.unwrap();

        let key = MasterKey::generate().unwrap();
        let sealing = place.open(&[&key]).await;
        assert_eq!(sealing.rewrap().await.unwrap(), Rewrapped { sealed: 3, ..Rewrapped::default() });
        assert!(reads(&sealing).await && !reads(&blobs).await);
        // Whoever looked a content up just before may still read the old object.
        assert_eq!((place.objects().len(), sealing.sweep().await.unwrap().objects), (6, 0));
        place.store.clock.advance(Millis::DAY);
        assert_eq!((sealing.sweep().await.unwrap().objects, place.objects().len()), (3, 3));
        sealing.verify(ContentHash::of(&noise(1, 2_500_000))).await.unwrap();
    });
}

#[test]
fn a_damaged_content_does_not_stop_the_others() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        blobs.put_bytes(SECRET).await.unwrap();
        let object = place.object();
        blobs.put_bytes(noise(1, 100)).await.unwrap();
        std::fs::write(object, [SECRET, b"?"].concat()).unwrap();
        let sealing = place.open(&[&MasterKey::generate().unwrap()]).await;
        // One byte more than was written does no harm: the content is there.
        assert_eq!(sealing.rewrap().await.unwrap(), Rewrapped { sealed: 2, ..Rewrapped::default() });

        blobs.put_bytes(noise(2, 100)).await.unwrap();
        let newest =
            place.objects().into_iter().max_by_key(|object| object.file_name().unwrap().to_owned()).unwrap();
        std::fs::write(newest, noise(3, 100)).unwrap();
        assert_eq!(sealing.rewrap().await.unwrap(), Rewrapped { failed: 1, ..Rewrapped::default() });
    });
}
