//! Failures of the edge itself.

use kernel::{ErrorCode, Kind};

/// Nobody is signed in.
pub static SIGN_IN: ErrorCode = ErrorCode {
    id: "http.sign_in",
    kind: Kind::Unauthenticated,
    zh: "请先登录。登录可能已过期，或已在别处退出。",
    en: "Please sign in. Your session may have expired or been ended elsewhere.",
};
/// A token lacks a scope.
pub static SCOPE_MISSING: ErrorCode = ErrorCode {
    id: "http.scope_missing",
    kind: Kind::Forbidden,
    zh: "这个访问令牌没有「{scope}」权限。请换用包含该权限的令牌。",
    en: "This token lacks the scope “{scope}”. Use a token that has it.",
};
/// A password set by somebody else must be replaced first.
pub static PASSWORD_FIRST: ErrorCode = ErrorCode {
    id: "http.password_first",
    kind: Kind::Forbidden,
    zh: "请先修改密码，然后继续使用。",
    en: "Choose a new password first, then go on.",
};
/// A request with this key was done; there is no reply that could be given again.
pub static DONE_ALREADY: ErrorCode = ErrorCode {
    id: "http.done_already",
    kind: Kind::Conflict,
    zh: "这个操作之前已经提交，结果没有保留。请刷新后查看。",
    en: "This was done before, but its reply was not kept. Load what you see again.",
};
/// A browser sent it from another site.
pub static CROSS_ORIGIN: ErrorCode = ErrorCode {
    id: "http.cross_origin",
    kind: Kind::Forbidden,
    zh: "这个请求来自其他网站，已被拒绝。请在本站页面内操作。",
    en: "This request came from another site and was refused. Use this site's own pages.",
};
/// Too many requests.
pub static TOO_MANY: ErrorCode = ErrorCode {
    id: "http.too_many_requests",
    kind: Kind::TooMany,
    zh: "操作太频繁，请 {seconds} 秒后再试。",
    en: "Too many requests. Try again in {seconds} seconds.",
};
/// The body cannot be read.
pub static MALFORMED: ErrorCode = ErrorCode {
    id: "http.malformed",
    kind: Kind::Malformed,
    zh: "请求的格式不正确：{reason}",
    en: "The request cannot be read: {reason}",
};
/// The body is too large.
pub static TOO_LARGE: ErrorCode = ErrorCode {
    id: "http.too_large",
    kind: Kind::TooLarge,
    zh: "内容太大，超过了允许的大小。",
    en: "This is larger than what is accepted.",
};
/// Not JSON.
pub static NOT_JSON: ErrorCode = ErrorCode {
    id: "http.not_json",
    kind: Kind::UnsupportedType,
    zh: "请求的内容类型应为 application/json。",
    en: "The content type must be application/json.",
};
/// No such address.
pub static NO_ROUTE: ErrorCode = ErrorCode {
    id: "http.no_route",
    kind: Kind::NotFound,
    zh: "没有这个地址。",
    en: "There is no such address.",
};
/// Wrong method.
pub static METHOD: ErrorCode = ErrorCode {
    id: "http.method_not_allowed",
    kind: Kind::MethodNotAllowed,
    zh: "这个地址不支持该操作方法。",
    en: "This address does not support that method.",
};
/// The same request is being worked on.
pub static IN_PROGRESS: ErrorCode = ErrorCode {
    id: "http.idempotency_in_progress",
    kind: Kind::Conflict,
    zh: "同一个请求正在处理中，请稍候。",
    en: "The same request is still being worked on. Please wait.",
};
/// The key was used for another request.
pub static KEY_REUSED: ErrorCode = ErrorCode {
    id: "http.idempotency_key_reused",
    kind: Kind::Invalid,
    zh: "这个 Idempotency-Key 已用于另一个请求，请换一个。",
    en: "This Idempotency-Key was used for a different request. Use a new one.",
};
/// The key is not usable.
pub static KEY_INVALID: ErrorCode = ErrorCode {
    id: "http.idempotency_key_invalid",
    kind: Kind::Invalid,
    zh: "Idempotency-Key 应为 1 至 128 个可见字符。",
    en: "An Idempotency-Key is 1 to 128 visible characters.",
};

/// Every code of the kernel, the store and the edge.
pub static ALL: &[&ErrorCode] = &[
    &kernel::error::INTERNAL,
    &kernel::error::INVALID,
    &kernel::error::NOT_FOUND,
    &platform_db::STORE_UNAVAILABLE,
    &platform_db::OUTCOME_UNKNOWN,
    &platform_db::STORAGE_FULL,
    &platform_db::NEWER,
    &platform_db::EDITED,
    &SIGN_IN,
    &SCOPE_MISSING,
    &DONE_ALREADY,
    &PASSWORD_FIRST,
    &CROSS_ORIGIN,
    &TOO_MANY,
    &MALFORMED,
    &TOO_LARGE,
    &NOT_JSON,
    &NO_ROUTE,
    &METHOD,
    &IN_PROGRESS,
    &KEY_REUSED,
    &KEY_INVALID,
];
