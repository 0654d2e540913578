import { commonWords } from "@/i18n";
import type { Problem } from "./types";

/** What the server (or the road to it) answered instead of a result. `title` is in the reader's language. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly params: Record<string, unknown>;
  readonly requestId: string | undefined;
  /** Message by field, for forms. */
  readonly fields: Readonly<Record<string, string>>;
  /** Seconds after which a new attempt is welcome, when the server said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Partial<Problem>, retryAfter?: number, cause?: unknown) {
    super(problem.title ?? problem.code ?? "error", { cause });
    this.name = "ApiError";
    this.code = problem.code ?? "http.unreadable";
    this.status = problem.status ?? 0;
    this.title = problem.title ?? commonWords().error.title;
    this.params = problem.params ?? {};
    this.requestId = problem.request_id;
    this.fields = Object.fromEntries((problem.errors ?? []).map((error) => [error.field, error.message]));
    this.retryAfter = retryAfter;
  }

  get isNetwork() {
    return this.status === 0;
  }
  get isNotFound() {
    return this.status === 404 || this.status === 410;
  }
  get isForbidden() {
    return this.status === 403;
  }
}

/** Reads the problem of a failed response; a body that is no problem+json still yields a usable error. */
export async function readProblem(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
  const header = response.headers.get("X-Request-Id") ?? undefined;
  try {
    const body = (await response.json()) as Partial<Problem>;
    return new ApiError({ request_id: header, ...body, status: response.status }, retryAfter);
  } catch (cause) {
    return new ApiError(
      { status: response.status, code: `http.${response.status}`, request_id: header },
      retryAfter,
      cause,
    );
  }
}

export function networkError(cause: unknown): ApiError {
  return new ApiError(
    { status: 0, code: "network.unreachable", title: commonWords().error.network },
    undefined,
    cause,
  );
}

/** Any thrown thing as an ApiError, so that views show one kind of error. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError({ code: "client.unexpected" }, undefined, thrown);
}
