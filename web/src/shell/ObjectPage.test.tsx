import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { queries } from "@/api/query";
import type { ObjectCard as Card, StoredFile } from "@/api/types";
import * as nav from "@/lib/nav";
import { ObjectCard } from "@/shared/object";
import { serve } from "@/test/api";
import ObjectPage from "./ObjectPage";

const object = (more: Partial<Card>): Card => ({
  id: "5",
  kind: "file",
  title: "方案.pdf",
  icon: "file",
  url: "/api/v1/core/files/5/content",
  link: "/o/5",
  ...more,
});
const stored = (more: Partial<StoredFile>): StoredFile => ({
  id: "5",
  name: "方案.pdf",
  size: 2048,
  type: "application/pdf",
  kind: "file",
  thumb: false,
  created_at: 0,
  ...more,
});
const picture = {
  card: { title: "会场.png" },
  file: { name: "会场.png", type: "image/png", kind: "image" },
} as const;

let saved: string[] = [];

beforeEach(() => {
  saved = [];
  vi.spyOn(nav, "go").mockResolvedValue();
  vi.spyOn(nav, "useParam").mockReturnValue("5");
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.download} ${this.getAttribute("href")}`);
  });
});

function give(card: Partial<Card> = {}, file: Partial<StoredFile> = {}) {
  serve({
    "GET /api/v1/core/objects/5": () => ({ body: object(card) }),
    "GET /api/v1/core/files/5": () => ({ body: stored(file) }),
  });
}

const draw = (what: React.ReactNode) =>
  render(<QueryClientProvider client={queries}>{what}</QueryClientProvider>);

describe("the link of an object", () => {
  it("leads to the page of what has one", async () => {
    give({ kind: "person", title: "刘竞文", url: "/people/user/5" });
    draw(<ObjectPage />);
    await waitFor(() => expect(nav.go).toHaveBeenCalledExactlyOnceWith("/people/user/5", { replace: true }));
  });

  it("shows a file by name and size, to be saved", async () => {
    give();
    draw(<ObjectPage />);
    expect(await screen.findByText("2 KB")).toBeTruthy();
    expect(screen.getByRole("heading", { name: "方案.pdf" })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "下载 方案.pdf" }));
    expect(saved).toEqual(["方案.pdf /api/v1/core/files/5/content?download=1"]);
    expect(nav.go).not.toHaveBeenCalled();
  });

  it("shows a picture at once", async () => {
    give(picture.card, picture.file);
    draw(<ObjectPage />);
    expect(await screen.findByRole("dialog", { name: "查看图片" })).toBeTruthy();
    expect(nav.go).not.toHaveBeenCalled();
  });
});

describe("the card of a file", () => {
  it("opens a picture", async () => {
    give(picture.card, picture.file);
    draw(<ObjectCard card={object(picture.card)} />);
    await userEvent.click(await screen.findByRole("button", { name: "打开 会场.png" }));
    expect(await screen.findByRole("dialog", { name: "查看图片" })).toBeTruthy();
    expect(saved).toEqual([]);
  });

  it("saves anything else", async () => {
    give();
    draw(<ObjectCard card={object({})} />);
    await userEvent.click(screen.getByRole("button", { name: "下载 方案.pdf" }));
    await waitFor(() => expect(saved).toHaveLength(1));
  });
});
