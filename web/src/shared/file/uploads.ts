import { create, type StoreApi, type UseBoundStore } from "zustand";
import { type ApiError, asApiError } from "@/api/error";
import type { StoredFile } from "@/api/types";
import { abandonUpload, discardFile, isAbort, uploadFile } from "@/api/uploads";

export interface UploadItem {
  id: string;
  file: File;
  state: "waiting" | "sending" | "done" | "failed";
  /** 0 to 100. */
  progress: number;
  error?: ApiError;
  /** There once `state` is done. */
  stored?: StoredFile;
  /** Object URL of a picture, while the list lives. */
  preview?: string;
}

/** Sent at the same time; more only share the same line. */
const atOnce = 2;

let nextId = 1;

export type Uploader = typeof uploadFile;

interface State {
  items: readonly UploadItem[];
}

/** Files on their way to the server, as in a composer: add, cancel, retry, and what has arrived. */
export class UploadList {
  readonly store: UseBoundStore<StoreApi<State>> = create<State>(() => ({ items: [] }));
  private aborts = new Map<string, AbortController>();

  constructor(private readonly upload: Uploader = uploadFile) {}

  add(files: readonly File[]) {
    const fresh = files.map((file): UploadItem => {
      const id = `u${nextId++}`;
      const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined;
      return { id, file, state: "waiting", progress: 0, ...(preview ? { preview } : {}) };
    });
    this.store.setState(({ items }) => ({ items: [...items, ...fresh] }));
    this.pump();
  }

  /** Takes a file out, wherever it is on its way. */
  remove(id: string) {
    const item = this.find(id);
    if (!item) return;
    this.aborts.get(id)?.abort();
    if (item.stored) void discardFile(item.stored.id);
    else void abandonUpload(item.file);
    this.release(item);
    this.store.setState(({ items }) => ({ items: items.filter((entry) => entry.id !== id) }));
    this.pump();
  }

  retry(id: string) {
    this.patch(id, { state: "waiting", progress: 0 });
    this.pump();
  }

  /** Forgets everything, as after a message was sent or the composer went away. */
  clear() {
    for (const abort of this.aborts.values()) abort.abort();
    for (const item of this.store.getState().items) this.release(item);
    this.store.setState({ items: [] });
  }

  private find(id: string) {
    return this.store.getState().items.find((item) => item.id === id);
  }

  private release(item: UploadItem) {
    if (item.preview) URL.revokeObjectURL(item.preview);
  }

  private patch(id: string, changes: Partial<UploadItem>) {
    this.store.setState(({ items }) => ({
      items: items.map((item) => (item.id === id ? { ...item, ...changes } : item)),
    }));
  }

  private pump() {
    const { items } = this.store.getState();
    const free = atOnce - items.filter((item) => item.state === "sending").length;
    for (const item of items.filter((entry) => entry.state === "waiting").slice(0, Math.max(0, free))) {
      this.patch(item.id, { state: "sending" });
      void this.send(item);
    }
  }

  private async send(item: UploadItem) {
    const abort = new AbortController();
    this.aborts.set(item.id, abort);
    try {
      const stored = await this.upload(item.file, {
        signal: abort.signal,
        onProgress: (sent, total) =>
          this.patch(item.id, { progress: total === 0 ? 100 : (sent / total) * 100 }),
      });
      this.patch(item.id, { state: "done", progress: 100, stored });
    } catch (thrown) {
      if (!isAbort(thrown)) this.patch(item.id, { state: "failed", error: asApiError(thrown) });
    } finally {
      this.aborts.delete(item.id);
      this.pump();
    }
  }
}
