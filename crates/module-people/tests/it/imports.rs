//! Tables of people, in and out: sent, previewed, mended, applied, sent again.

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use kernel::Locale;
use module_people::ImportOptions;
use platform_blob::{NewFile, Owner};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{ADMIN, App, LIU, OWNER, SCOPED, in_an_office};

/// Two who come, one who moves, one whose title changes; everybody else of the office stays as they are.
const ROSTER: &str = "\
姓名,工号,手机,部门,职务,直属上级工号,邮箱
刘竞文,A003,13800000003,区政府/教育局/办公室,主任,A002,
单雄信,A004,13800000004,区政府/卫健局,医师,A000,
曾重阳,B001,138 0000 0101,区政府/教育局/督导室,督学,A002,zeng@office.example
乐嘉,B002,13800000102,区政府/教育局/督导室;区政府/卫健局,督学;联络员,B001,
";

impl App {
    /// Sends a file as one of the five and begins its import.
    async fn send(&self, who: usize, name: &str, bytes: impl Into<Bytes>) -> (String, Value) {
        let token = self.token(who).await;
        let file = self.file(who, name, bytes).await;
        let begun = self.node.post("/imports", &token, json!({ "file": file })).await;
        let import = begun.expect(StatusCode::CREATED);
        assert_eq!(import.json["state"], "reading");
        self.work().await;
        (token.clone(), self.node.get(&format!("/imports/{}", import.id()), &token).await.ok().json)
    }

    async fn file(&self, who: usize, name: &str, bytes: impl Into<Bytes>) -> String {
        let blobs = &self.node.core.blobs;
        let blob = blobs.put_bytes(bytes).await.unwrap();
        let owner = Owner { org: self.org, user: self.people[who] };
        let new = NewFile { owner, name: name.to_owned(), blob, declared_type: None };
        blobs.create_file(new).await.unwrap().id.to_string()
    }

    /// Does what waits to be done in the background.
    async fn work(&self) {
        let core = &self.node.core;
        core.jobs.drain(&core.db, &self.node.jobs).await.unwrap();
    }

    async fn apply(&self, token: &str, import: &Value) -> Value {
        let path = format!("/imports/{}", import["id"].as_str().unwrap());
        self.node.post(&format!("{path}/apply"), token, json!({})).await.expect(StatusCode::ACCEPTED);
        self.work().await;
        self.node.get(&path, token).await.ok().json
    }

    /// `row kind name` of the preview.
    async fn rows(&self, token: &str, import: &Value, kind: &str) -> Vec<String> {
        let path = format!("/imports/{}/rows?kind={kind}", import["id"].as_str().unwrap());
        let rows = self.node.get(&path, token).await.ok();
        let items = rows.json["items"].as_array().unwrap();
        items.iter().map(|row| format!("{} {}", row["row"], row["name"].as_str().unwrap())).collect()
    }

    async fn download(&self, token: &str, path: &str) -> (String, Vec<u8>) {
        let request = Request::builder()
            .method(Method::GET)
            .uri(format!("/api/v1/people{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let response =
            self.node.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let name = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned();
        (name, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }
}

fn summary(import: &Value) -> [i64; 6] {
    ["added", "moved", "changed", "leaving", "unchanged", "bad"]
        .map(|name| import["summary"][name].as_i64().unwrap())
}

#[test]
fn a_table_is_previewed_applied_and_the_second_time_changes_nothing() {
    in_an_office(async |app| {
        let (owner, import) = app.send(OWNER, "花名册.csv", ROSTER).await;
        assert_eq!(import["state"], "ready", "{import:#}");
        assert_eq!(summary(&import), [2, 1, 1, 2, 0, 0]);
        assert_eq!(import["mapping"]["直属上级工号"], "manager");
        assert_eq!(app.rows(&owner, &import, "added").await, ["4 曾重阳", "5 乐嘉"]);
        assert_eq!(app.rows(&owner, &import, "moved").await, ["3 单雄信"]);
        assert_eq!(app.rows(&owner, &import, "leaving").await, ["null 李雷", "null 韩梅"]);
        // Nothing is written before somebody says so.
        assert!(app.node.get("/users?q=zcy", &owner).await.ok().names().is_empty());

        let done = app.apply(&owner, &import).await;
        assert_eq!(done["state"], "done", "{done:#}");
        assert_eq!(done["progress"]["done"], done["progress"]["total"]);
        assert_eq!(app.node.get("/users?q=zcy", &owner).await.ok().names(), ["曾重阳"]);
        assert_eq!(app.node.get("/users?q=ledujia", &owner).await.ok().names(), Vec::<String>::new());
        let le = app.node.get("/users?q=yuejia", &owner).await.ok();
        assert_eq!(le.names(), ["乐嘉"], "by another reading of the surname");
        let departments = le.json["items"][0]["departments"].as_array().unwrap();
        assert_eq!(departments.len(), 2);
        assert_eq!(departments[0]["path"], json!(["区政府", "教育局", "督导室"]));
        assert_eq!(departments[1]["title"], "联络员");
        assert!(app.acts().await.contains(&"people.import.applied".to_owned()), "{:?}", app.acts().await);

        let (_, again) = app.send(OWNER, "花名册.csv", ROSTER).await;
        assert_eq!(summary(&again), [0, 0, 0, 2, 4, 0]);
        // Done stays done.
        let path = format!("/imports/{}/apply", done["id"].as_str().unwrap());
        let twice = app.node.post(&path, &owner, json!({})).await;
        assert_eq!((twice.status, twice.code()), (StatusCode::CONFLICT, "people.import_not_ready"));
    });
}

#[test]
fn every_real_shape_of_a_table_is_the_same_table() {
    in_an_office(async |app| {
        let plain = ROSTER.as_bytes().to_vec();
        let marked = [b"\xef\xbb\xbf".as_slice(), &plain].concat();
        let (legacy, _, lossy) = encoding_rs::GB18030.encode(ROSTER);
        assert!(!lossy);
        let rows: Vec<Vec<String>> =
            ROSTER.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        let book =
            engine_sheet::write_xlsx("花名册", &rows[0], &rows[1..], &engine_sheet::XlsxOptions::default());
        let shapes = [
            ("utf8.csv", plain),
            ("bom.csv", marked),
            ("gb.csv", legacy.into_owned()),
            ("book.xlsx", book.unwrap()),
            // The name lies; the content tells.
            ("book.csv", [ROSTER.replace(',', "\t").into_bytes()].concat()),
        ];
        for (name, bytes) in shapes {
            let (owner, import) = app.send(OWNER, name, bytes).await;
            assert_eq!(import["state"], "ready", "{name}: {import:#}");
            assert_eq!(summary(&import), [2, 1, 1, 2, 0, 0], "{name}");
            let path = format!("/imports/{}/cancel", import["id"].as_str().unwrap());
            let cancelled = app.node.post(&path, &owner, json!({})).await.ok();
            assert_eq!(cancelled.json["state"], "cancelled");
        }
    });
}

#[test]
fn bad_rows_are_listed_downloaded_mended_and_sent_again() {
    in_an_office(async |app| {
        let file = "\
姓名,工号,手机,部门,直属上级工号
,C001,13800000201,区政府,
丁一,C002,138000002022,区政府,
丁二,C003,13800000203,区政府,X999
丁三,C004,13800000204,区政府,
";
        let (owner, import) = app.send(OWNER, "新人.csv", file).await;
        assert_eq!((summary(&import)[0], summary(&import)[5]), (1, 3), "{:#}", import["summary"]);
        let bad = app
            .node
            .get(&format!("/imports/{}/rows?kind=bad", import["id"].as_str().unwrap()), &owner)
            .await
            .ok();
        let codes: Vec<&str> = bad.json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["problems"][0]["code"].as_str().unwrap())
            .collect();
        assert_eq!(
            codes,
            ["people.required", "people.import_row_mobile_digits", "people.import_row_manager_unknown"]
        );
        let path = format!("/imports/{}/bad.csv", import["id"].as_str().unwrap());
        let (name, csv) = app.download(&owner, &path).await;
        assert!(name.contains("filename*=UTF-8''") && name.contains(".csv"), "{name}");
        let text = String::from_utf8(csv).unwrap();
        assert!(text.contains("丁一") && text.contains("X999") && !text.contains("丁三"), "{text}");

        let mended = text.replace("X999", "A002").replace("138000002022,", "13800000202,");
        let mended = mended.replacen(",C001", "丁零,C001", 1);
        let (_, second) = app.send(OWNER, "待修改.csv", mended).await;
        assert_eq!(second["state"], "ready", "{second:#}");
        assert_eq!((summary(&second)[0], summary(&second)[5]), (3, 0), "{second:#}");
        app.apply(&owner, &second).await;
        assert_eq!(app.node.get("/users?q=C003", &owner).await.ok().names(), ["丁二"]);
        let (_, book) =
            app.download(&owner, &format!("/imports/{}/bad.xlsx", import["id"].as_str().unwrap())).await;
        assert_eq!(&book[..2], b"PK");
    });
}

#[test]
fn what_changed_since_the_preview_is_shown_before_anything_is_written() {
    in_an_office(async |app| {
        let (owner, import) = app.send(OWNER, "花名册.csv", ROSTER).await;
        // Somebody else takes the number of a newcomer.
        let taken = json!({ "name": "抢先", "employee_no": "Z1",
            "phones": [{ "label": "mobile", "number": "13800000101" }] });
        app.node.post("/users", &owner, taken).await.expect(StatusCode::CREATED);
        let shown = app.apply(&owner, &import).await;
        assert_eq!(shown["state"], "ready", "{shown:#}");
        assert_eq!(shown["problem"]["code"], "people.import_stale");
        assert!(app.node.get("/users?q=B002", &owner).await.ok().names().is_empty(), "nothing half");
        // What was seen is applied.
        let expected = summary(&shown);
        let done = app.apply(&owner, &shown).await;
        assert_eq!((done["state"].as_str(), summary(&done)), (Some("done"), expected), "{done:#}");
    });
}

#[test]
fn columns_with_names_of_their_own_are_assigned_by_hand() {
    in_an_office(async |app| {
        let file = "谁,编码,哪个处室\n丁一,D1,区政府/教育局\n";
        let (owner, import) = app.send(OWNER, "odd.csv", file).await;
        assert_eq!(import["problem"]["code"], "people.import_no_name_column", "{import:#}");
        let path = format!("/imports/{}", import["id"].as_str().unwrap());
        let wrong = json!({ "mapping": { "谁": "name", "编码": "name" } });
        let refused = app.node.patch(&path, &owner, wrong).await;
        assert_eq!(refused.faults(), ["mapping.谁: people.import_field_twice"]);
        let right = json!({ "mapping": { "谁": "name", "编码": "employee_no", "哪个处室": "department" } });
        app.node.patch(&path, &owner, right).await.ok();
        app.work().await;
        let ready = app.node.get(&path, &owner).await.ok().json;
        assert_eq!((ready["state"].as_str(), summary(&ready)[0]), (Some("ready"), 1), "{ready:#}");
        assert_eq!(app.apply(&owner, &ready).await["state"], "done");
        assert_eq!(app.node.get("/users?q=D1", &owner).await.ok().names(), ["丁一"]);
    });
}

#[test]
fn files_that_are_no_tables_say_so_and_change_nothing() {
    in_an_office(async |app| {
        let book = engine_sheet::write_xlsx(
            "s",
            &["姓名"],
            &[vec!["丁一".to_owned()]],
            &engine_sheet::XlsxOptions::default(),
        )
        .unwrap();
        let torn = book[..book.len() / 2].to_vec();
        let files: [(&str, Vec<u8>, &str); 6] = [
            ("empty.csv", Vec::new(), "people.import_file_empty"),
            ("torn.xlsx", torn, "people.import_damaged"),
            (
                "old.xls",
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1B\0o\0o\0k\0".to_vec(),
                "people.import_save_as_xlsx",
            ),
            ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "people.import_not_a_table"),
            ("quote.csv", "姓名,工号\n\"丁一,1\n丁二,2\n".into(), "people.import_unclosed_quote"),
            ("headings.csv", "姓名,工号\n".into(), "people.import_no_rows"),
        ];
        for (name, bytes, code) in files {
            let (_, import) = app.send(OWNER, name, bytes).await;
            assert_eq!(import["problem"]["code"], code, "{name}: {}", import["state"]);
            assert_eq!(import["state"], "failed", "{name}");
        }
        let owner = app.token(OWNER).await;
        assert_eq!(app.node.get("/users", &owner).await.ok().names().len(), 5);
    });
}

#[test]
fn imports_are_for_administrators_and_stay_within_their_departments() {
    in_an_office(async |app| {
        let liu = app.token(LIU).await;
        let own = app.file(LIU, "own.csv", ROSTER).await;
        app.node.post("/imports", &liu, json!({ "file": own })).await.expect(StatusCode::FORBIDDEN);
        app.node.get("/imports", &liu).await.expect(StatusCode::FORBIDDEN);
        app.node.get("/export", &liu).await.expect(StatusCode::FORBIDDEN);
        app.node.get("/import-template", &liu).await.expect(StatusCode::FORBIDDEN);
        // Somebody else's file is no file of one's own.
        let admin = app.token(ADMIN).await;
        let stolen = app.node.post("/imports", &admin, json!({ "file": own })).await;
        assert_eq!(stolen.faults(), ["file: people.import_file_unusable"]);

        // The administrator of education cannot reach health.
        let (scoped, import) = app.send(SCOPED, "花名册.csv", ROSTER).await;
        let bad = app.rows(&scoped, &import, "bad").await;
        assert_eq!(bad, ["3 单雄信", "5 乐嘉"], "{import:#}");
        // Nor see what others began, or apply it.
        let (owner, of_owner) = app.send(OWNER, "花名册.csv", ROSTER).await;
        let path = format!("/imports/{}", of_owner["id"].as_str().unwrap());
        app.node.get(&path, &scoped).await.expect(StatusCode::NOT_FOUND);
        app.node.get(&format!("{path}/rows"), &scoped).await.expect(StatusCode::NOT_FOUND);
        app.node.post(&format!("{path}/apply"), &scoped, json!({})).await.expect(StatusCode::NOT_FOUND);
        app.node.get(&path, &admin).await.ok();
        let not_hers = app.node.post(&format!("{path}/apply"), &admin, json!({})).await;
        assert_eq!(not_hers.code(), "people.import_not_yours");
        let listed = app.node.get("/imports", &scoped).await.ok();
        assert_eq!(listed.json["items"].as_array().unwrap().len(), 1);
        let all = app.node.get("/imports", &owner).await.ok();
        assert_eq!(all.json["items"].as_array().unwrap().len(), 2);
        // What they get out is theirs too.
        let (_, csv) = app.download(&scoped, "/export?format=csv").await;
        let text = String::from_utf8(csv).unwrap();
        assert!(text.contains("刘竞文") && !text.contains("单雄信"), "{text}");
    });
}

#[test]
fn what_comes_out_goes_in_again_and_changes_nothing() {
    in_an_office(async |app| {
        let owner = app.token(OWNER).await;
        for format in ["csv", "xlsx"] {
            let (name, bytes) = app.download(&owner, &format!("/export?format={format}")).await;
            assert!(name.contains(format), "{name}");
            let (_, import) = app.send(OWNER, &format!("out.{format}"), bytes).await;
            assert_eq!(summary(&import), [0, 0, 0, 0, 5, 0], "{import:#}");
        }
        for format in ["csv", "xlsx"] {
            let (_, bytes) = app.download(&owner, &format!("/import-template?format={format}")).await;
            let (_, import) = app.send(OWNER, &format!("template.{format}"), bytes).await;
            assert_eq!(
                import["problem"]["code"], "people.import_no_rows",
                "examples are passed over: {import:#}"
            );
        }
        let exported = app.acts().await;
        assert!(
            exported.iter().filter(|kind| kind.as_str() == "people.directory.exported").count() >= 2,
            "{exported:?}"
        );
        let unknown = app.node.get("/export?format=pdf", &owner).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST, "{:#}", unknown.json);
    });
}

#[test]
fn the_command_line_imports_and_exports_the_same_way() {
    in_an_office(async |app| {
        let admin = &app.node.admin;
        let dry = ImportOptions { dry_run: true, ..ImportOptions::default() };
        let told = admin.import_file(ROSTER.as_bytes(), "花名册.csv", dry).await.unwrap();
        assert_eq!((told.added, told.moved, told.changed, told.applied), (2, 1, 1, false));
        let bad = ROSTER.replace("13800000102", "12");
        let kept_out = admin.import_file(bad.as_bytes(), "bad.csv", ImportOptions::default()).await.unwrap();
        assert_eq!((kept_out.bad.len(), kept_out.bad[0].line, kept_out.applied), (1, 5, false));
        assert!(!kept_out.bad[0].reasons(Locale::ZhCn)[0].is_empty());
        let some = ImportOptions { skip_bad: true, ..ImportOptions::default() };
        let some = admin.import_file(bad.as_bytes(), "bad.csv", some).await.unwrap();
        assert_eq!((some.added, some.applied), (1, true));
        let rest =
            admin.import_file(ROSTER.as_bytes(), "花名册.csv", ImportOptions::default()).await.unwrap();
        assert_eq!((rest.added, rest.unchanged, rest.applied), (1, 3, true));
        let leaving = ImportOptions { include_leaving: true, ..ImportOptions::default() };
        let last = "姓名,工号\n刘竞文,A003\n";
        let last_owner = admin.import_file(last.as_bytes(), "last.csv", leaving).await;
        assert!(last_owner.is_err() || !last_owner.unwrap().applied, "the last owner stays");
        let (table, count) = admin.export(false, Locale::ZhCn).await.unwrap();
        assert_eq!(count, 7);
        assert!(String::from_utf8(table).unwrap().contains("督导室"));
    });
}
