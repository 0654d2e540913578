//! What can go wrong in chats, in words.

use kernel::{ErrorCode, Kind};

/// No such chat, or not a member.
pub(crate) static CHAT_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.chat_not_found",
    kind: Kind::NotFound,
    zh: "找不到这个会话。它可能已被解散，或你已不在其中。",
    en: "This chat was not found. It may have been dissolved, or you are no longer a member.",
};
/// No such message.
pub(crate) static MESSAGE_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.message_not_found",
    kind: Kind::NotFound,
    zh: "找不到这条消息。",
    en: "This message was not found.",
};
/// No such member.
pub(crate) static MEMBER_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.member_not_found",
    kind: Kind::NotFound,
    zh: "这个人不在会话里。",
    en: "This person is not a member of the chat.",
};
/// Needs an admin of the chat.
pub(crate) static ADMINS_ONLY: ErrorCode = ErrorCode {
    id: "chat.admins_only",
    kind: Kind::Forbidden,
    zh: "只有群主和群管理员可以这样做。请联系群主。",
    en: "Only the owner and admins of this group may do this. Ask the owner.",
};
/// Needs the owner of the chat.
pub(crate) static OWNER_ONLY: ErrorCode = ErrorCode {
    id: "chat.owner_only",
    kind: Kind::Forbidden,
    zh: "只有群主可以这样做。",
    en: "Only the owner of this group may do this.",
};
/// Posting is for admins.
pub(crate) static POSTING_RESTRICTED: ErrorCode = ErrorCode {
    id: "chat.posting_restricted",
    kind: Kind::Forbidden,
    zh: "这个群只允许群主和管理员发言。",
    en: "In this group only the owner and admins may post.",
};
/// Naming everyone is for admins.
pub(crate) static MENTION_ALL_RESTRICTED: ErrorCode = ErrorCode {
    id: "chat.mention_all_restricted",
    kind: Kind::Forbidden,
    zh: "这个群只允许群主和管理员 @所有人。",
    en: "In this group only the owner and admins may mention everyone.",
};
/// Not for this kind of chat.
pub(crate) static NOT_FOR_KIND: ErrorCode = ErrorCode {
    id: "chat.not_for_this_kind",
    kind: Kind::Conflict,
    zh: "这类会话不支持该操作。",
    en: "This kind of chat does not allow that.",
};
/// Members follow the directory.
pub(crate) static FOLLOWS_DIRECTORY: ErrorCode = ErrorCode {
    id: "chat.follows_directory",
    kind: Kind::Conflict,
    zh: "这个群的成员随组织架构自动更新，不能手动增减。",
    en: "The members of this group follow the directory and cannot be changed by hand.",
};
/// Nothing to send.
pub(crate) static EMPTY_MESSAGE: ErrorCode = ErrorCode {
    id: "chat.empty_message",
    kind: Kind::Invalid,
    zh: "消息没有内容。",
    en: "The message is empty.",
};
/// Text too long.
pub(crate) static MESSAGE_TOO_LONG: ErrorCode = ErrorCode {
    id: "chat.message_too_long",
    kind: Kind::Invalid,
    zh: "消息太长，最多 {max} 个字。长内容请作为文件发送。",
    en: "The message is too long: at most {max} characters. Send long texts as a file.",
};
/// Too many people named.
pub(crate) static TOO_MANY_MENTIONS: ErrorCode = ErrorCode {
    id: "chat.too_many_mentions",
    kind: Kind::Invalid,
    zh: "一条消息最多 @{max} 个人，更多时请 @所有人。",
    en: "A message can mention at most {max} people. To reach more, mention everyone.",
};
/// Too many files.
pub(crate) static TOO_MANY_FILES: ErrorCode = ErrorCode {
    id: "chat.too_many_files",
    kind: Kind::Invalid,
    zh: "一条消息最多附 {max} 个文件。",
    en: "A message can hold at most {max} files.",
};
/// A file is missing or somebody else's.
pub(crate) static FILE_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.file_not_found",
    kind: Kind::Invalid,
    zh: "要发送的文件不存在或尚未上传完成，请重新上传。",
    en: "A file to be sent does not exist or is not uploaded yet. Upload it again.",
};
/// `client_id` unusable.
pub(crate) static CLIENT_ID_INVALID: ErrorCode = ErrorCode {
    id: "chat.client_id_invalid",
    kind: Kind::Invalid,
    zh: "client_id 应为 1 至 {max} 个字符。",
    en: "client_id must have 1 to {max} characters.",
};
/// The answered message is not here.
pub(crate) static REPLY_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.reply_not_found",
    kind: Kind::Invalid,
    zh: "要回复的消息不在这个会话里。",
    en: "The message to answer is not in this chat.",
};
/// Too late to take back.
pub(crate) static RECALL_TOO_LATE: ErrorCode = ErrorCode {
    id: "chat.recall_too_late",
    kind: Kind::Conflict,
    zh: "消息发出超过 {minutes} 分钟，不能撤回。",
    en: "Messages can be recalled within {minutes} minutes of sending.",
};
/// Too late to edit.
pub(crate) static EDIT_TOO_LATE: ErrorCode = ErrorCode {
    id: "chat.edit_too_late",
    kind: Kind::Conflict,
    zh: "消息发出超过 {hours} 小时，不能编辑。",
    en: "Messages can be edited within {hours} hours of sending.",
};
/// Edited too often.
pub(crate) static EDITED_TOO_OFTEN: ErrorCode = ErrorCode {
    id: "chat.edited_too_often",
    kind: Kind::Conflict,
    zh: "这条消息已编辑 {max} 次，不能再改。请另发一条。",
    en: "This message was edited {max} times. Send a new one instead.",
};
/// Not the sender.
pub(crate) static NOT_SENDER: ErrorCode = ErrorCode {
    id: "chat.not_sender",
    kind: Kind::Forbidden,
    zh: "只能操作自己发出的消息。",
    en: "You can only do this with messages you sent.",
};
/// The message was taken back.
pub(crate) static RECALLED: ErrorCode = ErrorCode {
    id: "chat.message_recalled",
    kind: Kind::Conflict,
    zh: "这条消息已被撤回。",
    en: "This message was recalled.",
};
/// Not an emoji.
pub(crate) static NOT_EMOJI: ErrorCode = ErrorCode {
    id: "chat.not_an_emoji",
    kind: Kind::Invalid,
    zh: "表情回应只能是一个表情符号。",
    en: "A reaction must be a single emoji.",
};
/// Too many reactions.
pub(crate) static TOO_MANY_REACTIONS: ErrorCode = ErrorCode {
    id: "chat.too_many_reactions",
    kind: Kind::Conflict,
    zh: "这条消息的表情种类已达上限（{max} 种）。",
    en: "This message already has {max} different reactions.",
};
/// Too many pins.
pub(crate) static TOO_MANY_PINS: ErrorCode = ErrorCode {
    id: "chat.too_many_pins",
    kind: Kind::Conflict,
    zh: "一个会话最多置顶 {max} 条消息，请先取消一些。",
    en: "A chat can pin at most {max} messages. Unpin some first.",
};
/// Title missing.
pub(crate) static TITLE_MISSING: ErrorCode = ErrorCode {
    id: "chat.title_missing",
    kind: Kind::Invalid,
    zh: "请填写群名称。",
    en: "Give the group a name.",
};
/// Title too long.
pub(crate) static TITLE_TOO_LONG: ErrorCode = ErrorCode {
    id: "chat.title_too_long",
    kind: Kind::Invalid,
    zh: "群名称最多 {max} 个字。",
    en: "A group's name has at most {max} characters.",
};
/// Announcement too long.
pub(crate) static ANNOUNCEMENT_TOO_LONG: ErrorCode = ErrorCode {
    id: "chat.announcement_too_long",
    kind: Kind::Invalid,
    zh: "群公告最多 {max} 个字。",
    en: "An announcement has at most {max} characters.",
};
/// No members given.
pub(crate) static MEMBERS_MISSING: ErrorCode = ErrorCode {
    id: "chat.members_missing",
    kind: Kind::Invalid,
    zh: "请至少选择一个人。",
    en: "Choose at least one person.",
};
/// Unknown people.
pub(crate) static PEOPLE_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.people_not_found",
    kind: Kind::Invalid,
    zh: "所选的人里有 {count} 人不存在或已离开组织。",
    en: "{count} of the chosen people do not exist or have left the organisation.",
};
/// Too many at once.
pub(crate) static TOO_MANY_AT_ONCE: ErrorCode = ErrorCode {
    id: "chat.too_many_at_once",
    kind: Kind::Invalid,
    zh: "一次最多添加 {max} 人，请分批添加。",
    en: "Add at most {max} people at a time.",
};
/// Group full.
pub(crate) static GROUP_FULL: ErrorCode = ErrorCode {
    id: "chat.group_full",
    kind: Kind::Conflict,
    zh: "群成员最多 {max} 人。",
    en: "A group has at most {max} members.",
};
/// A direct chat needs one other person.
pub(crate) static DIRECT_NEEDS_ONE: ErrorCode = ErrorCode {
    id: "chat.direct_needs_one",
    kind: Kind::Invalid,
    zh: "单聊需要选择一个其他人。",
    en: "A direct chat needs exactly one other person.",
};
/// No such department.
pub(crate) static DEPARTMENT_NOT_FOUND: ErrorCode = ErrorCode {
    id: "chat.department_not_found",
    kind: Kind::Invalid,
    zh: "找不到这个部门。",
    en: "This department was not found.",
};
/// Not of this department.
pub(crate) static NOT_IN_DEPARTMENT: ErrorCode = ErrorCode {
    id: "chat.not_in_department",
    kind: Kind::Forbidden,
    zh: "只有这个部门的人可以建它的群。",
    en: "Only the people of this department can make its group.",
};
/// Owners stay until they hand over.
pub(crate) static OWNER_STAYS: ErrorCode = ErrorCode {
    id: "chat.owner_stays",
    kind: Kind::Conflict,
    zh: "群主不能被移出。请先转让群主。",
    en: "The owner cannot be removed. Hand the group over first.",
};
/// A search needs something to look for.
pub(crate) static SEARCH_EMPTY: ErrorCode = ErrorCode {
    id: "chat.search_empty",
    kind: Kind::Invalid,
    zh: "请输入要搜索的内容，或选择发送人、时间、类型。",
    en: "Enter words to search for, or choose a sender, time or kind.",
};

/// Every failure of this module.
pub(crate) static ALL: &[&ErrorCode] = &[
    &CHAT_NOT_FOUND,
    &MESSAGE_NOT_FOUND,
    &MEMBER_NOT_FOUND,
    &ADMINS_ONLY,
    &OWNER_ONLY,
    &POSTING_RESTRICTED,
    &MENTION_ALL_RESTRICTED,
    &NOT_FOR_KIND,
    &FOLLOWS_DIRECTORY,
    &EMPTY_MESSAGE,
    &MESSAGE_TOO_LONG,
    &TOO_MANY_MENTIONS,
    &TOO_MANY_FILES,
    &FILE_NOT_FOUND,
    &CLIENT_ID_INVALID,
    &REPLY_NOT_FOUND,
    &RECALL_TOO_LATE,
    &EDIT_TOO_LATE,
    &EDITED_TOO_OFTEN,
    &NOT_SENDER,
    &RECALLED,
    &NOT_EMOJI,
    &TOO_MANY_REACTIONS,
    &TOO_MANY_PINS,
    &TITLE_MISSING,
    &TITLE_TOO_LONG,
    &ANNOUNCEMENT_TOO_LONG,
    &MEMBERS_MISSING,
    &PEOPLE_NOT_FOUND,
    &TOO_MANY_AT_ONCE,
    &GROUP_FULL,
    &DIRECT_NEEDS_ONE,
    &DEPARTMENT_NOT_FOUND,
    &NOT_IN_DEPARTMENT,
    &OWNER_STAYS,
    &SEARCH_EMPTY,
];
