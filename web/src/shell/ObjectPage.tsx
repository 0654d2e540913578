import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, call } from "@/api/client";
import { ApiError } from "@/api/error";
import { go, useParam } from "@/lib/nav";
import { ErrorState } from "@/ui";
import { NotFound } from "./Root";

/** `/o/ID`: the one link of every object. Finds out where the object lives and goes there. */
export default function ObjectPage() {
  const id = useParam("id") ?? "";
  const { data, error, refetch } = useQuery({
    queryKey: ["core", "object", id],
    queryFn: () => call(api.GET("/api/v1/core/objects/{id}", { params: { path: { id } } })),
  });
  useEffect(() => {
    if (data) go(data.url, { replace: true });
  }, [data]);
  if (error instanceof ApiError && error.isNotFound) return <NotFound />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return null;
}
