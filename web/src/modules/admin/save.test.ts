import { beforeEach, describe, expect, it, vi } from "vitest";
import { toast } from "@/ui";
import { csv, download, nameIn } from "./save";

describe("csv", () => {
  it("quotes what needs it and defuses formulas", () => {
    expect(csv([["姓名", "a,b", 'say "hi"', "=1+1", "-"]])).toBe(
      '\uFEFF姓名,"a,b","say ""hi""",\'=1+1,\'-\r\n',
    );
  });
});

describe("nameIn", () => {
  it("prefers the name in its own characters", () => {
    expect(nameIn(`attachment; filename="a.csv"; filename*=UTF-8''%E9%80%9A%E8%AE%AF%E5%BD%95.csv`)).toBe(
      "通讯录.csv",
    );
    expect(nameIn('attachment; filename="audit.evidence.json"')).toBe("audit.evidence.json");
    expect(nameIn(null)).toBeUndefined();
  });
});

describe("download", () => {
  beforeEach(() => {
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined });
  });

  it("tells a refusal instead of saving it", async () => {
    const failure = vi.spyOn(toast, "failure").mockReturnValue(() => undefined);
    vi.stubGlobal("fetch", async () =>
      Response.json({ code: "audit.export_too_large", title: "一次最多导出 50000 条" }, { status: 422 }),
    );
    expect(await download("/api/v1/admin/audit/export", "audit.json")).toBe(false);
    expect(failure.mock.calls[0]?.[0].title).toBe("一次最多导出 50000 条");
  });

  it("saves under the server's name", async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      expect(this.download).toBe("evidence.json");
    });
    vi.stubGlobal(
      "fetch",
      async () =>
        new Response("{}", { headers: { "Content-Disposition": 'attachment; filename="evidence.json"' } }),
    );
    vi.useFakeTimers();
    const revoked = vi.spyOn(URL, "revokeObjectURL");
    expect(await download("/api/v1/admin/audit/export", "audit.json")).toBe(true);
    expect(clicked).toHaveBeenCalledOnce();
    // Safari reads what it saves only once the reader has agreed.
    vi.advanceTimersByTime(30_000);
    expect(revoked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(30_000);
    expect(revoked).toHaveBeenCalledWith("blob:x");
    vi.useRealTimers();
  });
});
