import type { RoleGrant } from "@/api/types";
import type { Reach } from "../reach";

export type RoleKind = "owner" | "admin" | "scoped";
export const roleKinds: readonly RoleKind[] = ["owner", "admin", "scoped"];

export function kindOf(grant: Pick<RoleGrant, "role" | "department">): RoleKind {
  if (grant.role === "owner") return "owner";
  return grant.department ? "scoped" : "admin";
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

export function byKind(grants: readonly RoleGrant[]): Readonly<Record<RoleKind, readonly RoleGrant[]>> {
  const of = (kind: RoleKind) => grants.filter((grant) => kindOf(grant) === kind);
  return { owner: of("owner"), admin: of("admin"), scoped: of("scoped") };
}
