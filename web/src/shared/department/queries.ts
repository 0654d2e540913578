import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, call } from "@/api/client";
import type { Department } from "@/api/types";

/** The server's limit for one page. */
const pageSize = 200;
/** Departments directly below one; more than this is no tree that a person could read. */
const mostSiblings = 5000;
const searchLimit = 30;

export const branchKey = (parent: string | undefined) => ["people", "branch", parent ?? ""] as const;
export const departmentKey = (id: string) => ["people", "department", id] as const;

/** All departments directly below one, in order; the topmost ones without a parent. */
async function loadBranch(parent: string | undefined, signal: AbortSignal): Promise<Department[]> {
  const found: Department[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: pageSize, ...(parent ? { parent } : {}), ...(cursor ? { cursor } : {}) };
    const page = await call(api.GET("/api/v1/people/departments", { params: { query }, signal }));
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && found.length < mostSiblings);
  return found;
}

const branchQuery = (parent: string | undefined) => ({
  queryKey: branchKey(parent),
  queryFn: ({ signal }: { signal: AbortSignal }) => loadBranch(parent, signal),
});

/** The departments below one; the topmost ones without a parent. */
export function useBranch(parent: string | undefined, options: { enabled?: boolean } = {}) {
  return useQuery({ ...branchQuery(parent), enabled: options.enabled ?? true });
}

/** What is known below each of these departments; a department that is still loading is missing. */
export function useBranches(parents: ReadonlySet<string>): ReadonlyMap<string, readonly Department[]> {
  const ids = useMemo(() => [...parents], [parents]);
  const results = useQueries({ queries: ids.map((id) => branchQuery(id)), combine: pickData });
  return useMemo(() => {
    const found = new Map<string, readonly Department[]>();
    for (const [index, id] of ids.entries()) {
      const data = results[index];
      if (data) found.set(id, data);
    }
    return found;
  }, [ids, results]);
}

function pickData(results: readonly { data: Department[] | undefined }[]) {
  return results.map((result) => result.data);
}

/** One department with its path, counts and heads. */
export function useDepartment(id: string | undefined) {
  return useQuery({
    queryKey: departmentKey(id ?? ""),
    queryFn: () => call(api.GET("/api/v1/people/departments/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
  });
}

/** Departments by name, pinyin or initials. Old results stay while new ones load. */
export function useDepartmentSearch(q: string, limit = searchLimit) {
  const text = q.trim();
  return useQuery({
    queryKey: ["people", "department-search", text, limit],
    queryFn: async ({ signal }) => {
      const params = { query: { q: text, limit } };
      return (await call(api.GET("/api/v1/people/departments/search", { params, signal }))).items;
    },
    enabled: text !== "",
    placeholderData: keepPreviousData,
  });
}

/** 市政府 / 办公室 / 秘书科 */
export function departmentPath(department: Pick<Department, "path" | "name">): string {
  if (department.path.length === 0) return department.name;
  return department.path.map((step) => step.name).join(" / ");
}

/** The path above a department; empty at the top. */
export function pathAbove(department: Pick<Department, "path">): string {
  return department.path
    .slice(0, -1)
    .map((step) => step.name)
    .join(" / ");
}

/** Whether a department is one of these or below one of them. */
export function isWithin(department: Pick<Department, "path">, roots: ReadonlySet<string>): boolean {
  return department.path.some((step) => roots.has(step.id));
}

/** Where the typed text stands in a name; departments are also found by pinyin, which marks nothing. */
export function literal(name: string, q: string): [number, number][] {
  const at = name.toLowerCase().indexOf(q.toLowerCase());
  return at < 0 || q === "" ? [] : [[at, at + q.length]];
}
