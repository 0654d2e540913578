import { vi } from "vitest";

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}

type Answer = (
  request: Seen,
) => { status?: number; body?: unknown; headers?: Record<string, string> } | undefined;

/** Answers the client's requests in a test: keys are `GET /api/v1/people/me`, `*` stands for one part of a path. */
export function serve(routes: Record<string, Answer>): Seen[] {
  const seen: Seen[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const entry: Seen = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
    seen.push(entry);
    for (const [route, answer] of Object.entries(routes)) {
      const [method = "", pattern = ""] = route.split(" ");
      if (method !== entry.method || !new RegExp(`^${pattern.replaceAll("*", "[^/]+")}$`).test(entry.path))
        continue;
      const { status = 200, body, headers = {} } = answer(entry) ?? { status: 204 };
      return new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: {
          "Content-Type": status < 400 ? "application/json" : "application/problem+json",
          ...headers,
        },
      });
    }
    throw new TypeError(`no answer for ${entry.method} ${entry.path}`);
  });
  return seen;
}
