import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/error";
import type { StoredFile } from "@/api/types";
import { type Uploader, UploadList } from "./uploads";

const file = (name: string) => new File(["x"], name, { type: "text/plain" });
const stored = (name: string): StoredFile => ({
  id: name,
  name,
  size: 1,
  type: "",
  created_at: 0,
  kind: "file",
  thumb: false,
});

/** An uploader whose outcomes the test decides. */
function controlled() {
  const running = new Map<
    string,
    { resolve: () => void; reject: (error: unknown) => void; signal?: AbortSignal }
  >();
  const upload: Uploader = (file, options = {}) =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      running.set(file.name, {
        resolve: () => resolve(stored(file.name)),
        reject,
        ...(signal ? { signal } : {}),
      });
    });
  return { list: new UploadList(upload), running };
}

/** Lets the promises that are settled already tell whoever waits for them. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const states = (list: UploadList) => list.store.getState().items.map((item) => item.state);

describe("UploadList", () => {
  it("sends two at a time, in order", async () => {
    const { list, running } = controlled();
    list.add(["a", "b", "c"].map(file));
    expect(states(list)).toEqual(["sending", "sending", "waiting"]);
    running.get("a")?.resolve();
    await settle();
    expect(states(list)).toEqual(["done", "sending", "sending"]);
    expect(list.store.getState().items[0]?.stored?.id).toBe("a");
  });

  it("keeps what failed until it is tried again", async () => {
    const { list, running } = controlled();
    list.add([file("a")]);
    running.get("a")?.reject(new ApiError({ status: 413, title: "文件太大", code: "core.too_large" }));
    await settle();
    expect(states(list)).toEqual(["failed"]);
    expect(list.store.getState().items[0]?.error?.title).toBe("文件太大");
    list.retry(list.store.getState().items[0]?.id ?? "");
    running.get("a")?.resolve();
    await settle();
    expect(states(list)).toEqual(["done"]);
  });

  it("stops a removed upload and starts the next", async () => {
    const { list, running } = controlled();
    list.add(["a", "b", "c"].map(file));
    list.remove(list.store.getState().items[0]?.id ?? "");
    await settle();
    expect(running.get("a")?.signal?.aborted).toBe(true);
    expect(states(list)).toEqual(["sending", "sending"]);
  });
});
