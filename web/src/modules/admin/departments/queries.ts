import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { queries } from "@/api/query";
import type { Department } from "@/api/types";
import { directoryKeys, refreshDirectory } from "@/shared/person";
import { type DepartmentMap, mapOf, type Step, withSteps } from "./tree";

const treeKey = ["people", "tree"] as const;

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
      return withWaiting(items);
    },
  });
}

/** The tree as it is known now, with the moves that are still to be written. */
export function knownTree(): DepartmentMap {
  return mapOf(queries.getQueryData<Department[]>(treeKey) ?? []);
}

/** After departments changed: what shows them, or somebody's place in them, is fetched again. */
export async function refreshDepartments(): Promise<void> {
  await refreshDirectory(directoryKeys);
}

interface Waiting {
  step: Step;
  resolve: (isWritten: boolean) => void;
  reject: (thrown: unknown) => void;
}

/** Moves that the server has not confirmed, the earliest first; it is asked for one at a time. */
const waiting: Waiting[] = [];
let isWriting = false;

/** An answer that does not know of a waiting move must not put the department back for a moment. */
function withWaiting(items: readonly Department[]): Department[] {
  return withSteps(
    items,
    waiting.map(({ step }) => step),
  );
}

/**
 * Moves a department: at once on the screen, then on the server, after the moves before it. Each builds on the one
 * before: when one is refused, those behind it are given up and resolve to false.
 */
export function writeMove(step: Step): Promise<boolean> {
  queries.setQueryData<Department[]>(treeKey, (items) => items && withSteps(items, [step]));
  return new Promise((resolve, reject) => {
    waiting.push({ step, resolve, reject });
    if (!isWriting) void writeWaiting();
  });
}

async function writeWaiting() {
  isWriting = true;
  for (let next = waiting[0]; next; next = waiting[0]) {
    const { id, ...body } = next.step;
    try {
      await call(api.PATCH("/api/v1/people/departments/{id}", { params: { path: { id } }, body }));
      waiting.shift();
      next.resolve(true);
    } catch (thrown) {
      const [, ...givenUp] = waiting.splice(0);
      next.reject(thrown);
      for (const { resolve } of givenUp) resolve(false);
    }
    // An answer under way may be older than this move, which waits no more; a new one is asked for at the end.
    await queries.cancelQueries({ queryKey: treeKey });
  }
  isWriting = false;
  await refreshDepartments();
}
