import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import { live } from "@/api/live";
import { queries } from "@/api/query";
import { serve } from "@/test/api";
import { useNoticeStream, useNotices, useUnreadNotices } from "./stream";

const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={queries}>{children}</QueryClientProvider>
);

it("asks again with the first connection: what came before it was told by nobody", async () => {
  let connected: (isFirst: boolean) => void = () => undefined;
  vi.spyOn(live, "onReconnect").mockImplementation((hook) => {
    connected = hook;
    return () => true;
  });
  let unread = 0;
  const seen = serve({
    "GET /api/v1/core/notifications": () => ({ body: { items: [], next: null, unread } }),
  });
  const { result } = renderHook(
    () => {
      useNoticeStream();
      return useUnreadNotices();
    },
    { wrapper },
  );
  await waitFor(() => expect(seen).toHaveLength(1));
  unread = 1;
  connected(true);
  await waitFor(() => expect(result.current).toBe(1));
});

it("asks for the count and the open list again when notices were read elsewhere", async () => {
  const heard = new Map<string, (event: never) => void>();
  vi.spyOn(live, "subscribe").mockImplementation((kind, handler) => {
    heard.set(kind, handler as (event: never) => void);
    return () => heard.delete(kind);
  });
  let unread = 2;
  const seen = serve({
    "GET /api/v1/core/notifications": () => ({ body: { items: [], next: null, unread } }),
  });
  const { result, unmount } = renderHook(
    () => {
      useNoticeStream();
      useNotices();
      return useUnreadNotices();
    },
    { wrapper },
  );
  await waitFor(() => expect(result.current).toBe(2));
  expect(seen).toHaveLength(2);
  unread = 0;
  heard.get("notify.read")?.({ type: "signal", kind: "notify.read", data: {} } as never);
  await waitFor(() => expect(result.current).toBe(0));
  expect(seen).toHaveLength(4);
  unmount();
  expect(heard.size).toBe(0);
});
