import { afterEach, describe, expect, it, vi } from "vitest";
import { usePrefs } from "@/lib/prefs";
import { serve } from "@/test/api";
import { api, call, onSignedOut } from "./client";
import { ApiError } from "./error";

afterEach(() => {
  usePrefs.setState({ locale: "zh-CN" });
});

const me = () => call(api.GET("/api/v1/people/me"));
const signIn = () => call(api.POST("/api/v1/people/sessions", { body: { login: "a", password: "b" } }));
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as ApiError,
  );

describe("client", () => {
  it("says the language, and makes POST safe to repeat", async () => {
    const seen = serve({
      "GET /api/v1/people/me": () => ({ body: {} }),
      "POST /api/v1/people/sessions": () => ({ status: 201, body: {} }),
    });
    await me();
    usePrefs.setState({ locale: "en" });
    await signIn();
    await signIn();
    expect(seen.map((request) => request.headers.get("Accept-Language"))).toEqual(["zh-CN", "en", "en"]);
    const keys = seen.map((request) => request.headers.get("Idempotency-Key"));
    expect(keys[0]).toBeNull();
    expect(keys[1]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it("turns problem+json into ApiError", async () => {
    serve({
      "GET /api/v1/people/me": () => ({
        status: 422,
        headers: { "Retry-After": "30" },
        body: {
          title: "请检查填写的内容",
          code: "people.invalid",
          request_id: "r1",
          errors: [{ field: "email", code: "x", message: "格式不正确" }],
        },
      }),
    });
    const error = await failure(me());
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 422,
      code: "people.invalid",
      title: "请检查填写的内容",
      requestId: "r1",
      fields: { email: "格式不正确" },
      retryAfter: 30,
    });
  });

  it("survives a body that is no problem", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>502</html>", { status: 502 }));
    expect(await failure(me())).toMatchObject({ status: 502, code: "http.502" });
  });

  it("names a missing network", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    const error = await failure(me());
    expect(error).toMatchObject({ status: 0, code: "network.unreachable" });
    expect(error?.isNetwork).toBe(true);
  });

  it("announces an ended session, but not a wrong password", async () => {
    const ended = vi.fn();
    const stop = onSignedOut(ended);
    serve({
      "GET /api/v1/people/me": () => ({ status: 401, body: { code: "http.unauthenticated", title: "" } }),
      "POST /api/v1/people/sessions": () => ({
        status: 401,
        body: { code: "people.wrong_login", title: "" },
      }),
    });
    await failure(signIn());
    expect(ended).not.toHaveBeenCalled();
    await failure(me());
    expect(ended).toHaveBeenCalledOnce();
    stop();
  });
});
