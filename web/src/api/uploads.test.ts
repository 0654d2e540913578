import { beforeEach, describe, expect, it, vi } from "vitest";
import { serve } from "@/test/api";
import { networkError } from "./error";
import type { Upload } from "./types";
import { abandonUpload, isAbort, type SendPart, uploadFile } from "./uploads";

const size = 10;
let file: File;
/** The server's side: what it has received, and what it answers. */
let upload: Upload & { received: string };
let created = 0;
let now = 0;

beforeEach(() => {
  now += 1;
  created = 0;
  file = new File(["0123456789"], "a.txt", { type: "text/plain", lastModified: now });
  upload = { id: `u${now}`, name: "a.txt", expires_at: 0, offset: 0, size, part_size: 4, received: "" };
});

function start(more: Parameters<typeof serve>[0] = {}) {
  return serve({
    ...more,
    "POST /api/v1/core/uploads": () => {
      created += 1;
      return { status: 201, body: upload };
    },
    "GET /api/v1/core/uploads/*": () => ({ body: upload }),
    "DELETE /api/v1/core/uploads/*": () => undefined,
  });
}

const receive: SendPart = async ({ offset, bytes, onSent }) => {
  expect(offset).toBe(upload.offset);
  onSent(bytes.size);
  upload.received += await bytes.text();
  upload.offset += bytes.size;
  if (upload.offset === size) {
    upload.file = {
      id: "f1",
      name: "a.txt",
      size,
      type: "text/plain",
      created_at: 0,
      kind: "file",
      thumb: false,
    };
  }
  return upload.offset;
};

describe("uploadFile", () => {
  it("sends parts in order and tells progress", async () => {
    start();
    const progress: number[] = [];
    const stored = await uploadFile(file, { sendPart: receive, onProgress: (sent) => progress.push(sent) });
    expect(stored.id).toBe("f1");
    expect(upload.received).toBe("0123456789");
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(size);
  });

  it("goes on at the server's offset after the line broke", async () => {
    start();
    let breaks = 2;
    const flaky: SendPart = async (part) => {
      if (part.offset === 4 && breaks > 0) {
        breaks -= 1;
        // Half of the part arrived before the line broke.
        upload.received += "45";
        upload.offset = 6;
        throw networkError("cut");
      }
      return receive(part);
    };
    await uploadFile(file, { sendPart: flaky, retryDelays: [0, 0, 0] });
    expect(upload.received).toBe("0123456789");
  });

  it("waits out a line that is cut before it begins", async () => {
    let cut = 2;
    const routes = { "POST /api/v1/core/uploads": () => ({ status: 201, body: upload }) };
    serve({ ...routes, "GET /api/v1/core/uploads/*": () => ({ body: upload }) });
    const reachable = globalThis.fetch;
    vi.stubGlobal("fetch", (request: Request) => {
      if (cut === 0) return reachable(request);
      cut -= 1;
      return Promise.reject(new TypeError("Failed to fetch"));
    });
    expect((await uploadFile(file, { sendPart: receive, retryDelays: [0, 0] })).id).toBe("f1");
  });

  it("waits no longer than until the device is online again", async () => {
    start();
    let isCut = true;
    const sendPart: SendPart = async (part) => {
      if (!isCut) return receive(part);
      isCut = false;
      throw networkError("cut");
    };
    const sent = uploadFile(file, { sendPart, retryDelays: [3_600_000] });
    await vi.waitFor(() => expect(isCut).toBe(false));
    await vi.waitFor(async () => {
      window.dispatchEvent(new Event("online"));
      expect(upload.received).toBe("0123456789");
    });
    expect((await sent).id).toBe("f1");
  });

  it("gives up after the last repeat, and another attempt continues the same upload", async () => {
    start();
    const dead: SendPart = async (part) => {
      if (part.offset >= 4) throw networkError("down");
      return receive(part);
    };
    await expect(uploadFile(file, { sendPart: dead, retryDelays: [0] })).rejects.toMatchObject({ status: 0 });
    await uploadFile(file, { sendPart: receive });
    expect(created).toBe(1);
    expect(upload.received).toBe("0123456789");
  });

  it("does not repeat what the server refused", async () => {
    const { ApiError } = await import("./error");
    start();
    const refused = vi.fn<SendPart>(async () => {
      throw new ApiError({ status: 413, code: "core.too_large", title: "文件太大" });
    });
    await expect(uploadFile(file, { sendPart: refused, retryDelays: [0, 0] })).rejects.toMatchObject({
      code: "core.too_large",
    });
    expect(refused).toHaveBeenCalledOnce();
  });

  it("stops when cancelled, and can be abandoned on the server", async () => {
    const seen = start();
    const abort = new AbortController();
    const hanging: SendPart = ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        abort.abort();
      });
    const thrown = await uploadFile(file, { sendPart: hanging, signal: abort.signal }).catch(
      (error) => error,
    );
    expect(isAbort(thrown)).toBe(true);
    await abandonUpload(file);
    expect(seen.at(-1)).toMatchObject({ method: "DELETE", path: `/api/v1/core/uploads/${upload.id}` });
  });
});
