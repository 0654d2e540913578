import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, call } from "@/api/client";
import { live } from "@/api/live";
import { queries } from "@/api/query";
import type { Notice, Paged } from "@/api/types";
import { go } from "@/lib/nav";
import { showNotice } from "@/lib/notices";

type NoticePage = Paged<Notice> & { unread: number };

const listKey = ["core", "notices", "list"] as const;
const countKey = ["core", "notices", "unread"] as const;
const pageSize = 30;

function fetchPage(cursor?: string): Promise<NoticePage> {
  const query = { limit: pageSize, ...(cursor ? { cursor } : {}) };
  return call(api.GET("/api/v1/core/notifications", { params: { query } }));
}

export function useNotices() {
  return useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useUnreadNotices(): number {
  const { data } = useQuery({
    queryKey: countKey,
    queryFn: async () => {
      const query = { limit: 1, unread: true };
      return (await call(api.GET("/api/v1/core/notifications", { params: { query } }))).unread;
    },
    staleTime: 60_000,
  });
  return data ?? 0;
}

type Pages = InfiniteData<NoticePage, string | undefined>;

function change(update: (items: Notice[]) => Notice[]) {
  queries.setQueryData<Pages>(listKey, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: update(page.items) })) } : data,
  );
}

/** Marks notices as read: at once here, then on the server. */
export async function markRead(ids: readonly string[] | "all") {
  const hit = (notice: Notice) => !notice.read && (ids === "all" || ids.includes(notice.id));
  const known = queries.getQueryData<Pages>(listKey)?.pages.flatMap((page) => page.items.filter(hit)) ?? [];
  change((items) => items.map((notice) => (hit(notice) ? { ...notice, read: true } : notice)));
  queries.setQueryData<number>(countKey, (count = 0) =>
    ids === "all" ? 0 : Math.max(0, count - known.length),
  );
  // Without ids the server marks all.
  const body = ids === "all" ? {} : { ids: [...ids] };
  try {
    const { unread } = await call(api.POST("/api/v1/core/notifications/read", { body }));
    queries.setQueryData<number>(countKey, unread);
  } catch (error) {
    await queries.invalidateQueries({ queryKey: ["core", "notices"] });
    throw error;
  }
}

/** The live side names a notice; what it says is asked for, with all that came meanwhile. */
async function added(id: string) {
  const latest = await fetchPage();
  queries.setQueryData<number>(countKey, latest.unread);
  queries.setQueryData<Pages>(listKey, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    const known = new Set(data.pages.flatMap((page) => page.items.map((item) => item.id)));
    const news = latest.items.filter((item) => !known.has(item.id));
    return { ...data, pages: [{ ...first, items: [...news, ...first.items] }, ...rest] };
  });
  const notice = latest.items.find((item) => item.id === id);
  if (!notice || notice.read) return;
  showNotice({
    title: notice.title,
    body: notice.text,
    tag: `notice-${notice.id}`,
    url: notice.url ?? "/notifications",
    onOpen: () => openNotice(notice),
  });
}

/** Goes to what a notice is about and marks it as read. */
export function openNotice(notice: Notice) {
  if (!notice.read) void markRead([notice.id]).catch(() => undefined);
  if (notice.url) go(notice.url);
}

/** Keeps the list and the count in step with the server while the shell is mounted. */
export function useNoticeStream() {
  useEffect(() => {
    const stopEvents = live.subscribe<{ id: string }>("notify.added", ({ data }) => {
      // Whoever cannot ask now hears of it when the connection is back.
      added(data.id).catch(() => undefined);
    });
    const stopReads = live.subscribe("notify.read", () => {
      void queries.invalidateQueries({ queryKey: ["core", "notices"] });
    });
    // The first connection too: what comes between the count and the connection is told by neither.
    const stopCatchUp = live.onReconnect(() => {
      void queries.invalidateQueries({ queryKey: ["core", "notices"] });
    });
    return () => {
      stopEvents();
      stopReads();
      stopCatchUp();
    };
  }, []);
}
