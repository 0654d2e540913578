import createClient, { type Middleware } from "openapi-fetch";
import { currentLocale } from "@/i18n";
import { networkError, readProblem } from "./error";
import type { paths } from "./schema";

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Runs when the server says that the session is over; returns how to stop listening. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export function announceSignedOut() {
  for (const listener of signedOut) listener();
}

/** A wrong password answers 401 too, but ends no session. */
const opensSession = (url: string) => {
  const path = new URL(url).pathname;
  return path.endsWith("/people/sessions") || path.includes("/people/invitations/");
};

export function randomId(): string {
  // randomUUID exists only in secure contexts; an office on plain http in its own network must work too.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** What every request of this client says, for the few that do not pass through openapi-fetch. */
export function commonHeaders(): Record<string, string> {
  return { "Accept-Language": currentLocale() };
}

const courtesy: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(commonHeaders())) request.headers.set(name, value);
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", randomId());
    }
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok) return response;
    if (response.status === 401 && !opensSession(request.url)) announceSignedOut();
    throw await readProblem(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    return networkError(error);
  },
};

/**
 * The typed client of the public API. Paths, parameters and bodies are checked against the schema:
 *
 *     const page = await call(api.GET("/api/v1/people/users", { params: { query: { q } } }));
 */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? "",
  credentials: "same-origin",
  fetch: (request) => globalThis.fetch(request),
});
api.use(courtesy);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a successful answer; throws ApiError otherwise. */
export async function call<T>(answer: Promise<Answer<T>>): Promise<Exclude<T, undefined>> {
  const { data } = await answer;
  return data as Exclude<T, undefined>;
}

/** Address of a file's bytes, for `src` and downloads. */
export function fileUrl(id: string, options: { download?: boolean } = {}): string {
  return `/api/v1/core/files/${id}/content${options.download ? "?download=1" : ""}`;
}

export function thumbnailUrl(id: string, size: "small" | "medium" = "medium"): string {
  return `/api/v1/core/files/${id}/thumbnail?size=${size}`;
}
