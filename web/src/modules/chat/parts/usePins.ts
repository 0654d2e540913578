import { useInfiniteQuery } from "@tanstack/react-query";
import { chatApi } from "../api";
import { pinsKey } from "../engine/pins";

/** The pinned messages of a chat, the latest first. */
export function usePins(chat: string, isEnabled = true) {
  return useInfiniteQuery({
    queryKey: pinsKey(chat),
    queryFn: ({ pageParam }) => chatApi.pins(chat, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: isEnabled,
    staleTime: 60_000,
  });
}
