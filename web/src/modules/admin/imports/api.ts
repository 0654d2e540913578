import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { queries } from "@/api/query";
import type { UserCard } from "@/api/types";

export type ImportState = "reading" | "ready" | "applying" | "done" | "failed" | "cancelled";
export const rowKinds = ["bad", "added", "moved", "changed", "leaving", "unchanged"] as const;
export type RowKind = (typeof rowKinds)[number];
export type Summary = Readonly<Record<RowKind, number>>;

/** A table of people on its way into the directory. */
export interface PeopleImport {
  id: string;
  state: ImportState;
  progress: { done: number; total: number };
  /** Field of each column by its heading; an empty one is left out. */
  mapping: Readonly<Record<string, string | null>>;
  /** Whether people who are missing in the table are marked as departed. */
  include_leaving?: boolean;
  summary: Partial<Summary>;
  file_name: string;
  created_at: number;
  by?: UserCard | null;
  /** Why it failed, in the reader's language. */
  problem?: { code: string; title: string; detail?: string | null } | null;
}

export interface FieldChange {
  field: string;
  from?: string | null;
  to?: string | null;
}

export interface RowProblem {
  column: string;
  code: string;
  message: string;
  value?: string | null;
}

export interface ImportRow {
  row: number;
  kind: RowKind;
  name?: string | null;
  employee_no?: string | null;
  changes: readonly FieldChange[];
  problems: readonly RowProblem[];
}

interface Page<T> {
  items: T[];
  next?: string | null;
}

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The operations of imports, typed by hand. */
const imports = api as unknown as {
  GET<T>(path: string, init?: object): Answer<T>;
  POST<T>(path: string, init?: object): Answer<T>;
  PATCH<T>(path: string, init?: object): Answer<T>;
};

const root = "/api/v1/people/imports";
const one = (id: string) => ({ params: { path: { id } } });
const key = ["people", "imports"] as const;
const importKey = (id: string) => [...key, id] as const;

const isBusy = (state: ImportState | undefined) => state === "reading" || state === "applying";
const pollMs = 700;
const pageSize = 200;

export function useImports() {
  return useInfiniteQuery({
    queryKey: [...key, "list"],
    queryFn: ({ pageParam }) =>
      call(
        imports.GET<Page<PeopleImport>>(root, {
          params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** One import; asks again while the server reads or applies it. */
export function useImport(id: string) {
  return useQuery({
    queryKey: importKey(id),
    queryFn: () => call(imports.GET<PeopleImport>(`${root}/{id}`, one(id))),
    refetchInterval: ({ state }) => (isBusy(state.data?.state) ? pollMs : false),
    staleTime: 0,
  });
}

export function useImportRows(id: string, kind: RowKind, version: string) {
  return useInfiniteQuery({
    queryKey: [...importKey(id), "rows", kind, version],
    queryFn: ({ pageParam, signal }) =>
      call(
        imports.GET<Page<ImportRow>>(`${root}/{id}/rows`, {
          params: {
            path: { id },
            query: { kind, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function keep(found: PeopleImport): PeopleImport {
  queries.setQueryData(importKey(found.id), found);
  void queries.invalidateQueries({ queryKey: [...key, "list"] });
  return found;
}

/** The writes on imports; each answers the import as it stands then. */
export const importSteps = {
  begin: async (file: string) => keep(await call(imports.POST<PeopleImport>(root, { body: { file } }))),
  change: async (id: string, body: { mapping?: Record<string, string>; include_leaving?: boolean }) =>
    keep(await call(imports.PATCH<PeopleImport>(`${root}/{id}`, { ...one(id), body }))),
  apply: async (id: string) => keep(await call(imports.POST<PeopleImport>(`${root}/{id}/apply`, one(id)))),
  cancel: async (id: string) => keep(await call(imports.POST<PeopleImport>(`${root}/{id}/cancel`, one(id)))),
};

export type SheetFormat = "csv" | "xlsx";

export const paths = {
  badRows: (id: string, format: SheetFormat) => `${root}/${id}/bad.${format}`,
  export: (format: SheetFormat) => `/api/v1/people/export?format=${format}`,
  template: (format: SheetFormat) => `/api/v1/people/import-template?format=${format}`,
};
