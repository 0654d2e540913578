//! An office of thirty thousand: filled, loaded, searched. How long it takes the benchmarks say.

use engine_pinyin::reading::Reading;
use http::StatusCode;
use kernel::Role;
use module_people::{Admin, BulkDepartment, BulkPerson, BulkPlace};
use serde_json::json;
use testkit::rng::Rng;

use crate::support::{Node, PASSWORD, config, core, migrations};

const PEOPLE: usize = 30_000;
const DEPARTMENTS: usize = 2_000;

fn departments() -> Vec<BulkDepartment> {
    (0..DEPARTMENTS)
        .map(|n| BulkDepartment { name: format!("部门{n}"), parent: (n > 0).then(|| (n - 1) / 6) })
        .collect()
}

fn people() -> Vec<BulkPerson> {
    let mut rng = Rng::new(30_000);
    let surnames: Vec<char> = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高单曾".chars().collect();
    let given: Vec<char> = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文竞乐".chars().collect();
    (0..PEOPLE)
        .map(|n| {
            let name: String =
                [*rng.pick(&surnames), *rng.pick(&given), *rng.pick(&given)].into_iter().collect();
            BulkPerson {
                name,
                login: Some(format!("user{n}")),
                employee_no: Some(format!("{n:06}")),
                phones: vec![("mobile".to_owned(), format!("138{n:08}"))],
                places: vec![BulkPlace {
                    department: rng.below(DEPARTMENTS as u64) as usize,
                    title: Some("科员".to_owned()),
                    ..BulkPlace::default()
                }],
                manager: (n > 0).then_some(n / 10),
                role: (n == 0).then_some(Role::Owner),
                ..BulkPerson::default()
            }
        })
        .collect()
}

#[test]
fn thirty_thousand_people_are_filled_in_loaded_and_searched() {
    testkit::on_both_engines(&migrations(), async |store| {
        let (core, committed) = core(&store, store.db.clone()).await;
        let admin = Admin::new(&core, config()).unwrap();
        admin.fill("大区", &departments(), &people(), PASSWORD.to_owned()).await.unwrap();
        let node = Node::start(core, committed).await;
        let owner = node.token("user0").await;
        let tree = node.get("/departments/tree", &owner).await.ok();
        assert_eq!((tree.names().len(), &tree.json["items"][0]["people"]), (DEPARTMENTS, &json!(PEOPLE)));
        for (query, found) in [
            ("l", 20),
            ("ljw", 20),
            ("liujingwen", 3),
            ("%E7%AB%9E%E6%96%87", 20),
            ("13800004242", 1),
            ("zzz", 0),
        ] {
            let hits = node.get(&format!("/users?q={query}&limit=20"), &owner).await.ok();
            assert_eq!(hits.names().len(), found, "{query}");
        }
        let body = json!({ "name": "新人" });
        let made = node.post("/users", &owner, body).await.expect(StatusCode::CREATED);
        assert!(made.text("pinyin").starts_with(&Reading::of("新").wire()));
        assert_eq!(node.get("/users?q=xinren", &owner).await.ok().names(), ["新人"]);
    });
}
