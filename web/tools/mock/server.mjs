// A stand-in for the server while there is none: answers as the API does, forgets everything at exit.
// Also serves dist/ under the content policy of the real server, so that a build can be looked at as it will be used.
// node tools/mock/server.mjs [port]   sign in with any account; the password "wrong" is refused, "slow" is throttled.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chats, departments, fullUser, me, membersOf, message, notices, org, users } from "./data.mjs";
import { accept } from "./live.mjs";

const port = Number(process.argv[2] ?? 8090);
const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const sessions = new Set();
const tokens = [];
const uploads = new Map();
const files = new Map();
let nextId = 10_000;
const id = () => String(nextId++);

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

class Problem {
  constructor(status, code, zh, en, extra = {}) {
    Object.assign(this, { status, code, zh, en, extra });
  }
}
const notFound = () => new Problem(404, "http.not_found", "没有找到", "Not found");
const page = (items, query, extra = {}) => {
  const from = Number(query.get("cursor") ?? 0);
  const limit = Number(query.get("limit") ?? 50);
  const next = from + limit < items.length ? String(from + limit) : null;
  return { items: items.slice(from, from + limit), next, ...extra };
};

/** Enough of the ranked search to work with: by name, by initials, by full pinyin. */
function hits(q) {
  const wanted = q.toLowerCase();
  return users.flatMap((user) => {
    const at = user.name.toLowerCase().indexOf(wanted);
    if (at >= 0) return [{ ...user, matched: { field: "name", ranges: [[at, at + wanted.length]] } }];
    const syllables = user.pinyin.split(" ").map((part) => part.split("|"));
    const initials = syllables.map(([first]) => first[0]).join("");
    const full = syllables.map(([first]) => first).join("");
    if (initials.startsWith(wanted) || full.startsWith(wanted)) {
      const end = initials.startsWith(wanted) ? wanted.length : user.name.length;
      return [{ ...user, matched: { field: "pinyin", ranges: [[0, end]] } }];
    }
    if (user.phone.replaceAll(" ", "").endsWith(wanted)) {
      return [{ ...user, matched: { field: "phone", text: user.phone, ranges: [[9, 13]] } }];
    }
    return [];
  });
}

function everywhere(query) {
  const q = query.get("q") ?? "";
  const limit = Number(query.get("limit") ?? 5);
  const people = hits(q).map((user) => ({
    id: user.id,
    kind: "person",
    title: { text: user.name, ranges: [] },
    snippet: { text: `${user.title} · ${user.departments[0].path.join(" / ")}`, ranges: [] },
    url: `/people/user/${user.id}`,
  }));
  const groups = chats
    .filter((chat) => chat.title.includes(q))
    .map((chat) => ({ id: chat.id, kind: "chat", title: { text: chat.title, ranges: [] }, url: `/chat/${chat.id}` }));
  const messages = chats
    .filter((chat) => chat.last_message.text.includes(q))
    .map((chat) => {
      const { text, id, created_at } = chat.last_message;
      const at = text.indexOf(q);
      const snippet = { text, ranges: [[at, at + q.length]] };
      return { id, kind: "message", title: { text: "刘竞文", ranges: [] }, snippet, url: `/chat/${chat.id}?seq=40`, at: created_at };
    });
  const found = [["person", people], ["chat", groups], ["message", messages]];
  return {
    groups: found
      .filter(([, items]) => items.length > 0)
      .map(([kind, items]) => ({ kind, items: items.slice(0, limit), more: items.length > limit })),
  };
}

const finishUpload = (upload) => {
  const kind = upload.type?.startsWith("image/") ? "image" : "file";
  const file = { id: id(), name: upload.name, size: upload.size, type: upload.type ?? "", sha256: "", kind, thumb: kind === "image" };
  files.set(file.id, { ...file, bytes: Buffer.concat(upload.parts) });
  return file;
};

const signIn = (response) => {
  const token = randomBytes(16).toString("hex");
  sessions.add(token);
  response.setHeader("Set-Cookie", `courtyard_session=${token}; Path=/; HttpOnly; SameSite=Lax`);
  return { status: 201, body: { token, user: { id: me.user.id, name: me.user.name }, must_change_password: false } };
};

const people = "/api/v1/people";
const core = "/api/v1/core";
const chat = "/api/v1/chat";
const isPublic = (path) => path === `${people}/sessions` || path.startsWith(`${people}/invitations/`);

/** [method, pattern, answer]; `*` stands for one part of the path. */
const routes = [
  ["POST", `${people}/sessions`, ({ body, response }) => {
    if (body.password === "wrong") throw new Problem(401, "people.wrong_login", "账号或密码不正确", "Wrong account or password");
    if (body.password === "slow") throw new Problem(429, "people.too_many_attempts", "尝试过于频繁", "Too many attempts", { retry: 95 });
    return signIn(response);
  }],
  ["GET", `${people}/sessions`, () => ({ items: [
    { id: "1", current: true, created_at: Date.now() - 8e7, seen_at: Date.now(), agent: "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0", ip: "10.2.8.31" },
    { id: "2", current: false, created_at: Date.now() - 9e8, seen_at: Date.now() - 4e6, agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605", ip: "183.136.10.4" },
    { id: "3", current: false, created_at: Date.now() - 3e9, seen_at: Date.now() - 5e8, agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/19 Safari/605", ip: "10.2.8.90" },
  ] })],
  ["DELETE", `${people}/sessions/*`, ({ parts, token }) => {
    if (parts[0] === "current") sessions.delete(token);
  }],
  ["GET", `${people}/me`, () => me],
  ["PATCH", `${people}/me`, ({ body }) => {
    const { locale, theme, avatar_file: file, ...rest } = body;
    Object.assign(me.preferences, locale && { locale }, theme && { theme });
    Object.assign(me.user, rest);
    if (file !== undefined) me.user.avatar = file === null ? null : `${core}/files/${file}/content`;
    return me;
  }],
  ["PUT", `${people}/me/password`, ({ body }) => {
    if (body.current === "wrong") {
      throw new Problem(422, "people.weak_password", "请检查填写的内容", "Please check the fields", {
        errors: [{ field: "current", code: "people.wrong_password", message: "当前密码不正确" }],
      });
    }
  }],
  ["GET", `${people}/tokens`, () => ({ items: tokens })],
  ["POST", `${people}/tokens`, ({ body }) => {
    const token = { id: id(), created_at: Date.now(), ...body };
    tokens.push(token);
    return { status: 201, body: { ...token, token: `cy_${randomBytes(20).toString("hex")}` } };
  }],
  ["DELETE", `${people}/tokens/*`, ({ parts }) => {
    tokens.splice(tokens.findIndex((token) => token.id === parts[0]), 1);
  }],
  ["GET", `${people}/users`, ({ query }) => {
    const ids = query.get("ids")?.split(",");
    if (ids) return { items: users.filter((user) => ids.includes(user.id)), next: null };
    return page(query.get("q") ? hits(query.get("q")) : users, query);
  }],
  ["GET", `${people}/users/*`, ({ parts }) => {
    const user = users.find((entry) => entry.id === parts[0]);
    if (!user) throw notFound();
    return user.id === me.user.id ? me.user : fullUser(user);
  }],
  ["GET", `${people}/departments`, ({ query }) =>
    page(departments.filter((entry) => entry.parent === (query.get("parent") ?? null)), query)],
  ["GET", `${people}/departments/tree`, () => ({ items: departments, next: null })],
  ["GET", `${people}/departments/search`, ({ query }) => ({
    items: departments.filter((entry) => entry.name.includes(query.get("q"))),
  })],
  ["GET", `${people}/departments/*`, ({ parts }) => departments.find((entry) => entry.id === parts[0]) ?? null],
  ["GET", `${people}/departments/*/members`, ({ parts, query }) =>
    page(membersOf(parts[0], query.get("deep") === "true"), query)],
  ["GET", `${people}/invitations/*`, ({ parts }) => {
    if (parts[0] === "gone") throw new Problem(410, "people.invitation_gone", "链接已失效", "The link is no longer valid");
    const kind = ["owner", "reset"].includes(parts[0]) ? parts[0] : "member";
    return { kind, user: { name: "刘竞文" }, org: { name: kind === "owner" ? "" : org.name }, expires_at: Date.now() + 6e8 };
  }],
  ["POST", `${people}/invitations/*/accept`, ({ body, response }) => {
    if (body.password.length < 8) {
      throw new Problem(422, "people.weak_password", "请检查填写的内容", "Please check the fields", {
        errors: [{ field: "password", code: "people.too_short", message: "密码至少 10 位" }],
      });
    }
    return signIn(response);
  }],
  ["GET", `${core}/search`, ({ query }) => everywhere(query)],
  ["GET", `${core}/notifications`, ({ query }) =>
    page(notices, query, { unread: notices.filter((notice) => !notice.read).length })],
  ["POST", `${core}/notifications/read`, ({ body }) => {
    for (const notice of notices) if (!body.ids || body.ids.includes(notice.id)) notice.read = true;
    return { unread: notices.filter((notice) => !notice.read).length };
  }],
  ["GET", `${core}/objects/*`, ({ parts }) => {
    if (parts[0] === "404") throw notFound();
    return { id: parts[0], kind: "person", title: "刘竞文", icon: "person", link: `/o/${parts[0]}`, url: "/settings/about" };
  }],
  ["POST", `${core}/uploads`, ({ body }) => {
    const upload = { id: id(), ...body, offset: 0, part_size: 262_144, parts: [] };
    uploads.set(upload.id, upload);
    return { status: 201, body: { ...upload, parts: undefined } };
  }],
  ["GET", `${core}/uploads/*`, ({ parts }) => {
    const upload = uploads.get(parts[0]);
    if (!upload) throw notFound();
    return { ...upload, parts: undefined };
  }],
  ["PATCH", `${core}/uploads/*`, ({ parts, bytes }) => {
    const upload = uploads.get(parts[0]);
    if (!upload) throw notFound();
    upload.parts.push(bytes);
    upload.offset += bytes.length;
    if (upload.offset === upload.size) upload.file = finishUpload(upload);
    return { ...upload, parts: undefined };
  }],
  ["DELETE", `${core}/uploads/*`, ({ parts }) => void uploads.delete(parts[0])],
  ["GET", `${core}/files/*/content`, ({ parts }) => files.get(parts[0]) ?? null],
  ["GET", `${core}/files/*/thumbnail`, ({ parts }) => files.get(parts[0]) ?? null],
  ["GET", `${chat}/chats`, ({ query }) => page(chats, query)],
  ["POST", `${chat}/chats`, () => ({ status: 201, body: chats[1] })],
  ["GET", `${chat}/chats/*`, ({ parts }) => chats.find((entry) => entry.id === parts[0]) ?? null],
  ["GET", `${chat}/chats/*/messages`, ({ parts }) => ({
    items: Array.from({ length: 40 }, (_, index) =>
      message(parts[0], index + 1, users[index % 5], `第 ${index + 1} 条：请大家按值班表到岗。`, Date.now() - (40 - index) * 60_000)),
    has_before: false,
    has_after: false,
  })],
  ["GET", `${chat}/unread`, () => ({ unread: 15, mentions: 2, muted_unread: 0 })],
];

const compiled = routes.map(([method, pattern, answer]) => ({
  method,
  pattern: new RegExp(`^${pattern.replaceAll("*", "([^/]+)")}$`),
  answer,
}));

async function api(request, response, url) {
  const token = /courtyard_session=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const isJson = request.headers["content-type"]?.startsWith("application/json");
  if (!sessions.has(token) && !isPublic(url.pathname)) {
    throw new Problem(401, "http.unauthenticated", "请先登录", "Please sign in");
  }
  for (const { method, pattern, answer } of compiled) {
    const match = method === request.method && pattern.exec(url.pathname);
    if (!match) continue;
    const body = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
    const result = await answer({ body, bytes, query: url.searchParams, parts: match.slice(1).map(decodeURIComponent), response, token });
    if (result === null) throw notFound();
    if (result === undefined) return response.writeHead(204).end();
    if (Buffer.isBuffer(result.bytes)) {
      return response.writeHead(200, { "Content-Type": result.type }).end(result.bytes);
    }
    const status = result.status && result.body ? result.status : 200;
    response.writeHead(status, { "Content-Type": "application/json" });
    return response.end(JSON.stringify(status === 200 ? result : result.body));
  }
  throw notFound();
}

function refuse(request, response, problem) {
  const isEnglish = request.headers["accept-language"]?.startsWith("en");
  const title = isEnglish ? problem.en : problem.zh;
  const { retry, errors } = problem.extra;
  response.writeHead(problem.status, {
    "Content-Type": "application/problem+json",
    ...(retry ? { "Retry-After": retry } : {}),
  });
  const request_id = randomBytes(8).toString("hex");
  response.end(JSON.stringify({ type: "about:blank", title, status: problem.status, code: problem.code, request_id, errors }));
}

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

async function serveClient(response, pathname) {
  const name = extname(pathname) === "" ? "index.html" : normalize(pathname);
  try {
    const bytes = await readFile(join(dist, name));
    response.writeHead(200, { "Content-Type": types[extname(name)] ?? "application/octet-stream", "Content-Security-Policy": policy });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (!url.pathname.startsWith("/api/")) return serveClient(response, url.pathname);
  try {
    await api(request, response, url);
  } catch (error) {
    const problem =
      error instanceof Problem ? error : new Problem(500, "http.internal", "服务器出错了", "The server failed");
    if (!(error instanceof Problem)) console.error(error);
    refuse(request, response, problem);
  }
});

server.on("upgrade", (request, socket) => {
  const send = accept(request, socket, (frame) => {
    if (frame.type === "ping") send({ type: "pong" });
    if (frame.type === "watch") {
      const state = (user) => ["online", "away", "offline"][Number(user.slice(-1)) % 3];
      send({ type: "presence", data: Object.fromEntries(frame.users.map((user) => [user, state(user)])) });
    }
  });
  send({ type: "hello", session: "1", user: me.user.id, now: Date.now() });
});

server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
