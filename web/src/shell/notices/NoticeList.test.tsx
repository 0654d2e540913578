import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { queries } from "@/api/query";
import type { Notice } from "@/api/types";
import { serve } from "@/test/api";
import { giveLayout } from "@/test/layout";
import { NoticeList } from "./NoticeList";

const dayMs = 86_400_000;
const notice = (index: number): Notice => ({
  id: String(index),
  kind: "chat.mention",
  title: `通知${index}`,
  text: "请确认名单",
  at: Date.now() - Math.floor(index / 3) * dayMs,
  read: false,
  actor: null,
  url: "/chat/1",
});

it("draws the notices in view, by day", async () => {
  giveLayout();
  const items = Array.from({ length: 300 }, (_, index) => notice(index));
  serve({ "GET /api/v1/core/notifications": () => ({ body: { items, next: null, unread: 300 } }) });
  render(
    <QueryClientProvider client={queries}>
      <NoticeList />
    </QueryClientProvider>,
  );
  const first = await screen.findByRole("button", { name: /通知0/ });
  const rows = screen.getAllByRole("listitem");
  expect(rows.length).toBeLessThan(60);
  expect(rows[0]?.contains(first)).toBe(true);
  const hasDay = rows.slice(0, 4).map((row) => row.firstElementChild !== row.querySelector("button"));
  expect(hasDay).toEqual([true, false, false, true]);
});
