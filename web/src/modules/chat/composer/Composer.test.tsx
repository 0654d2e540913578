import { QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { live, useLive } from "@/api/live";
import { queries } from "@/api/query";
import type { StoredFile, UserCard } from "@/api/types";
import { card } from "@/test/people";
import { chatApi } from "../api";
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

const show = () =>
  render(
    <QueryClientProvider client={queries}>
      <Composer chat={chat("c1")} isPhone={false} lastOwn={() => message(3, { sender: "1" })} ref={null} />
    </QueryClientProvider>,
  );

beforeEach(() => {
  localStorage.clear();
  useChats.setState({ ...blank, me: "1", chats: { c1: chat("c1") } });
});
afterEach(() => {
  uploadsOf("c1").clear();
  useLive.setState({ interrupted: false, connection: "idle" });
  vi.mocked(send).mockReset();
});

it("sends words at once while a file is on its way, and the file after them", async () => {
  show();
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
  show();
  put("done");
  await userEvent.type(box(), "请看附件{Enter}");
  expect(send).toHaveBeenCalledExactlyOnceWith("c1", "请看附件", null, [stored]);
});

it("says that it waits for the network, not how far it came", () => {
  show();
  put("sending");
  screen.getByText("上传中 40%");
  act(() => useLive.setState({ interrupted: true }));
  screen.getByText("等待网络，恢复后继续上传");
  expect(screen.queryByText("上传中 40%")).toBeNull();
});

it("leaves Alt and an arrow to the list of chats", async () => {
  show();
  const user = userEvent.setup();
  await user.click(box());
  await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  expect(screen.queryByText("编辑消息")).toBeNull();
  await user.keyboard("{ArrowUp}");
  await screen.findByText("编辑消息");
});

describe("a name that is being written", () => {
  /** Members by what was typed, told when the test says so. */
  const members: Record<string, UserCard[]> = {
    l: [card("7", "单晓")],
    li: [card("8", "李萍"), card("9", "李群")],
    zz: [],
  };
  let waiting: Record<string, () => void> = {};
  const answer = async (q: string) => {
    await waitFor(() => expect(waiting[q]).toBeDefined());
    await act(async () => waiting[q]?.());
  };
  const write = (text: string) => {
    fireEvent.change(box(), { target: { value: text } });
    box().setSelectionRange(text.length, text.length);
    fireEvent.select(box());
  };
  const press = (key: string) => fireEvent.keyDown(box(), { key });

  beforeEach(() => {
    waiting = {};
    vi.spyOn(chatApi, "members").mockImplementation(
      (_, { q = "" }) =>
        new Promise((resolve) => {
          const items = (members[q] ?? []).map((user) => ({
            user,
            role: "member",
            joined_at: 0,
            read_seq: 0,
          }));
          waiting[q] = () => resolve({ items } as never);
        }),
    );
    // jsdom scrolls nothing.
    Object.assign(Element.prototype, { scrollIntoView: () => undefined });
    show();
    act(() => box().focus());
  });

  it("takes nobody who was found for fewer letters: Enter waits for the answer", async () => {
    write("@l");
    await answer("l");
    await screen.findByRole("option", { name: /单晓/ });
    write("@li");
    press("Enter");
    expect(box().value).toBe("@li");
    await answer("li");
    await waitFor(() => expect(box().value).toBe("@李萍 "));
    expect(send).not.toHaveBeenCalled();
  });

  it("sends no half a name before anything was found", async () => {
    write("@li");
    press("Enter");
    expect(send).not.toHaveBeenCalled();
    await answer("li");
    await waitFor(() => expect(box().value).toBe("@李萍 "));
    press("Enter");
    expect(send).toHaveBeenCalledExactlyOnceWith("c1", "<@8>", null, []);
  });

  it("is sent as it stands where nobody has it", async () => {
    write("@zz");
    press("Enter");
    await answer("zz");
    await waitFor(() => expect(send).toHaveBeenCalledExactlyOnceWith("c1", "@zz", null, []));
  });

  it("forgets the early Enter of who goes on writing", async () => {
    write("@li");
    press("Enter");
    write("@li 你好");
    await answer("li");
    expect(box().value).toBe("@li 你好");
    expect(send).not.toHaveBeenCalled();
  });
});

it("begins a line by Enter where the keyboard is on the screen; with Ctrl it sends", async () => {
  vi.spyOn(window, "matchMedia").mockImplementation(
    (media) =>
      ({
        matches: media === "(pointer: coarse)",
        media,
        addEventListener: () => undefined,
        removeEventListener: () => undefined,
      }) as never,
  );
  show();
  const user = userEvent.setup();
  expect(box().getAttribute("enterkeyhint")).toBe("enter");
  await user.type(box(), "第一行{Enter}第二行");
  expect(box().value).toBe("第一行\n第二行");
  expect(send).not.toHaveBeenCalled();
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(send).toHaveBeenCalledExactlyOnceWith("c1", "第一行\n第二行", null, []);
});

it("tells of typing as soon as there is a connection to tell it", async () => {
  const signal = vi.spyOn(live, "signal").mockReturnValue(undefined);
  show();
  const user = userEvent.setup();
  await user.type(box(), "在");
  expect(signal).not.toHaveBeenCalled();
  act(() => useLive.setState({ connection: "open" }));
  await user.type(box(), "写字");
  expect(signal).toHaveBeenCalledExactlyOnceWith("chat.typing", { chat: "c1" });
});
