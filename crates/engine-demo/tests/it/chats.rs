//! Conversations.

use std::collections::HashSet;

use engine_demo::{Chat, ChatKind, Mention, Office, mentions};

use crate::{NOW, office};

const DAY: i64 = 86_400_000;
const HOUR: i64 = DAY / 24;

/// What is true of every chat at any time.
fn check(office: &Office, now: i64) {
    for chat in &office.chats {
        let title = if chat.title.is_empty() { "a direct chat" } else { &chat.title };
        let members: HashSet<_> = chat.members.iter().map(|member| member.person).collect();
        assert_eq!(members.len(), chat.members.len(), "{title}");
        assert!(chat.members.is_sorted_by_key(|member| member.person));
        assert!(members.iter().all(|key| (key.0 as usize) < office.people.len()));
        match chat.kind {
            ChatKind::Direct => assert!(members.len() == 2 && chat.owner.is_none() && chat.title.is_empty()),
            _ => assert!(
                chat.owner.is_some_and(|owner| members.contains(&owner)) && !chat.title.is_empty(),
                "{title}"
            ),
        }
        assert_eq!(chat.kind == ChatKind::Department, chat.department.is_some());
        if let Some(department) = chat.department {
            let head = office.department(department).head.unwrap();
            assert!(members.contains(&head));
        }

        assert!(!chat.messages.is_empty());
        assert!(chat.created_at_ms < chat.messages[0].at_ms);
        assert!(
            chat.messages.is_sorted_by(|one, next| one.at_ms < next.at_ms),
            "{title} is not in order of time"
        );
        for (index, message) in chat.messages.iter().enumerate() {
            assert!(members.contains(&message.sender), "{title}: a stranger speaks");
            assert!((now - 27 * DAY..=now).contains(&message.at_ms), "{title}: {}", message.text);
            let hour = (message.at_ms + 8 * HOUR).rem_euclid(DAY) / HOUR;
            assert!((6..23).contains(&hour), "{title} at {hour}: {}", message.text);
            assert!(message.reply_to.is_none_or(|answered| (answered as usize) < index));
            assert!(!message.text.trim().is_empty() && message.text.len() < 4_000);
            assert!(!message.text.contains("@{") && !message.text.contains("{d"), "{}", message.text);
            for mention in mentions(&message.text) {
                if let Mention::Person(key) = mention {
                    assert!(
                        members.contains(&key),
                        "{title}: {} is mentioned and not a member",
                        office.person(key).name
                    );
                }
            }
            let mut emoji = HashSet::new();
            for reaction in &message.reactions {
                assert!(
                    emoji.insert(reaction.emoji) && !reaction.people.is_empty(),
                    "{title}: {}",
                    message.text
                );
                let people: HashSet<_> = reaction.people.iter().collect();
                assert_eq!(people.len(), reaction.people.len(), "{title}: {}", message.text);
                assert!(reaction.people.iter().all(|key| members.contains(key)));
            }
        }
        for member in &chat.members {
            assert!(member.read as usize <= chat.messages.len());
            let own = chat.messages.iter().rposition(|message| message.sender == member.person);
            assert!(own.is_none_or(|own| own < member.read as usize), "{title}: own messages are read");
        }
    }
}

fn messages(office: &Office) -> usize {
    office.chats.iter().map(|chat| chat.messages.len()).sum()
}

fn chat<'o>(office: &'o Office, title: &str) -> &'o Chat {
    office.chats.iter().find(|chat| chat.title == title).unwrap()
}

#[test]
fn the_office_of_sixty_talks() {
    let office = office(60);
    check(&office, NOW);
    assert_eq!(office.chats.len(), 20);
    assert!((600..900).contains(&messages(&office)), "{}", messages(&office));
    for kind in [ChatKind::Direct, ChatKind::Group, ChatKind::Department, ChatKind::Everyone] {
        assert!(office.chats.iter().any(|chat| chat.kind == kind));
    }
    for chat in &office.chats {
        let last = NOW - chat.messages.last().unwrap().at_ms;
        assert!(last < 2 * HOUR, "{} ends long ago", chat.title);
        assert!((9..=64).contains(&chat.messages.len()), "{}: {}", chat.title, chat.messages.len());
    }
    let all = || office.chats.iter().flat_map(|chat| &chat.messages);
    assert!(all().filter(|message| message.reply_to.is_some()).count() >= 10);
    assert!(all().filter(|message| !message.reactions.is_empty()).count() >= 120);
    assert!(all().filter(|message| message.pinned).count() >= 5);
    assert!(all().any(|message| message.text.contains("```rust")));
    assert!(all().any(|message| message.text.contains("| --- |")));
    assert!(all().any(|message| message.text.contains("<@all>")));
}

#[test]
fn unread_messages_wait_for_the_demo_accounts() {
    let office = office(60);
    for person in &office.people[..6] {
        let waiting: usize = office.chats.iter().filter_map(|chat| chat.unread(person.key)).sum();
        assert!((3..40).contains(&waiting), "{} has {waiting}", person.name);
        let mentioned = office.chats.iter().any(|chat| {
            let unread = chat.unread(person.key).unwrap_or(0);
            chat.messages[chat.messages.len() - unread..]
                .iter()
                .any(|message| mentions(&message.text).contains(&Mention::Person(person.key)))
        });
        // The owner is told things, the others are asked.
        assert!(mentioned || person.key == office.owner().key, "{} is mentioned nowhere", person.name);
    }
    assert_eq!(chat(&office, "研发组").unread(office.people[3].key), Some(6));
}

/// The chat of a department has its people and those of the departments below it.
#[test]
fn department_chats_have_their_people() {
    let office = office(5_000);
    for chat in &office.chats {
        let Some(department) = chat.department else { continue };
        for person in &office.people {
            let within =
                person.departments().any(|place| office.path(place.department).contains(&department));
            assert!(!within || chat.unread(person.key).is_some(), "{} is not in {}", person.name, chat.title);
        }
    }
}

#[test]
fn the_chat_of_everyone_has_everyone() {
    for people in [1, 12, 60, 700] {
        let office = office(people);
        assert_eq!(chat(&office, "望川市全员").members.len(), people);
    }
}

#[test]
fn any_moment_will_do() {
    // Every third hour of nine days, so also at night and at the weekend.
    for step in 0..72 {
        let now = NOW + step * 3 * HOUR;
        check(&Office::generate(3, 60, now), now);
    }
}

#[test]
fn offices_of_any_size_talk_sense() {
    for people in [1, 2, 7, 30, 61, 199, 201, 500, 5_000] {
        let office = office(people);
        check(&office, NOW);
        assert!(office.chats.len() <= 200 && messages(&office) <= 20_000);
    }
}

#[test]
fn a_large_office_has_more_and_longer_chats() {
    let office = office(30_000);
    check(&office, NOW);
    assert!((150..=200).contains(&office.chats.len()), "{}", office.chats.len());
    assert!((10_000..=20_000).contains(&messages(&office)), "{}", messages(&office));
    assert!(office.chats.iter().any(|chat| chat.messages.len() > 1_000));
    let groups = office.chats.iter().filter(|chat| chat.kind == ChatKind::Group).count();
    assert!(groups > 30);
    let titles: HashSet<&str> = office
        .chats
        .iter()
        .filter(|chat| chat.kind == ChatKind::Group)
        .map(|chat| chat.title.as_str())
        .collect();
    assert_eq!(titles.len(), groups, "projects have names of their own");
}
