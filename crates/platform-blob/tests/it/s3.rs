//! The bucket: our HTTP under the library's S3 client, against the part of S3 that is used.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Method, StatusCode};
use kernel::Millis;
use platform_blob::{
    BlobOptions, Blobs, ContentHash, Limits, MasterKey, RawObject, RawStore, S3Options, StoreOptions, error,
};

use crate::support::{ANN, Place, all, body, broken, file, new_upload, noise, run};

/// A bucket in memory.
#[derive(Clone, Default)]
struct Bucket(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    objects: BTreeMap<String, Bytes>,
    parts: BTreeMap<(String, u32), Bytes>,
    begun: u32,
    full: bool,
    unsigned: u32,
}

fn reply(status: StatusCode, text: impl Into<Body>) -> Response {
    Response::builder().status(status).header("etag", "\"e\"").body(text.into()).unwrap()
}

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (head, content) = request.into_parts();
    let content = to_bytes(content, usize::MAX).await.unwrap();
    let query: BTreeMap<String, String> = head
        .uri
        .query()
        .unwrap_or("")
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut inside = bucket.0.lock().unwrap();
    if !head
        .headers
        .get("authorization")
        .is_some_and(|value| value.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 "))
    {
        inside.unsigned += 1;
    }
    if query.contains_key("list-type") {
        return list(&inside, &query["prefix"].replace("%2F", "/"));
    }
    let Some(key) = head.uri.path().strip_prefix("/office/shared/courtyard/").map(str::to_owned) else {
        return reply(StatusCode::NOT_FOUND, "");
    };
    if inside.full && matches!(head.method, Method::PUT | Method::POST) {
        return reply(StatusCode::INSUFFICIENT_STORAGE, "<Error><Code>XMinioStorageFull</Code></Error>");
    }
    match (head.method, query.get("uploadId"), query.get("partNumber")) {
        (Method::POST, None, _) => {
            inside.begun += 1;
            let id = inside.begun;
            reply(
                StatusCode::OK,
                format!(
                    "<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
                ),
            )
        }
        (Method::PUT, Some(id), Some(number)) => {
            inside.parts.insert((id.clone(), number.parse().unwrap()), content);
            reply(StatusCode::OK, "")
        }
        (Method::POST, Some(id), _) => {
            let whole: Vec<u8> = inside
                .parts
                .iter()
                .filter(|((part, _), _)| part == id)
                .flat_map(|(_, bytes)| bytes.to_vec())
                .collect();
            inside.parts.retain(|(part, _), _| part != id);
            inside.objects.insert(key, whole.into());
            reply(
                StatusCode::OK,
                "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>",
            )
        }
        (Method::DELETE, Some(id), _) => {
            inside.parts.retain(|(part, _), _| part != id);
            reply(StatusCode::NO_CONTENT, "")
        }
        (Method::PUT, ..) => {
            inside.objects.insert(key, content);
            reply(StatusCode::OK, "")
        }
        (Method::DELETE, ..) => {
            inside.objects.remove(&key);
            reply(StatusCode::NO_CONTENT, "")
        }
        _ => {
            let Some(object) = inside.objects.get(&key) else { return reply(StatusCode::NOT_FOUND, "") };
            let range = head.headers.get("range").map(|value| value.to_str().unwrap().to_owned());
            let built = Response::builder()
                .header("etag", "\"e\"")
                .header("last-modified", "Mon, 05 Jan 2026 01:00:00 GMT");
            let Some(range) = range else { return built.body(object.clone().into()).unwrap() };
            let (start, end) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            if start >= object.len() {
                return reply(StatusCode::RANGE_NOT_SATISFIABLE, "");
            }
            let end = end.min(object.len() - 1);
            let shown = format!("bytes {start}-{end}/{}", object.len());
            let built = built.status(StatusCode::PARTIAL_CONTENT).header("content-range", shown);
            built.body(object.slice(start..=end).into()).unwrap()
        }
    }
}

fn list(inside: &Inside, prefix: &str) -> Response {
    let found = inside.objects.iter().map(|(key, bytes)| (format!("shared/courtyard/{key}"), bytes.len()));
    let found: String = found
        .filter(|(key, _)| key.starts_with(prefix))
        .map(|(key, size)| {
            format!(
                "<Contents><Key>{key}</Key><Size>{size}</Size><ETag>e</ETag>\
                 <LastModified>2026-01-05T01:00:00.000Z</LastModified></Contents>"
            )
        })
        .collect();
    reply(
        StatusCode::OK,
        format!("<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"),
    )
}

async fn start() -> (S3Options, Bucket) {
    let bucket = Bucket::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let app = Router::new().fallback(answer).with_state(bucket.clone());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let options = S3Options {
        endpoint: Some(endpoint),
        bucket: "office".into(),
        region: "cn-north-1".into(),
        access_key: Some("key".into()),
        secret_key: Some("secret".into()),
        path_style: true,
        prefix: Some("shared/courtyard".into()),
    };
    assert!(!format!("{options:?}").contains("secret\""), "the secret is not shown");
    (options, bucket)
}

async fn open(place: &Place, keys: Vec<MasterKey>) -> (Blobs, Bucket) {
    let (options, bucket) = start().await;
    let options = BlobOptions { store: StoreOptions::S3(options), keys, limits: Limits::default() };
    (place.open_with(options).await, bucket)
}

#[test]
fn a_bucket_holds_files() {
    run(async |place| {
        for keys in [vec![], vec![MasterKey::generate().unwrap()]] {
            let sealed = !keys.is_empty();
            let (blobs, bucket) = open(&place, keys).await;
            blobs.check().await.unwrap();
            for (seed, size) in [(1, 0), (2, 1_000), (3, 20_000_000)] {
                let bytes = noise(seed + 10 * u64::from(sealed), size);
                let blob = blobs.put(body(bytes.clone(), 60_000)).await.unwrap();
                assert_eq!(all(blobs.get(blob.hash, None).await).await.unwrap(), bytes, "{size}");
                if size > 0 {
                    let middle = size as u64 / 2;
                    let got = all(blobs.get(blob.hash, middle..middle + 10).await).await.unwrap();
                    assert_eq!(got, bytes[size / 2..size / 2 + 10]);
                }
            }
            let inside = bucket.0.lock().unwrap();
            assert_eq!(
                (inside.begun, inside.parts.len(), inside.unsigned),
                (1, 0, 0),
                "only the large one in parts"
            );
            assert!(
                inside.objects.keys().all(|key| key.starts_with("objects/")),
                "{:?}",
                inside.objects.keys()
            );
        }
    });
}

#[test]
fn objects_go_into_a_bucket_as_they_lay_elsewhere() {
    run(async |_| {
        let (options, _bucket) = start().await;
        let store = RawStore::open(StoreOptions::S3(options)).await.unwrap();
        assert!(store.is_empty().await.unwrap());
        let (object, bytes) = ("objects/0a/17", noise(1, 100_000));
        assert!(store.write("elsewhere/17").await.is_err());
        let mut writer = store.write(object).await.unwrap();
        writer.write(bytes.clone()).await.unwrap();
        writer.finish().await.unwrap();
        assert!(!store.is_empty().await.unwrap());
        let mut wanted = RawObject { name: object.to_owned(), len: 100_000, key_id: None };
        let stream = store.read(&wanted).await.unwrap().unwrap();
        assert_eq!(stream.try_collect::<Vec<_>>().await.unwrap().concat(), bytes);
        // Shorter than it should be is lost, as is what is not there.
        wanted.len += 1;
        assert!(store.read(&wanted).await.unwrap().is_none());
        store.delete(object).await.unwrap();
        assert!(store.is_empty().await.unwrap());
        assert!(store.read(&wanted).await.unwrap().is_none());
    });
}

#[test]
fn uploads_and_sweeps_work_on_a_bucket() {
    run(async |place| {
        let (blobs, bucket) = open(&place, vec![MasterKey::generate().unwrap()]).await;
        let bytes = noise(1, 9_000_000);
        let upload = blobs.create_upload(new_upload(ANN, "film", 9_000_000)).await.unwrap();
        let failure = blobs.append(ANN, upload.id, 0, broken(bytes.slice(..8_500_000))).await.unwrap_err();
        assert!(failure.is(&error::INTERRUPTED));
        assert_eq!(bucket.0.lock().unwrap().begun, 0, "a part is one request");
        blobs.append(ANN, upload.id, 8_500_000, body(bytes.slice(8_500_000..), 60_000)).await.unwrap();
        let film = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(film.hash, ContentHash::of(&bytes));
        file(&blobs, ANN, "kept", noise(2, 1_000)).await.unwrap();
        blobs.put_bytes(noise(3, 1_000)).await.unwrap();
        blobs.put(broken(noise(4, 9_000_000))).await.unwrap_err();
        place.store.clock.advance(2 * Millis::DAY);
        blobs.sweep().await.unwrap();
        let inside = bucket.0.lock().unwrap();
        assert_eq!((inside.objects.len(), inside.parts.len()), (2, 0));
    });
}

#[test]
fn a_bucket_that_fails_says_how() {
    run(async |place| {
        let (blobs, bucket) = open(&place, vec![]).await;
        let hash = blobs.put_bytes(noise(1, 1_000)).await.unwrap().hash;
        {
            let mut inside = bucket.0.lock().unwrap();
            let object = inside.objects.values_mut().next().unwrap();
            *object = object.slice(..900);
        }
        for range in [0..1_000, 950..1_000] {
            let failure = all(blobs.get(hash, range).await).await.unwrap_err();
            assert!(failure.is(&error::DAMAGED), "{failure:?}");
        }
        bucket.0.lock().unwrap().objects.clear();
        assert!(all(blobs.get(hash, None).await).await.unwrap_err().is(&error::DAMAGED));
        bucket.0.lock().unwrap().full = true;
        let failure = blobs.put_bytes(noise(2, 1_000)).await.unwrap_err();
        assert!(failure.is(&error::STORAGE_FULL), "{failure:?}");
    });
}
