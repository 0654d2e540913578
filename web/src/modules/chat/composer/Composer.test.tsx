import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useLive } from "@/api/live";
import { queries } from "@/api/query";
import type { StoredFile } from "@/api/types";
import { send } from "../engine/send";
import { blank, useChats } from "../engine/store";
import { chat, message } from "../model/fixtures";
import { Composer } from "./Composer";
import { uploadsOf } from "./uploads";

vi.mock("../engine/send", () => ({ send: vi.fn() }));

const stored = { id: "f1", name: "a.txt" } as StoredFile;
const put = (state: "sending" | "done") =>
  act(() =>
    uploadsOf("c1").store.setState({
      items: [
        {
          id: "u1",
          file: new File(["x"], "a.txt"),
          state,
          progress: 40,
          ...(state === "done" ? { stored } : {}),
        },
      ],
    }),
  );
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox");

beforeEach(() => {
  localStorage.clear();
  useChats.setState({ ...blank, me: "1", chats: { c1: chat("c1") } });
  render(
    <QueryClientProvider client={queries}>
      <Composer chat={chat("c1")} isPhone={false} lastOwn={() => message(3, { sender: "1" })} ref={null} />
    </QueryClientProvider>,
  );
});
afterEach(() => {
  uploadsOf("c1").clear();
  useLive.setState({ interrupted: false });
  vi.mocked(send).mockReset();
});

it("sends words at once while a file is on its way, and the file after them", async () => {
  const user = userEvent.setup();
  put("sending");
  await user.type(box(), "请看附件{Enter}");
  expect(send).toHaveBeenCalledExactlyOnceWith("c1", "请看附件", null, []);
  expect(box().value).toBe("");
  screen.getByText("上传完成后发送");
  await user.type(box(), "另外");
  put("done");
  expect(send).toHaveBeenLastCalledWith("c1", "", null, [stored]);
  expect(box().value).toBe("另外");
});

it("sends words with files that are there", async () => {
  put("done");
  await userEvent.type(box(), "请看附件{Enter}");
  expect(send).toHaveBeenCalledExactlyOnceWith("c1", "请看附件", null, [stored]);
});

it("says that it waits for the network, not how far it came", () => {
  put("sending");
  screen.getByText("上传中 40%");
  act(() => useLive.setState({ interrupted: true }));
  screen.getByText("等待网络，恢复后继续上传");
  expect(screen.queryByText("上传中 40%")).toBeNull();
});

it("leaves Alt and an arrow to the list of chats", async () => {
  const user = userEvent.setup();
  await user.click(box());
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(screen.queryByText("编辑消息")).toBeNull();
  await user.keyboard("{ArrowUp}");
  await screen.findByText("编辑消息");
});
