//! Uploads: in pieces, with breaks, never a byte lost or mixed.

use std::io;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use kernel::{Id, Millis, Result};
use platform_blob::{
    Blobs, ContentHash, File, Limits, MasterKey, NewUpload, PART_BYTES, UPLOAD_LIFE_MS, Usage, error,
};
use tokio::sync::mpsc;

use crate::support::{ANN, BOB, all, body, broken, file, new_upload, noise, offset, param, run};

async fn read(blobs: &Blobs, file: &File) -> Bytes {
    all(blobs.content(file, None).await).await.unwrap()
}

#[test]
fn one_piece_becomes_a_file() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let bytes = noise(1, 300_000);
        let upload = blobs.create_upload(new_upload(ANN, "dir/报告.bin", 300_000)).await.unwrap();
        assert_eq!((upload.name.as_str(), upload.offset, upload.is_complete()), ("报告.bin", 0, false));
        let upload = blobs.append(ANN, upload.id, 0, body(bytes.clone(), 4_000)).await.unwrap();
        assert!(upload.is_complete());
        let part = place.object();
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!((file.name.as_str(), file.size, file.owner), ("报告.bin", 300_000, ANN));
        assert_eq!(read(&blobs, &file).await, bytes);
        assert_eq!(place.object(), part, "a single part is the content; nothing is copied");
        assert_eq!(blobs.upload(ANN, upload.id).await.unwrap().file, Some(file.id));
        assert_eq!(blobs.finish_upload(ANN, upload.id).await.unwrap(), file, "again is the same file");
    });
}

#[test]
fn pieces_of_any_size_come_together() {
    run(async |place| {
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        let size = 2 * PART_BYTES as usize + 12_345;
        let bytes = noise(2, size);
        let upload = blobs.create_upload(new_upload(ANN, "a", size as u64)).await.unwrap();
        let mut at = 0;
        for len in [1, 65_536, 999_999, PART_BYTES as usize, size] {
            let end = size.min(at + len);
            let upload =
                blobs.append(ANN, upload.id, at as u64, body(bytes.slice(at..end), 50_000)).await.unwrap();
            assert_eq!(upload.offset, end as u64);
            at = end;
        }
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(read(&blobs, &file).await, bytes);
        blobs.sweep().await.unwrap();
        assert_eq!(place.objects().len(), 1, "the parts are gone");
    });
}

#[test]
fn an_empty_file_is_a_file() {
    run(async |place| {
        for (i, keys) in [vec![], vec![&MasterKey::generate().unwrap()]].into_iter().enumerate() {
            let blobs = place.open(&keys).await;
            let upload = blobs.create_upload(new_upload(ANN, &format!("{i}.txt"), 0)).await.unwrap();
            let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
            assert_eq!((file.size, file.content_type.as_str()), (0, "text/plain"));
            assert_eq!(read(&blobs, &file).await, "");
        }
    });
}

#[test]
fn a_break_keeps_what_arrived() {
    run(async |place| {
        let key = MasterKey::generate().unwrap();
        let blobs = place.open(&[&key]).await;
        let size = PART_BYTES as usize + 100_000;
        let bytes = noise(3, size);
        let upload = blobs.create_upload(new_upload(ANN, "a", size as u64)).await.unwrap();
        let failure = blobs.append(ANN, upload.id, 0, broken(bytes.slice(..70_001))).await.unwrap_err();
        assert!(failure.is(&error::INTERRUPTED));
        assert_eq!(param(&failure, "offset"), "70001");
        // A break before the first byte, on the border of a part, and after a restart.
        let failure = blobs.append(ANN, upload.id, 70_001, broken("")).await.unwrap_err();
        assert_eq!(param(&failure, "offset"), "70001");
        let border = 70_001 + PART_BYTES;
        let failure = blobs
            .append(ANN, upload.id, 70_001, broken(bytes.slice(70_001..border as usize)))
            .await
            .unwrap_err();
        assert_eq!(param(&failure, "offset"), border.to_string());
        drop(blobs);
        let blobs = place.open(&[&key]).await;
        assert_eq!(offset(&blobs, ANN, &upload).await, border);
        blobs.append(ANN, upload.id, border, body(bytes.slice(border as usize..), 9_999)).await.unwrap();
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(file.hash, ContentHash::of(&bytes));
    });
}

#[test]
fn the_right_place_is_told() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 100)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body("0123456789", 3)).await.unwrap();
        for wrong in [0, 9, 11, u64::MAX >> 1] {
            let failure = blobs.append(ANN, upload.id, wrong, body("x", 1)).await.unwrap_err();
            assert!(failure.is(&error::OFFSET_MISMATCH), "{failure}");
            assert_eq!(param(&failure, "expected"), "10");
        }
        assert_eq!(blobs.append(ANN, upload.id, 10, body("", 1)).await.unwrap().offset, 10);
        let failure = blobs.finish_upload(ANN, upload.id).await.unwrap_err();
        assert!(failure.is(&error::UPLOAD_INCOMPLETE), "{failure}");
        assert_eq!((param(&failure, "offset"), param(&failure, "size")), ("10".into(), "100".into()));
    });
}

#[test]
fn more_than_announced_is_refused() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 10)).await.unwrap();
        let failure = blobs.append(ANN, upload.id, 0, body("0123456789x", 4)).await.unwrap_err();
        assert!(failure.is(&error::UPLOAD_OVERRUN), "{failure}");
        // The announced bytes are here; the client may finish or give up.
        assert_eq!(offset(&blobs, ANN, &upload).await, 10);
        let failure = blobs.append(ANN, upload.id, 10, body("x", 1)).await.unwrap_err();
        assert!(failure.is(&error::UPLOAD_OVERRUN));
        assert_eq!(blobs.finish_upload(ANN, upload.id).await.unwrap().size, 10);
        let failure = blobs.append(ANN, upload.id, 10, body("x", 1)).await.unwrap_err();
        assert!(failure.is(&error::UPLOAD_FINISHED));
    });
}

#[test]
fn another_content_than_announced_is_refused() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        for parts in [1, 2] {
            let announced = NewUpload { sha256: Some(ContentHash::of(b"abcd")), ..new_upload(ANN, "a", 4) };
            let upload = blobs.create_upload(announced.clone()).await.unwrap();
            send(&blobs, upload.id, "abcx", parts).await;
            let failure = blobs.finish_upload(ANN, upload.id).await.unwrap_err();
            assert!(failure.is(&error::HASH_MISMATCH), "{failure}");
            // Nothing could mend it: it is gone, with its space.
            assert!(blobs.upload(ANN, upload.id).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND));
            blobs.sweep().await.unwrap();
            assert_eq!(
                (place.objects().len(), blobs.usage(ANN).await.unwrap().user),
                (parts - 1, (parts - 1) as u64 * 4)
            );

            let upload = blobs.create_upload(announced).await.unwrap();
            send(&blobs, upload.id, "abcd", parts).await;
            blobs.finish_upload(ANN, upload.id).await.unwrap();
        }
    });
}

async fn send(blobs: &Blobs, upload: Id, text: &'static str, parts: usize) {
    for i in 0..parts {
        let len = text.len() / parts;
        blobs.append(ANN, upload, (i * len) as u64, body(&text[i * len..(i + 1) * len], 1)).await.unwrap();
    }
}

/// A body whose pieces the test gives.
fn fed()
-> (mpsc::UnboundedSender<io::Result<Bytes>>, impl stream::Stream<Item = io::Result<Bytes>> + Send + 'static)
{
    let (feed, fed) = mpsc::unbounded_channel();
    (feed, stream::unfold(fed, async |mut fed| fed.recv().await.map(|piece| (piece, fed))).boxed())
}

#[test]
fn the_latest_connection_wins() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 6)).await.unwrap();
        let (feed, hanging) = fed();
        feed.send(Ok("xxx".into())).unwrap();
        let (first, id) = (blobs.clone(), upload.id);
        let first = tokio::spawn(async move { first.append(ANN, id, 0, hanging).await });
        // It has begun once its object is noted.
        testkit::wait_until("the first append to begin", async || {
            let garbage = "SELECT 1 FROM blob_garbage";
            let read = place
                .store
                .db
                .read(move |tx| Box::pin(async move { Ok(tx.opt(garbage, vec![]).await?.is_some()) }));
            read.await.unwrap()
        })
        .await;
        // The client gave that connection up and begins again.
        blobs.append(ANN, upload.id, 0, body("abcdef", 2)).await.unwrap();
        feed.send(Ok("xxx".into())).unwrap();
        drop(feed);
        let failure = first.await.unwrap().unwrap_err();
        assert!(failure.is(&error::OFFSET_MISMATCH), "{failure}");
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(read(&blobs, &file).await, "abcdef");
        assert_eq!(place.objects().len(), 1);
    });
}

#[test]
fn nobody_takes_all_turns() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let mut feeds = Vec::new();
        for _ in 0..8 {
            let upload = blobs.create_upload(new_upload(ANN, "a", 6)).await.unwrap();
            let (feed, hanging) = fed();
            let (mine, id) = (blobs.clone(), upload.id);
            feeds.push((feed, id));
            tokio::spawn(async move { mine.append(ANN, id, 0, hanging).await });
        }
        let more = blobs.create_upload(new_upload(ANN, "a", 6)).await.unwrap();
        let mine = async || blobs.append(ANN, more.id, 0, body("", 1)).await;
        testkit::wait_until("a ninth to be too many", async || {
            mine().await.is_err_and(|error| error.is(&error::UPLOADS_AT_ONCE))
        })
        .await;
        // Others are not held up, and one that ends makes room.
        let other = blobs.create_upload(new_upload(BOB, "b", 6)).await.unwrap();
        blobs.append(BOB, other.id, 0, body("abcdef", 2)).await.unwrap();
        drop(feeds.pop());
        testkit::wait_until("room", async || mine().await.is_ok()).await;
    });
}

#[test]
fn a_caller_that_goes_away_loses_nothing() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 1_000)).await.unwrap();
        let (feed, hanging) = fed();
        feed.send(Ok(noise(4, 400))).unwrap();
        {
            let append = blobs.append(ANN, upload.id, 0, hanging);
            tokio::pin!(append);
            // The request is dropped when its connection breaks, wherever it stands.
            assert!(futures_util::poll!(&mut append).is_pending());
        }
        feed.send(Err(io::ErrorKind::ConnectionReset.into())).unwrap();
        testkit::wait_until("what arrived to be kept", async || offset(&blobs, ANN, &upload).await == 400)
            .await;
    });
}

#[test]
fn an_upload_becomes_one_file() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 200_000)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body(noise(5, 100_000), 9_000)).await.unwrap();
        blobs.append(ANN, upload.id, 100_000, body(noise(6, 100_000), 9_000)).await.unwrap();
        let both = futures_util::future::join_all((0..4).map(|_| blobs.finish_upload(ANN, upload.id))).await;
        let made: Vec<&File> = both.iter().filter_map(|finished| finished.as_ref().ok()).collect();
        assert!(!made.is_empty() && made.iter().all(|file| file.id == made[0].id));
        for failure in both.iter().filter_map(|finished: &Result<File>| finished.as_ref().err()) {
            assert!(failure.is(&error::UPLOAD_FINISHING), "{failure}");
        }
        blobs.sweep().await.unwrap();
        assert_eq!((place.objects().len(), blobs.usage(ANN).await.unwrap().user), (1, 200_000));
    });
}

#[test]
fn two_uploads_of_one_content_share_it() {
    run(async |place| {
        let blobs = place.open(&[&MasterKey::generate().unwrap()]).await;
        let mut files = Vec::new();
        for (name, parts) in [("a", 1), ("b", 1), ("c", 2)] {
            let upload = blobs.create_upload(new_upload(ANN, name, 4)).await.unwrap();
            send(&blobs, upload.id, "same", parts).await;
            files.push(blobs.finish_upload(ANN, upload.id).await.unwrap());
        }
        blobs.sweep().await.unwrap();
        assert_eq!(place.objects().len(), 1);
        assert!(files.iter().all(|file| file.hash == files[0].hash));
        assert_eq!(read(&blobs, &files[2]).await, "same");
    });
}

#[test]
fn uploads_of_others_are_not_there() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 4)).await.unwrap();
        assert!(blobs.upload(BOB, upload.id).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND));
        assert!(
            blobs.append(BOB, upload.id, 0, body("abcd", 4)).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND)
        );
        assert!(blobs.finish_upload(BOB, upload.id).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND));
        assert!(blobs.abort_upload(BOB, upload.id).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND));
        assert_eq!(offset(&blobs, ANN, &upload).await, 0);
    });
}

#[test]
fn giving_up_frees_everything() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 1_000)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body(noise(7, 500), 100)).await.unwrap();
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 1_000);
        blobs.abort_upload(ANN, upload.id).await.unwrap();
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 0);
        assert!(blobs.abort_upload(ANN, upload.id).await.unwrap_err().is(&error::UPLOAD_NOT_FOUND));
        blobs.sweep().await.unwrap();
        assert_eq!(place.objects().len(), 0);

        let upload = blobs.create_upload(new_upload(ANN, "a", 0)).await.unwrap();
        blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert!(blobs.abort_upload(ANN, upload.id).await.unwrap_err().is(&error::UPLOAD_FINISHED));
    });
}

#[test]
fn stale_uploads_expire() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let stale = blobs.create_upload(new_upload(ANN, "stale", 1_000)).await.unwrap();
        let kept = blobs.create_upload(new_upload(ANN, "kept", 1_000)).await.unwrap();
        let done = blobs.create_upload(new_upload(ANN, "done", 4)).await.unwrap();
        send(&blobs, done.id, "done", 1).await;
        let file = blobs.finish_upload(ANN, done.id).await.unwrap();
        blobs.append(ANN, stale.id, 0, body(noise(8, 500), 100)).await.unwrap();
        assert_eq!(stale.expires_at, place.store.clock.now().plus(UPLOAD_LIFE_MS));

        place.store.clock.advance(UPLOAD_LIFE_MS);
        assert_eq!(blobs.expire_uploads().await.unwrap().uploads, 0);
        blobs.append(ANN, kept.id, 0, body(noise(9, 500), 100)).await.unwrap();
        place.store.clock.advance(1);
        assert_eq!(blobs.expire_uploads().await.unwrap().uploads, 2);
        assert!(blobs.upload(ANN, stale.id).await.is_err() && blobs.upload(ANN, done.id).await.is_err());
        assert_eq!(offset(&blobs, ANN, &kept).await, 500);
        assert_eq!(read(&blobs, &file).await, "done");
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 1_004);
        blobs.sweep().await.unwrap();
        assert_eq!(place.objects().len(), 2);
    });
}

#[test]
fn space_has_its_limits() {
    run(async |place| {
        let limits =
            Limits { file_bytes: 1_000, user_bytes: Some(1_500), org_bytes: Some(2_000), open_uploads: 3 };
        let blobs = place.open_limited(&[], limits).await;
        let code = async |owner, size| blobs.create_upload(new_upload(owner, "a", size)).await.err();
        assert!(code(ANN, 1_001).await.unwrap().is(&error::TOO_LARGE));
        let first = blobs.create_upload(new_upload(ANN, "a", 1_000)).await.unwrap();
        let full = code(ANN, 501).await.unwrap();
        assert!(full.is(&error::QUOTA_EXCEEDED), "{full}");
        assert_eq!((param(&full, "max"), param(&full, "left")), ("1.5 KB".into(), "500 B".into()));
        assert!(code(ANN, 500).await.is_none());
        let full = code(BOB, 501).await.unwrap();
        assert!(full.is(&error::ORG_QUOTA_EXCEEDED), "{full}");
        let failure = file(&blobs, BOB, "b", noise(1, 501)).await.unwrap_err();
        assert!(failure.is(&error::ORG_QUOTA_EXCEEDED));
        let usage = Usage { user: 1_500, user_max: Some(1_500), org: 1_500, org_max: Some(2_000) };
        assert_eq!(blobs.usage(ANN).await.unwrap(), usage);
        blobs.abort_upload(ANN, first.id).await.unwrap();
        file(&blobs, BOB, "b", noise(1, 501)).await.unwrap();
        assert!(code(ANN, 0).await.is_none() && code(ANN, 0).await.is_none());
        let many = code(ANN, 0).await.unwrap();
        assert!(many.is(&error::TOO_MANY_UPLOADS), "{many}");
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 500);
    });
}

#[test]
fn a_finish_that_died_can_be_taken_over() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 4)).await.unwrap();
        send(&blobs, upload.id, "abcd", 2).await;
        // As a node that claimed it and vanished.
        let until = place.store.clock.now().plus(Millis::MINUTE);
        let claim = "UPDATE blob_uploads SET finishing_until = $1, attempt = attempt + 1";
        let claimed = place
            .store
            .db
            .write(move |tx| Box::pin(async move { Ok(tx.exec(claim, platform_db::args![until]).await?) }));
        assert_eq!(claimed.await.unwrap(), 1);
        for busy in [
            blobs.finish_upload(ANN, upload.id).await.unwrap_err(),
            blobs.append(ANN, upload.id, 4, body("", 1)).await.unwrap_err(),
            blobs.abort_upload(ANN, upload.id).await.unwrap_err(),
        ] {
            assert!(busy.is(&error::UPLOAD_FINISHING), "{busy}");
        }
        place.store.clock.advance(Millis::MINUTE);
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(read(&blobs, &file).await, "abcd");
    });
}
