import { describe, expect, it } from "vitest";
import type { Chat, ChatMember, Me } from "@/api/types";
import { card, someMe } from "@/test/people";
import { chat } from "./fixtures";
import { rightsOver } from "./rights";

const member = (id: string, role: ChatMember["role"] = "member"): ChatMember => ({
  user: card(id, "单晓"),
  role,
  joined_at: 0,
  read_seq: 0,
});
const nobody = someMe();
const owner = someMe({ roles: [{ role: "owner" }] });
const admin = someMe({ roles: [{ role: "admin", department: null }] });
const departmentAdmin = someMe({ roles: [{ role: "admin", department: { id: "9", name: "窗口" } }] });

const none = { appoint: false, transfer: false, remove: false };

describe("what one may do with a member", () => {
  it.each<[string, Chat["kind"], Chat["me"]["role"], Me, ChatMember, Partial<typeof none>]>([
    ["a member, nothing", "group", "member", nobody, member("2"), {}],
    ["an owner, all", "group", "owner", nobody, member("2"), { appoint: true, transfer: true, remove: true }],
    ["an admin, to remove members", "group", "admin", nobody, member("2"), { remove: true }],
    ["an admin, nothing to another admin", "group", "admin", nobody, member("2", "admin"), {}],
    ["nobody, anything to the owner", "group", "admin", nobody, member("2", "owner"), {}],
    ["the office's owner, nothing in a group of others", "group", "member", owner, member("2"), {}],
    ["the office's owner, to appoint for all", "everyone", "member", owner, member("2"), { appoint: true }],
    ["the office's admin, to appoint for all", "everyone", "member", admin, member("2"), { appoint: true }],
    ["the office's admin, to appoint oneself", "everyone", "member", admin, member("1"), { appoint: true }],
    ["the office's admin, in a department", "department", "member", admin, member("2"), { appoint: true }],
    ["the office's admin, not over the owner", "department", "member", admin, member("2", "owner"), {}],
    ["a department's admin, nothing", "everyone", "member", departmentAdmin, member("2"), {}],
    ["a member of the chat for all, nothing", "everyone", "member", nobody, member("2"), {}],
    [
      "the owner of a department's group, but not to remove",
      "department",
      "owner",
      nobody,
      member("2"),
      { appoint: true, transfer: true },
    ],
    ["an owner, nothing to oneself", "group", "owner", nobody, member("1", "owner"), {}],
  ])("%s", (_, kind, role, me, other, expected) =>
    expect(rightsOver(other, chat("c1", { kind }, { role }), me)).toEqual({ ...none, ...expected }),
  );
});
