import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";
import { type AuditFilter, queryOf } from "./filter";

export interface AuditKindInfo {
  kind: string;
  text: string;
}

const pageSize = 100;

export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ["admin", "audit", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...queryOf(filter), limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) };
      return call(api.GET("/api/v1/admin/audit", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
}

/** Every kind of entry, in the reader's language. */
export function useKinds(locale: string) {
  return useQuery({
    queryKey: ["admin", "audit-kinds", locale],
    queryFn: async () => (await call(api.GET("/api/v1/admin/audit/kinds"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useProof(index: number | undefined) {
  return useQuery({
    queryKey: ["admin", "audit-proof", index],
    queryFn: () =>
      call(api.GET("/api/v1/admin/audit/{index}/proof", { params: { path: { index: index ?? 0 } } })),
    enabled: index !== undefined,
  });
}

export function useCheckpoint(isOpen: boolean) {
  return useQuery({
    queryKey: ["admin", "audit-checkpoint"],
    queryFn: () => call(api.GET("/api/v1/admin/audit/checkpoint")),
    enabled: isOpen,
    staleTime: 0,
  });
}

/** Address of the evidence for entries `[from, to)`; all of them without bounds. */
export function evidencePath(from?: number, to?: number): string {
  const query = new URLSearchParams();
  if (from !== undefined) query.set("from", String(from));
  if (to !== undefined) query.set("to", String(to));
  const text = query.toString();
  return `/api/v1/admin/audit/export${text ? `?${text}` : ""}`;
}

export const evidenceName = "audit.evidence.json";

/** The command that checks an exported file; with the key that is known from elsewhere. */
export function verifyCommand(key: string | undefined): string {
  return `courtyard evidence verify ${evidenceName}${key ? ` --key '${key}'` : ""}`;
}
