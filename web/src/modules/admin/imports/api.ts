import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, call } from "@/api/client";
import { live } from "@/api/live";
import { queries } from "@/api/query";
import type { ImportRow, ImportState, PeopleImport } from "@/api/types";

export type { ImportChange, ImportProblem, ImportRow, ImportState, PeopleImport } from "@/api/types";

/** In the order of the preview: what is wrong first. */
export const rowKinds = ["bad", "added", "moved", "changed", "leaving", "unchanged"] as const;
export type RowKind = ImportRow["kind"];
export type Summary = Readonly<Record<RowKind, number>>;

const one = (id: string) => ({ params: { path: { id } } });
const key = ["people", "imports"] as const;
const importKey = (id: string) => [...key, id] as const;

const isBusy = (state: ImportState | undefined) => state === "reading" || state === "applying";
/** The server tells its progress by a signal; this is for what the socket missed. */
const pollMs = 2000;
const pageSize = 200;

export function useImports() {
  return useInfiniteQuery({
    queryKey: [...key, "list"],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/people/imports", {
          params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** One import, followed while the server reads or applies it. */
export function useImport(id: string) {
  useEffect(
    () =>
      live.subscribe<Pick<PeopleImport, "id" | "state" | "progress">>("people.import", ({ kind, data }) => {
        if (kind !== "people.import" || data.id !== id) return;
        const known = queries.getQueryData<PeopleImport>(importKey(id));
        if (!known || known.state !== data.state) void queries.invalidateQueries({ queryKey: importKey(id) });
        else queries.setQueryData(importKey(id), { ...known, progress: data.progress });
      }),
    [id],
  );
  return useQuery({
    queryKey: importKey(id),
    queryFn: () => call(api.GET("/api/v1/people/imports/{id}", one(id))),
    refetchInterval: ({ state }) => (isBusy(state.data?.state) ? pollMs : false),
    staleTime: 0,
  });
}

export function useImportRows(id: string, kind: RowKind, version: string) {
  return useInfiniteQuery({
    queryKey: [...importKey(id), "rows", kind, version],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET("/api/v1/people/imports/{id}/rows", {
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
  begin: async (file: string) => keep(await call(api.POST("/api/v1/people/imports", { body: { file } }))),
  change: async (id: string, body: { mapping?: Record<string, string>; include_leaving?: boolean }) =>
    keep(await call(api.PATCH("/api/v1/people/imports/{id}", { ...one(id), body }))),
  apply: async (id: string) => keep(await call(api.POST("/api/v1/people/imports/{id}/apply", one(id)))),
  cancel: async (id: string) => keep(await call(api.POST("/api/v1/people/imports/{id}/cancel", one(id)))),
};

export type SheetFormat = "csv" | "xlsx";

export const paths = {
  badRows: (id: string, format: SheetFormat) => `/api/v1/people/imports/${id}/bad.${format}`,
  export: (format: SheetFormat) => `/api/v1/people/export?format=${format}`,
  template: (format: SheetFormat) => `/api/v1/people/import-template?format=${format}`,
};
