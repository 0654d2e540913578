//! The program as people and scripts type it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::office::Office;

/// What a command printed, and whether it went well.
struct Ran {
    ok: bool,
    out: String,
    err: String,
}

fn courtyard(words: &[&str], data: Option<&Path>, input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courtyard"));
    command.args(words).env("LC_ALL", "C.UTF-8").stdin(Stdio::piped());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COURTYARD_")) {
        command.env_remove(name);
    }
    if let Some(data) = data {
        command.arg("--data").arg(data);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { ok: status.success(), out: text(stdout), err: text(stderr) }
}

fn done(words: &[&str], data: &Path) -> String {
    let ran = courtyard(words, Some(data), "");
    assert!(ran.ok, "{words:?}: {}{}", ran.out, ran.err);
    ran.out
}

fn refused(words: &[&str], data: &Path) -> String {
    let ran = courtyard(words, Some(data), "");
    assert!(!ran.ok, "{words:?}: {}", ran.out);
    ran.err
}

#[test]
fn an_office_is_filled_listed_taken_out_and_brought_in() {
    let folder = testkit::fixture::folder();
    let data = folder.path().join("office");
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let said = done(&["demo", "--people", "12", "--password", "a demo password"], &data);
    assert!(said.contains("12 people") && said.contains("a demo password"), "{said}");
    assert!(
        refused(&["demo", "--people", "12"], &data).contains("There is an office in this folder already")
    );
    let people = done(&["user", "list"], &data);
    let first: Vec<&str> = people.lines().next().unwrap().split('\t').collect();
    assert_eq!((people.lines().count(), first[1], first[2]), (12, "active", "owner"));

    let (csv, other) = (file("people.csv"), folder.path().join("other"));
    done(&["export", "people", &csv], &data);
    assert!(refused(&["export", "people", &csv], &data).contains("--force"));
    let unchanged = done(&["import", "people", &csv], &data);
    assert!(unchanged.contains("There was nothing to change"), "{unchanged}");
    // Looking makes no office; importing into an empty folder makes one with its owner.
    assert!(refused(&["import", "people", &csv, "--dry-run"], &other).contains("There is no office"));
    assert!(!other.exists());
    let founded = done(&["import", "people", &csv], &other);
    assert!(founded.contains("First start") && founded.contains("Imported."), "{founded}");
    assert_eq!(done(&["user", "list"], &other).lines().count(), 13);
    std::fs::write(file("bad.csv"), "姓名,手机\n王五,12\n").unwrap();
    let bad = courtyard(&["import", "people", &file("bad.csv")], Some(&data), "");
    assert!(!bad.ok && bad.err.contains("--skip-bad"), "{}{}", bad.out, bad.err);

    let token = done(&["token", first[0], "--name", "程序", "--scopes", "people:read", "--days", "1"], &data);
    assert!(token.trim().len() > 30, "{token}");
    assert!(refused(&["token", "nobody", "--name", "x"], &data).contains("people.user_not_found"));
    let link = done(&["user", "link", first[0]], &data);
    assert!(link.contains("/invite/"), "{link}");
    let short = courtyard(&["user", "password", first[0]], Some(&data), "short\n");
    assert!(!short.ok && short.err.contains("password"), "{}", short.err);
    assert!(courtyard(&["user", "password", first[0]], Some(&data), "a longer password\n").ok);

    let (backup, restored) = (file("one.backup"), folder.path().join("restored"));
    done(&["backup", "--out", &backup], &data);
    done(&["restore", "--from", &backup], &restored);
    assert_eq!(done(&["user", "list"], &restored), done(&["user", "list"], &data));
    assert!(refused(&["restore", "--from", &backup], &restored).contains("not_empty"));
}

#[test]
fn the_configuration_is_checked_word_by_word() {
    let folder = testkit::fixture::folder();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "[server]\nlisten = \"127.0.0.1:0\"\n[log]\nfiltre = \"info\"\n").unwrap();
    let wrong = refused(&["user", "list"], folder.path());
    assert!(wrong.contains("log.filtre") && wrong.contains("log.filter"), "{wrong}");
    // The file lies beside the data, whoever names the folder.
    let set = format!("data.dir={}", folder.path().display());
    let ran = courtyard(&["user", "list", "--set", &set], None, "");
    assert!(!ran.ok && ran.err.contains("log.filtre"), "{}", ran.err);
    let key = courtyard(&["key"], None, "");
    assert!(key.ok && key.out.trim().len() == 44, "{}", key.out);
}

#[test]
fn the_doctor_looks_and_changes_nothing() {
    let folder = testkit::fixture::folder();
    let data = folder.path().join("none");
    let healthy = ["doctor", "--set", "server.listen=127.0.0.1:0"];
    let none = done(&healthy, &data);
    assert!(none.contains("there is no office") && none.contains("everything checked works"), "{none}");
    assert!(!data.exists());
    done(&["demo", "--people", "6"], &data);
    let whole = done(&healthy, &data);
    for line in
        ["data folder", "SQLite answers", "tables are up to date", "written, read and cleared", "signed"]
    {
        assert!(whole.contains(line), "{line}: {whole}");
    }
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, "no certificate").unwrap();
    std::fs::write(&key, "no key").unwrap();
    let files = [format!("tls.cert={}", cert.display()), format!("tls.key={}", key.display())];
    let tls = ["doctor", "--set", "tls.mode=files", "--set", &files[0], "--set", &files[1]];
    let ran = courtyard(&tls, Some(&data), "");
    assert!(!ran.ok && ran.out.contains("BAD   certificate and key cannot be used"), "{}", ran.out);
    assert!(ran.err.contains("1 check(s) failed"), "{}", ran.err);
}

#[test]
fn the_doctor_asks_what_several_nodes_need() {
    if testkit::engines().len() < 2 {
        return;
    }
    let (folder, nats) = (testkit::fixture::folder(), testkit::nats::Nats::start());
    let database = testkit::postgres::server().create(&[]);
    let url = format!("database.url={}", database.url());
    let replica = format!("database.replica_url={}", database.url());
    let ask = |nats: &str| {
        let nats = format!("nats.url={nats}");
        let settings = ["server.listen=127.0.0.1:0", &url, &replica, &nats];
        let words: Vec<&str> = settings.iter().flat_map(|setting| ["--set", setting]).collect();
        courtyard(&[&["doctor"][..], &words].concat(), Some(folder.path()), "")
    };
    let well = ask(&nats.url());
    assert!(
        well.ok && well.out.contains("NATS answers") && well.out.contains("replica answers"),
        "{}",
        well.out
    );
    let stranger = ask(&nats.url().replace("p%40ss", "other"));
    assert!(
        !stranger.ok && stranger.out.contains("BAD   NATS cannot be reached: authorization"),
        "{}",
        stranger.out
    );
}

#[tokio::test]
async fn evidence_is_verified_without_an_office() {
    let office = Office::open().await;
    let folder = testkit::fixture::folder();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (owner, _) = office.sign_in("owner").await;
    let save = async |path: &str, name: &str| {
        let reply = office.call("GET", &format!("/api/v1/admin/audit/{path}"), Some(&owner), None).await;
        std::fs::write(folder.path().join(name), reply.body.to_string()).unwrap();
        reply.body
    };
    let head = save("checkpoint", "kept.json").await;
    office.sign_in("anna").await;
    save("export", "audit.json").await;
    let key = head["key"].as_str().unwrap();
    let verify = |more: &[&str]| {
        let audit = file("audit.json");
        courtyard(&[&["evidence", "verify", &audit, "--key", key], more].concat(), None, "")
    };
    let plain = verify(&[]);
    assert!(plain.ok && plain.out.contains("given by you"), "{}{}", plain.out, plain.err);
    let grown = verify(&["--earlier", &file("kept.json")]);
    assert!(grown.ok && grown.out.contains("unchanged since"), "{}{}", grown.out, grown.err);
    // The note alone serves as well; that of another log does not.
    std::fs::write(file("kept.txt"), head["note"].as_str().unwrap()).unwrap();
    assert!(verify(&["--earlier", &file("kept.txt")]).ok);
    let other = Office::open().await;
    let (owner, _) = other.sign_in("owner").await;
    let foreign = other.call("GET", "/api/v1/admin/audit/checkpoint", Some(&owner), None).await;
    std::fs::write(file("other.json"), foreign.body.to_string()).unwrap();
    let ran = verify(&["--earlier", &file("other.json")]);
    assert!(!ran.ok && ran.err.contains("does NOT hold"), "{}", ran.err);

    let mut changed: serde_json::Value =
        serde_json::from_slice(&std::fs::read(file("audit.json")).unwrap()).unwrap();
    changed["entries"][0]["entry"]["kind"] = json!("people.nothing");
    std::fs::write(file("audit.json"), changed.to_string()).unwrap();
    assert!(verify(&[]).err.contains("entry 0 was changed"));
}
