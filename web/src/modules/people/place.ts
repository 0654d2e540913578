import { useMe, useUserCard } from "@/api/people";
import { useIsPhone, useMedia } from "@/lib/media";
import { useParam, usePath } from "@/lib/nav";
import { mainDepartment } from "@/shared/person";
import { everyone, type ListPlace, useDirectory } from "./state";

export type Layout = "phone" | "narrow" | "desk";

/** Between phone and desk the three columns would leave no room for the person. */
export function useLayout(): Layout {
  const isPhone = useIsPhone();
  const isNarrow = useMedia("(max-width: 1099px)");
  if (isPhone) return "phone";
  return isNarrow ? "narrow" : "desk";
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
  const own = mainDepartment(me.user)?.id ?? everyone;
  if (departmentId) return departmentId;
  if (path === "/people/all") return everyone;
  if (!userId) return own;
  if (last) return last;
  return (person && mainDepartment(person)?.id) || own;
}
