//! Backups of older and newer programs.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use platform_db::Engine::Sqlite;
use serde_json::{Value, json};
use server::backup::error;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::house::House;

/// A backup with another manifest.
fn rewritten(from: &Path, to: PathBuf, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut old = ZipArchive::new(File::open(from).unwrap()).unwrap();
    let mut new = ZipWriter::new(File::create(&to).unwrap());
    let mut change = Some(change);
    for i in 0..old.len() {
        let mut part = old.by_index(i).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if part.name().unwrap() == "manifest.json" {
            let mut manifest = serde_json::from_slice(&bytes).unwrap();
            change.take().unwrap()(&mut manifest);
            bytes = serde_json::to_vec(&manifest).unwrap();
        }
        new.start_file(part.name().unwrap(), SimpleFileOptions::default()).unwrap();
        new.write_all(&bytes).unwrap();
    }
    new.finish().unwrap();
    to
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn older_ones_are_brought_up_to_date_and_newer_ones_refused() {
    let old = House::new(Sqlite);
    drop(old.settle().await);
    let path = old.back_up(old.beside("now.backup")).await.unwrap().path;
    let older = rewritten(&path, old.beside("older.backup"), |manifest| {
        let schema = manifest["schema"].as_array_mut().unwrap();
        schema.retain(|migration| migration["name"] != "0002_imports");
        let tables = manifest["tables"].as_array_mut().unwrap();
        tables.retain(|table| !table["table"].as_str().unwrap().starts_with("people_import"));
    });
    let newer = rewritten(&path, old.beside("newer.backup"), |manifest| {
        let migration = json!({ "owner": "chat", "name": "0999_later", "checksum": "00", "applied_at": 1 });
        manifest["schema"].as_array_mut().unwrap().push(migration);
    });
    let later = rewritten(&path, old.beside("later.backup"), |manifest| manifest["version"] = json!(2));
    let less = rewritten(&path, old.beside("less.backup"), |manifest| {
        manifest["tables"].as_array_mut().unwrap().remove(3);
    });
    let more = rewritten(&path, old.beside("more.backup"), |manifest| {
        let tables = manifest["tables"].as_array_mut().unwrap();
        let rows = tables.iter_mut().find(|table| table["table"] == "chat_messages").unwrap();
        rows["rows"] = json!(rows["rows"].as_u64().unwrap() + 1);
    });
    for &engine in testkit::engines() {
        let house = House::new(engine);
        for (path, code) in [
            (&newer, &error::NEWER),
            (&later, &error::NEWER),
            (&less, &error::DAMAGED),
            (&more, &error::DAMAGED),
        ] {
            let failure = house.restore(path).await.unwrap_err();
            assert!(failure.is(code), "{failure:?}");
            assert!(house.is_untouched().await);
        }
        assert_eq!(house.restore(&older).await.unwrap().migrated, 1);
        assert_eq!(house.tables().await, old.tables().await);
        house.open().await.sign_in("p4").await;
    }
}
