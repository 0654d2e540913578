import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { StoredFile } from "@/api/types";
import { ImageViewer } from "./ImageViewer";

const picture = (id: string): StoredFile => ({
  id,
  name: `${id}.png`,
  size: 1,
  type: "image/png",
  created_at: 0,
  kind: "image",
  thumb: true,
});

it("closes before it does the one thing more with the picture that shows", async () => {
  const done: unknown[] = [];
  const run = vi.fn((index: number) => done.push(index));
  render(
    <ImageViewer
      files={[picture("a"), picture("b")]}
      index={1}
      onIndex={(index) => done.push(index)}
      action={{ label: "在会话中查看", icon: null, run }}
    />,
  );
  await userEvent.click(await screen.findByRole("button", { name: "在会话中查看" }));
  expect(done).toEqual([null, 1]);
});
