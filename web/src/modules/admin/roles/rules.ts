import type { RoleGrant } from "@/api/types";
import type { Reach } from "../reach";

export type RoleKind = "owner" | "admin" | "scoped";
export const roleKinds: readonly RoleKind[] = ["owner", "admin", "scoped"];

export function kindOf(grant: Pick<RoleGrant, "role" | "department">): RoleKind {
  if (grant.role === "owner") return "owner";
  return grant.department ? "scoped" : "admin";
}

/** The highest role of everybody who holds one, by person. */
export function highestRoles(
  grants: readonly Pick<RoleGrant, "role" | "department" | "user">[],
): ReadonlyMap<string, RoleKind> {
  const highest = new Map<string, RoleKind>();
  for (const kind of [...roleKinds].reverse()) {
    for (const grant of grants) if (kindOf(grant) === kind) highest.set(grant.user.id, kind);
  }
  return highest;
}

/** Owners give and take any role; admins of everything those of a department. The server checks again. */
export function mayGive(reach: Reach, kind: RoleKind): boolean {
  return reach.isOwner || (reach.isWide && kind === "scoped");
}

/** Whether this is the only owner who can sign in, who therefore stays. */
export function isLastOwner(grant: RoleGrant, all: readonly RoleGrant[]): boolean {
  if (grant.role !== "owner") return false;
  return !all.some(
    (other) => other.role === "owner" && other.user.id !== grant.user.id && other.user.state === "active",
  );
}

/** A line of the page: what a role is, who holds it, or that nobody does. */
export type RoleRow =
  | { type: "head" | "none"; kind: RoleKind }
  | { type: "grant"; grant: RoleGrant; isFirst: boolean };

/** The grants by role, each role with its heading: one list, because there may be thousands. */
export function rowsOf(grants: readonly RoleGrant[]): readonly RoleRow[] {
  return roleKinds.flatMap((kind): RoleRow[] => {
    const held = grants.filter((grant) => kindOf(grant) === kind);
    if (held.length === 0)
      return [
        { type: "head", kind },
        { type: "none", kind },
      ];
    const rows = held.map((grant, index) => ({ type: "grant" as const, grant, isFirst: index === 0 }));
    return [{ type: "head", kind }, ...rows];
  });
}
