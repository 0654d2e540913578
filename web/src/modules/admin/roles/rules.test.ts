import { describe, expect, it } from "vitest";
import type { RoleGrant, UserState } from "@/api/types";
import { card } from "@/test/people";
import { highestRoles, isLastOwner, kindOf, mayGive, rowsOf } from "./rules";

const grant = (
  user: string,
  role: "owner" | "admin",
  department?: string,
  state: UserState = "active",
): RoleGrant => ({
  id: `${user}-${role}`,
  user: card(user, user, { state }),
  role,
  department: department ? { id: department, name: department } : null,
});

describe("roles", () => {
  it("keeps the last owner who can sign in", () => {
    const first = grant("a", "owner");
    expect(isLastOwner(first, [first])).toBe(true);
    expect(isLastOwner(first, [first, grant("b", "owner", undefined, "invited")])).toBe(true);
    expect(isLastOwner(first, [first, grant("b", "owner")])).toBe(false);
    expect(isLastOwner(grant("c", "admin"), [first])).toBe(false);
  });
  it("lets owners give all and admins of everything those of a department", () => {
    const owner = { isOwner: true, isWide: true, scopes: [] };
    const admin = { isOwner: false, isWide: true, scopes: [] };
    const scoped = { isOwner: false, isWide: false, scopes: [{ id: "1", name: "办公室" }] };
    const kinds = ["owner", "admin", "scoped"] as const;
    expect(kinds.map((kind) => mayGive(owner, kind))).toEqual([true, true, true]);
    expect(kinds.map((kind) => mayGive(admin, kind))).toEqual([false, false, true]);
    expect(kinds.map((kind) => mayGive(scoped, kind))).toEqual([false, false, false]);
  });
  it("tells admins of a department from those of everything", () => {
    expect([grant("a", "owner"), grant("b", "admin"), grant("c", "admin", "9")].map(kindOf)).toEqual([
      "owner",
      "admin",
      "scoped",
    ]);
  });
  it("mark a person with the highest one", () => {
    const held = highestRoles([grant("a", "owner"), grant("a", "admin", "9"), grant("b", "admin", "9")]);
    expect([...held]).toEqual(
      expect.arrayContaining([
        ["a", "owner"],
        ["b", "scoped"],
      ]),
    );
    expect(held.get("c")).toBeUndefined();
  });
  it("are one list: each with its heading, and a line where nobody holds it", () => {
    const rows = rowsOf([grant("c", "admin", "9"), grant("a", "owner"), grant("d", "admin", "9")]);
    expect(rows.map((row) => (row.type === "grant" ? row.grant.user.id : `${row.type} ${row.kind}`))).toEqual(
      ["head owner", "a", "head admin", "none admin", "head scoped", "c", "d"],
    );
    expect(rows.flatMap((row) => (row.type === "grant" ? [row.isFirst] : []))).toEqual([true, true, false]);
  });
});
