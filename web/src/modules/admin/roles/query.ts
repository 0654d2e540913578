import { useQuery } from "@tanstack/react-query";
import { api, call } from "@/api/client";

export const rolesKey = ["people", "roles"] as const;

/** Who holds which role, as far as the reader may know. */
export function useRoles() {
  return useQuery({ queryKey: rolesKey, queryFn: () => call(api.GET("/api/v1/people/roles")) });
}
