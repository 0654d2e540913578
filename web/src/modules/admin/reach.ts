import { useMe } from "@/api/people";
import type { Me } from "@/api/types";

/** How far somebody's roles reach. */
export interface Reach {
  /** Owner, or administrator of the whole organisation. */
  isWide: boolean;
  isOwner: boolean;
  /** Departments that the roles are limited to; empty when they are not. */
  scopes: readonly { id: string; name: string }[];
}

export function reachOf(me: Me): Reach {
  const isOwner = me.roles.some((held) => held.role === "owner");
  const isWide = isOwner || me.roles.some((held) => held.role === "admin" && !held.department);
  const scopes = isWide ? [] : me.roles.flatMap((held) => (held.department ? [held.department] : []));
  return { isWide, isOwner, scopes };
}

export function useReach(): Reach {
  return reachOf(useMe());
}
