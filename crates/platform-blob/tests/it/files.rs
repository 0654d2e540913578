//! Files: what they are, their thumbnails, and what becomes of contents nobody has.

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use kernel::{Clock, Id, Ids, Millis};
use platform_blob::{Blobs, File, FileKind, NewFile, Swept, ThumbSize, Thumbnail, error};
use platform_events::{Jobs, NewJob};

use crate::support::{ANN, BOB, all, file, noise, run};

fn picture(width: u32, height: u32, format: ImageFormat) -> Bytes {
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([(x * 3) as u8, (y * 5) as u8, (x ^ y) as u8]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(pixels).write_to(&mut out, format).unwrap();
    out.into_inner().into()
}

async fn thumb(blobs: &Blobs, file: &File, size: ThumbSize) -> Option<(String, u32, u32)> {
    let Thumbnail { content_type, content, .. } = blobs.thumbnail(file, size).await.unwrap()?;
    let bytes = all(Ok(content)).await.unwrap();
    let picture = image::load_from_memory(&bytes).unwrap();
    Some((content_type, picture.width(), picture.height()))
}

async fn remove(blobs: &Blobs, place: &crate::support::Place, files: &[&File]) -> usize {
    let (blobs, ids): (_, Vec<Id>) = (blobs.clone(), files.iter().map(|file| file.id).collect());
    let removed =
        place.store.db.write(move |tx| Box::pin(async move { blobs.remove_files_in(tx, &ids).await }));
    removed.await.unwrap()
}

#[test]
fn names_and_types_are_not_believed() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let exe = file(&blobs, ANN, "../holiday_\u{202e}gpj.exe", &b"MZ\x90\0\x03\0\0\0"[..]).await.unwrap();
        assert_eq!((exe.name.as_str(), exe.kind, exe.may_show()), ("holiday_gpj.exe", FileKind::File, false));

        let blob = blobs.put_bytes("<html><script>alert(1)</script>").await.unwrap();
        let declared_type = Some("image/png".to_owned());
        let page = NewFile { owner: ANN, name: "photo.png".into(), blob, declared_type };
        let page = blobs.create_file(page).await.unwrap();
        assert_eq!(
            (page.content_type.as_str(), page.kind, page.may_show()),
            ("text/html", FileKind::File, false)
        );

        let svg = file(&blobs, ANN, "logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>").await.unwrap();
        assert_eq!((svg.content_type.as_str(), svg.kind), ("image/svg+xml", FileKind::File));
        assert!(!svg.may_show() && !svg.has_thumb());

        let png = file(&blobs, ANN, "page.html", picture(20, 10, ImageFormat::Png)).await.unwrap();
        assert_eq!(
            (png.content_type.as_str(), png.kind, png.may_show()),
            ("image/png", FileKind::Image, true)
        );
        assert_eq!((png.width, png.height), (Some(20), Some(10)));
    });
}

#[test]
fn files_are_found_again() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let a = file(&blobs, ANN, "a.txt", "a").await.unwrap();
        let b = file(&blobs, BOB, "b.png", picture(30, 20, ImageFormat::Png)).await.unwrap();
        assert_eq!(blobs.file(a.id).await.unwrap(), a);
        let unknown = Id(7);
        assert!(blobs.file(unknown).await.unwrap_err().is(&error::NOT_FOUND));
        let ids = [b.id, unknown, a.id];
        let found = place.store.db.read(move |tx| Box::pin(async move { Blobs::files_in(tx, &ids).await }));
        let found: Vec<Id> = found.await.unwrap().iter().map(|file| file.id).collect();
        assert_eq!(found, [b.id, a.id]);
        let none = place.store.db.read(|tx| Box::pin(async move { Blobs::files_in(tx, &[]).await }));
        assert_eq!(none.await.unwrap(), []);
        let lost = NewFile {
            owner: ANN,
            name: "x".into(),
            blob: platform_blob::BlobRef { hash: platform_blob::ContentHash::of(b"never put"), size: 1 },
            declared_type: None,
        };
        assert!(blobs.create_file(lost).await.unwrap_err().is(&error::NOT_FOUND));
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 1);
    });
}

#[test]
fn pictures_have_thumbnails() {
    run(async |place| {
        let key = platform_blob::MasterKey::generate().unwrap();
        let blobs = place.open(&[&key]).await;
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let photo = file(&blobs, ANN, "photo", picture(1_400, 700, format)).await.unwrap();
            assert!(photo.has_thumb(), "{format:?}");
            assert_eq!((photo.width, photo.height), (Some(1_400), Some(700)), "{format:?}");
            let small = thumb(&blobs, &photo, ThumbSize::Small).await;
            assert_eq!(small, Some(("image/jpeg".into(), 240, 120)), "{format:?}");
            // The file as it was before the thumbnails were made serves as well as the file as it is now.
            let now = blobs.file(photo.id).await.unwrap();
            for file in [&photo, &now] {
                let medium = thumb(&blobs, file, ThumbSize::Medium).await;
                assert_eq!(medium, Some(("image/jpeg".into(), 1_280, 640)), "{format:?}");
            }
        }
    });
}

#[test]
fn a_small_picture_is_its_own_thumbnail() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let icon = file(&blobs, ANN, "icon.gif", picture(64, 64, ImageFormat::Gif)).await.unwrap();
        assert_eq!(thumb(&blobs, &icon, ThumbSize::Small).await, Some(("image/gif".into(), 64, 64)));
        assert_eq!(place.objects().len(), 1);
    });
}

#[test]
fn the_same_picture_is_decoded_once() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let bytes = picture(1_400, 700, ImageFormat::Jpeg);
        let first = file(&blobs, ANN, "a.jpg", bytes.clone()).await.unwrap();
        thumb(&blobs, &first, ThumbSize::Small).await.unwrap();
        let objects = place.objects();
        let second = file(&blobs, BOB, "b.jpg", bytes).await.unwrap();
        assert_eq!(remove(&blobs, &place, &[&first]).await, 1);
        place.store.clock.advance(2 * Millis::DAY);
        blobs.sweep().await.unwrap();
        assert!(thumb(&blobs, &second, ThumbSize::Medium).await.is_some());
        assert_eq!(place.objects(), objects, "thumbnails are shared and live as long as any file has them");
        remove(&blobs, &place, &[&second]).await;
        place.store.clock.advance(2 * Millis::DAY);
        assert_eq!(blobs.sweep().await.unwrap(), Swept { blobs: 3, objects: 3 });
        assert_eq!(place.objects().len(), 0);
    });
}

#[test]
fn many_who_ask_at_once_wait_for_one() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let photo = file(&blobs, ANN, "a.jpg", picture(1_400, 700, ImageFormat::Jpeg)).await.unwrap();
        let asked = (0..6).map(|_| thumb(&blobs, &photo, ThumbSize::Small));
        assert!(futures_util::future::join_all(asked).await.iter().all(Option::is_some));
        place.store.clock.advance(2 * Millis::DAY);
        assert_eq!((blobs.sweep().await.unwrap(), place.objects().len()), (Swept::default(), 3));
    });
}

#[test]
fn a_broken_picture_is_a_file_without_thumbnail() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let whole = picture(800, 600, ImageFormat::Png);
        let torn = file(&blobs, ANN, "torn.png", whole.slice(..whole.len() / 2)).await.unwrap();
        assert_eq!(thumb(&blobs, &torn, ThumbSize::Small).await, None);
        assert!(!blobs.file(torn.id).await.unwrap().has_thumb(), "it is not tried again");
        let stump = file(&blobs, ANN, "stump.jpg", &b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..]).await.unwrap();
        assert_eq!((stump.kind, stump.has_thumb()), (FileKind::File, false));
    });
}

#[test]
fn a_picture_of_billions_of_pixels_is_only_a_file() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        // A PNG of 50,000 × 50,000 in 57 bytes: header, an empty data chunk, the end.
        let bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3\x50\0\0\xc3\x50\x08\x02\0\0\0\xc4\xcd\xaa\x9d\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82";
        let bomb = file(&blobs, ANN, "bomb.png", &bomb[..]).await.unwrap();
        assert_eq!((bomb.kind, bomb.may_show(), bomb.has_thumb()), (FileKind::File, false, false));
        assert!(blobs.thumbnail(&bomb, ThumbSize::Small).await.unwrap().is_none());
    });
}

#[test]
fn contents_nobody_has_go_after_a_day() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let clock: &Clock = &place.store.clock;
        let a = file(&blobs, ANN, "a", noise(1, 1_000)).await.unwrap();
        let b = file(&blobs, BOB, "b", noise(1, 1_000)).await.unwrap();
        blobs.put_bytes(noise(2, 1_000)).await.unwrap();
        assert_eq!(
            blobs.sweep().await.unwrap(),
            Swept::default(),
            "what was just put may still become a file"
        );
        assert_eq!(remove(&blobs, &place, &[&a, &a]).await, 1);
        assert_eq!(blobs.usage(ANN).await.unwrap().user, 0);
        clock.advance(Millis::DAY + 1);
        assert_eq!(
            blobs.sweep().await.unwrap(),
            Swept { blobs: 1, objects: 1 },
            "what was put and never used"
        );
        assert_eq!(all(blobs.content(&b, None).await).await.unwrap(), noise(1, 1_000));
        remove(&blobs, &place, &[&b]).await;
        clock.advance(Millis::DAY - 1);
        assert_eq!(blobs.sweep().await.unwrap(), Swept::default());
        // Used again in time.
        let c = file(&blobs, ANN, "c", noise(1, 1_000)).await.unwrap();
        clock.advance(2 * Millis::DAY);
        assert_eq!(blobs.sweep().await.unwrap(), Swept::default());
        remove(&blobs, &place, &[&c]).await;
        clock.advance(2 * Millis::DAY);
        assert_eq!(blobs.sweep().await.unwrap(), Swept { blobs: 1, objects: 1 });
        assert_eq!(place.objects().len(), 0);
        assert!(blobs.get(a.hash, None).await.err().unwrap().is(&error::NOT_FOUND));
    });
}

#[test]
fn the_jobs_do_their_work() {
    run(async |place| {
        let blobs = place.open(&[]).await;
        let kinds = blobs.jobs();
        let names: Vec<_> = kinds.iter().map(|kind| (kind.name.as_str(), kind.every_ms)).collect();
        let hourly = Some(Millis::HOUR);
        assert_eq!(names, [("blob.expire_uploads", hourly), ("blob.sweep", hourly), ("blob.rewrap", hourly)]);

        blobs.put_bytes(noise(1, 1_000)).await.unwrap();
        place.store.clock.advance(2 * Millis::DAY);
        let (db, clock) = (&place.store.db, &place.store.clock);
        let jobs = Jobs::new(clock.clone(), Ids::new(2, clock.clone()));
        for kind in &kinds {
            let (jobs, name, run_at) = (jobs.clone(), kind.name.clone(), clock.now());
            let new = NewJob {
                org: Id(0),
                name,
                dedup_key: None,
                run_at,
                priority: 0,
                payload: serde_json::Value::Null,
            };
            db.write(move |tx| Box::pin(async move { Ok(jobs.enqueue(tx, new).await?) })).await.unwrap();
        }
        jobs.drain(db, &kinds).await.unwrap();
        assert_eq!(place.objects().len(), 0);
    });
}
