import { type ApiError, asApiError } from "@/api/error";

export interface BulkFailure<T> {
  item: T;
  error: ApiError;
}

export interface BulkResult<T, R> {
  done: { item: T; result: R }[];
  failed: BulkFailure<T>[];
  /** Not begun, because it was stopped. */
  left: T[];
}

export interface BulkOptions {
  onProgress?: (settled: number) => void;
  signal?: AbortSignal;
  /** Requests under way at the same time: enough to be quick, too few to be throttled. */
  atOnce?: number;
  wait?: (seconds: number) => Promise<void>;
}

const usualAtOnce = 3;
/** Waits for a throttled request; more than that and it is reported as failed. */
const mostWaits = 5;
const longestWaitSeconds = 30;

const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

/** Does the same to many, a few at a time; one that fails stops nobody else. */
export async function runBulk<T, R>(
  items: readonly T[],
  act: (item: T) => Promise<R>,
  { onProgress, signal, atOnce = usualAtOnce, wait = pause }: BulkOptions = {},
): Promise<BulkResult<T, R>> {
  const result: BulkResult<T, R> = { done: [], failed: [], left: [] };
  let next = 0;
  let settled = 0;
  const one = async (item: T) => {
    for (let waits = 0; ; waits += 1) {
      try {
        result.done.push({ item, result: await act(item) });
        return;
      } catch (thrown) {
        const error = asApiError(thrown);
        if (error.status !== 429 || waits >= mostWaits || signal?.aborted) {
          result.failed.push({ item, error });
          return;
        }
        await wait(Math.min(error.retryAfter ?? 1, longestWaitSeconds));
      }
    }
  };
  const worker = async () => {
    while (next < items.length && !signal?.aborted) {
      const item = items[next] as T;
      next += 1;
      await one(item);
      settled += 1;
      onProgress?.(settled);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  result.left.push(...items.slice(next));
  return result;
}
