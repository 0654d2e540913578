import { useMe, useUserCard } from "@/api/people";
import type { UserCard } from "@/api/types";
import { useIsPhone, useMedia } from "@/lib/media";
import { useParam, usePath } from "@/lib/nav";
import { everyone, type ListPlace, useDirectory } from "./state";

export type Layout = "phone" | "narrow" | "desk";

/** Between phone and desk the three columns would leave no room for the person. */
export function useLayout(): Layout {
  const isPhone = useIsPhone();
  const isNarrow = useMedia("(max-width: 1099px)");
  if (isPhone) return "phone";
  return isNarrow ? "narrow" : "desk";
}

export function primaryDepartment(person: Pick<UserCard, "departments">): string | undefined {
  return (person.departments.find((membership) => membership.primary) ?? person.departments[0])?.id;
}

/**
 * The list that belongs beside what is open: the department of the address, else the list one came from, else the
 * open person's department, else the reader's own.
 */
export function usePlace(): ListPlace {
  const me = useMe();
  const path = usePath();
  const departmentId = useParam("departmentId");
  const userId = useParam("userId");
  const last = useDirectory((state) => state.place);
  const person = useUserCard(userId);
  const own = primaryDepartment(me.user) ?? everyone;
  if (departmentId) return departmentId;
  if (path === "/people/all") return everyone;
  if (!userId) return own;
  if (last) return last;
  return (person && primaryDepartment(person)) || own;
}
