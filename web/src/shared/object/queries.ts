import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";

const freshMs = 5 * 60_000;

/** The card of an object of the office; an error where the reader may not see it. */
export function useObject(id: string | undefined) {
  return useQuery({
    queryKey: ["core", "object", id],
    queryFn: () => call(api.GET("/api/v1/core/objects/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== undefined,
    staleTime: freshMs,
    retry: false,
  });
}

/** What is known of a file, which never changes. */
export const fileQuery = (id: string) => ({
  queryKey: ["core", "file", id] as const,
  queryFn: () => call(api.GET("/api/v1/core/files/{id}", { params: { path: { id } } })),
  staleTime: Number.POSITIVE_INFINITY,
});
