import { afterEach, expect, it, vi } from "vitest";
import { ApiError } from "@/api/error";
import type { StoredFile } from "@/api/types";
import type { UploadItem } from "@/shared/file/uploads";
import { send } from "../engine/send";
import { forgetAll } from "../engine/store";
import { sendWhenUploaded, uploadsOf } from "./uploads";

vi.mock("../engine/send", () => ({ send: vi.fn() }));
const wire = vi.hoisted(() => ({ connected: undefined as (() => void) | undefined }));
vi.mock("@/api/live", () => ({
  live: {
    onReconnect: (hook: () => void) => {
      wire.connected = hook;
      return () => undefined;
    },
  },
}));

const stored = { id: "f1", name: "a.txt" } as StoredFile;
const offline = new ApiError({ code: "client.network", status: 0 });
const refused = new ApiError({ code: "file.too_large", status: 413 });

function put(changes: Partial<UploadItem>) {
  const item = { id: "u1", file: new File(["x"], "a.txt"), state: "sending" as const, progress: 10 };
  uploadsOf("c1").store.setState({ items: [{ ...item, ...changes }] });
}

afterEach(() => {
  forgetAll();
  vi.mocked(send).mockReset();
});

it("sends files by themselves once they are there, whoever looks", () => {
  put({});
  sendWhenUploaded("c1");
  sendWhenUploaded("c1");
  put({ progress: 50 });
  expect(send).not.toHaveBeenCalled();
  put({ state: "done", stored });
  expect(send).toHaveBeenCalledExactlyOnceWith("c1", "", null, [stored]);
  expect(uploadsOf("c1").store.getState().items).toEqual([]);
});

it("gives up what the server refuses, and what is taken out", () => {
  put({});
  sendWhenUploaded("c1");
  put({ state: "failed", error: refused });
  put({ state: "done", stored });
  expect(send).not.toHaveBeenCalled();
  put({});
  sendWhenUploaded("c1");
  uploadsOf("c1").clear();
  put({ state: "done", stored });
  expect(send).not.toHaveBeenCalled();
});

it("waits out a lost connection and goes on by itself", () => {
  put({});
  sendWhenUploaded("c1");
  put({ state: "failed", error: offline });
  const retry = vi.spyOn(uploadsOf("c1"), "retry").mockReturnValue();
  wire.connected?.();
  expect(retry).toHaveBeenCalledExactlyOnceWith("u1");
  put({ state: "done", stored });
  expect(send).toHaveBeenCalledOnce();
});

it("goes on when the device says that it is online", () => {
  put({ state: "failed", error: offline });
  window.dispatchEvent(new Event("online"));
  expect(uploadsOf("c1").store.getState().items[0]?.state).not.toBe("failed");
});
