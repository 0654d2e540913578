//! The document of the API: names that clients rely on.

use crate::support::in_an_office;

#[test]
fn operations_are_named_after_what_they_do() {
    in_an_office(async |app| {
        let document = app.node.open_api.to_pretty_json().unwrap();
        let mut ids: Vec<&str> = app
            .node
            .open_api
            .paths
            .paths
            .values()
            .flat_map(|item| [&item.get, &item.post, &item.put, &item.patch, &item.delete])
            .flatten()
            .filter_map(|operation| operation.operation_id.as_deref())
            .collect();
        assert!(ids.iter().all(|id| id.starts_with("people.") && id.split('.').count() == 3), "{ids:?}");
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "each name once");
        for schema in [
            "User",
            "UserCard",
            "UserHit",
            "NewUser",
            "UserPatch",
            "Me",
            "MePatch",
            "Department",
            "RoleGrant",
            "Attribute",
            "Policy",
            "Token",
            "Session",
            "SignIn",
            "SignedIn",
            "Invitation",
            "Link",
        ] {
            assert!(document.contains(&format!("\"{schema}\": {{")), "{schema}");
        }
        // Every schema that is named is described.
        let value: serde_json::Value = serde_json::from_str(&document).unwrap();
        let described = value["components"]["schemas"].as_object().unwrap();
        for part in document.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(described.contains_key(name), "{name}");
        }
    });
}
