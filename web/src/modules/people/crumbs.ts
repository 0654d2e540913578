import type { Department } from "@/api/types";

export interface Crumb {
  href: string;
  name: string;
}

/**
 * The way down to a department, without itself. The organisation begins it, unless it is the only topmost department
 * too: the same name twice says nothing.
 */
export function crumbsOf(
  department: Pick<Department, "path">,
  organisation: string,
  roots: readonly unknown[] | undefined,
): readonly Crumb[] {
  const above = department.path.slice(0, -1).map(({ id, name }) => ({ href: `/people/dept/${id}`, name }));
  const isTwice = department.path[0]?.name === organisation && (!roots || roots.length === 1);
  return isTwice ? above : [{ href: "/people", name: organisation }, ...above];
}
