import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { queries } from "@/api/query";
import type { Department } from "@/api/types";
import type { Step } from "./tree";

const treeKey = ["people", "tree"] as const;
const stale = ["branch", "departments", "department", "department-search", "tree", "members", "table"];

/** Every department, top to bottom. */
export function useTree() {
  return useQuery({
    queryKey: treeKey,
    queryFn: async ({ signal }) => {
      const items: Department[] = [];
      let cursor: string | undefined;
      do {
        const query = cursor ? { cursor } : {};
        const page = await call(api.GET("/api/v1/people/departments/tree", { params: { query }, signal }));
        items.push(...page.items);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
  });
}

/** After departments changed: what shows them is fetched again. */
export async function refreshDepartments(): Promise<void> {
  await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: ["people", key] })));
}

/** The list as it will be when these steps are done; counts of people follow from the server. */
export function withSteps(items: readonly Department[], steps: readonly Step[]): Department[] {
  const changes = new Map(steps.map((step) => [step.id, step]));
  const changed = items.map((item) => {
    const step = changes.get(item.id);
    if (!step) return item;
    return {
      ...item,
      order: step.order ?? item.order,
      parent: step.parent === undefined ? (item.parent ?? null) : step.parent,
    };
  });
  const children = new Map<string, number>();
  for (const { parent } of changed) if (parent) children.set(parent, (children.get(parent) ?? 0) + 1);
  return changed
    .map((item) => ({ ...item, children: children.get(item.id) ?? 0 }))
    .sort((a, b) => a.order - b.order);
}

/** Writes steps one after the other; the tree shows the end of it at once and the truth after an error. */
export async function writeSteps(steps: readonly Step[]): Promise<void> {
  await queries.cancelQueries({ queryKey: treeKey });
  queries.setQueryData<Department[]>(treeKey, (items) => items && withSteps(items, steps));
  try {
    for (const { id, ...body } of steps) {
      await call(api.PATCH("/api/v1/people/departments/{id}", { params: { path: { id } }, body }));
    }
  } finally {
    await refreshDepartments();
  }
}
