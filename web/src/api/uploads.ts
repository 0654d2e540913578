import { api, call, commonHeaders } from "./client";
import { ApiError, asApiError, networkError } from "./error";
import { live } from "./live";
import { onForget } from "./query";
import type { Problem, StoredFile, Upload } from "./types";

/** How a part travels; tests pass their own. Resolves to the offset the server has reached. */
export type SendPart = (part: {
  uploadId: string;
  offset: number;
  bytes: Blob;
  signal: AbortSignal | undefined;
  onSent: (bytes: number) => void;
}) => Promise<number>;

export interface UploadOptions {
  /** Bytes that have left, and of how many. */
  onProgress?: (sent: number, total: number) => void;
  signal?: AbortSignal;
  sendPart?: SendPart;
  /** Waits between attempts, in ms; the number of entries is the number of repeats. */
  retryDelays?: readonly number[];
}

const usualDelays = [1000, 3000, 8000, 15_000, 30_000];
const offsetHeader = "Upload-Offset";

/** Uploads that were begun and not finished, so that choosing the same file again goes on where it stopped. */
const begun = new Map<string, string>();
onForget(() => begun.clear());
const fingerprint = (file: File) => `${file.name} ${file.size} ${file.lastModified}`;

/** Part by XHR, because fetch does not tell how much has left. */
const sendByXhr: SendPart = ({ uploadId, offset, bytes, signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PATCH", `/api/v1/core/uploads/${uploadId}`);
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.setRequestHeader(offsetHeader, String(offset));
    for (const [name, value] of Object.entries(commonHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(reached(request, offset + bytes.size));
      else reject(xhrProblem(request));
    };
    request.onerror = () => reject(networkError("upload"));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    if (signal?.aborted) reject(new DOMException("aborted", "AbortError"));
    else request.send(bytes);
  });

/** The offset in the reply; what was sent, if the reply does not tell. */
function reached(request: XMLHttpRequest, sent: number): number {
  try {
    return (JSON.parse(request.responseText) as Partial<Upload>).offset ?? sent;
  } catch {
    return sent;
  }
}

function xhrProblem(request: XMLHttpRequest): ApiError {
  try {
    const problem = JSON.parse(request.responseText) as Partial<Problem>;
    return new ApiError({ ...problem, status: request.status });
  } catch {
    return new ApiError({ status: request.status, code: `http.${request.status}` });
  }
}

async function begin(file: File): Promise<Upload> {
  const known = begun.get(fingerprint(file));
  if (known) {
    try {
      return await call(api.GET("/api/v1/core/uploads/{id}", { params: { path: { id: known } } }));
    } catch (error) {
      // The server has forgotten it: begin anew.
      if (!(error instanceof ApiError) || !error.isNotFound) throw error;
      begun.delete(fingerprint(file));
    }
  }
  const body = { name: file.name, size: file.size, ...(file.type ? { type: file.type } : {}) };
  const upload = await call(api.POST("/api/v1/core/uploads", { body }));
  begun.set(fingerprint(file), upload.id);
  return upload;
}

const look = (id: string) => call(api.GET("/api/v1/core/uploads/{id}", { params: { path: { id } } }));

/** May pass by itself: no answer, the server is busy, or the two sides disagree about the offset. */
function mayPass(error: ApiError): boolean {
  return error.isNetwork || error.status >= 500 || error.status === 409 || error.status === 429;
}

/** Waits, but no longer than until there may be a way again: the device is online, or the live connection is back. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      window.removeEventListener("online", goOn);
      signal?.removeEventListener("abort", giveUp);
    };
    const goOn = () => {
      end();
      resolve();
    };
    const giveUp = () => {
      end();
      reject(new DOMException("aborted", "AbortError"));
    };
    const timer = setTimeout(goOn, ms);
    const stop = live.onReconnect(goOn);
    window.addEventListener("online", goOn);
    signal?.addEventListener("abort", giveUp);
  });
}

export function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

/**
 * Sends a file in parts and resolves to what the server stored. A broken connection is waited out and the upload
 * goes on where the server stopped; rejects with ApiError, or AbortError after `signal`.
 */
export async function uploadFile(file: File, options: UploadOptions = {}): Promise<StoredFile> {
  const { onProgress, signal, sendPart = sendByXhr, retryDelays = usualDelays } = options;
  signal?.throwIfAborted();
  for (let failures = 0; ; ) {
    let upload: Upload | undefined;
    try {
      upload = await begin(file);
      let { offset } = upload;
      while (offset < file.size) {
        onProgress?.(offset, file.size);
        const from = offset;
        offset = await sendPart({
          uploadId: upload.id,
          offset: from,
          bytes: file.slice(from, Math.min(from + upload.part_size, file.size)),
          signal,
          onSent: (bytes) => onProgress?.(Math.min(from + bytes, file.size), file.size),
        });
        failures = 0;
      }
      onProgress?.(file.size, file.size);
      const finished = upload.file ? upload : await look(upload.id);
      if (!finished.file) throw new ApiError({ code: "client.upload_unfinished" });
      begun.delete(fingerprint(file));
      return finished.file;
    } catch (thrown) {
      if (isAbort(thrown)) throw thrown;
      const error = asApiError(thrown);
      const delay = retryDelays[failures];
      // What refuses the file before it is begun refuses it again.
      const passes = upload ? mayPass(error) : error.isNetwork;
      if (!passes || delay === undefined) throw error;
      failures += 1;
      await pause(delay, signal);
    }
  }
}

/** Gives up an upload on the server too; quiet, since an unfinished upload expires by itself. */
export async function abandonUpload(file: File): Promise<void> {
  const id = begun.get(fingerprint(file));
  if (!id) return;
  begun.delete(fingerprint(file));
  await call(api.DELETE("/api/v1/core/uploads/{id}", { params: { path: { id } } })).catch(() => undefined);
}

/** Deletes a file that arrived and is not wanted; one that somebody was given stays. */
export async function discardFile(id: string): Promise<void> {
  await call(api.DELETE("/api/v1/core/files/{id}", { params: { path: { id } } })).catch(() => undefined);
}
