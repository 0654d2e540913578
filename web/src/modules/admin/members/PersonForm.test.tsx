import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import * as guard from "@/lib/guard";
import { serve } from "@/test/api";
import { someMe } from "@/test/people";
import { draftOf, emptyDraft } from "./draft";
import { PersonForm } from "./PersonForm";

const { user } = someMe({ roles: [{ role: "owner" }] });
const attributes = {
  "GET /api/v1/people/attributes": () => ({ body: { items: [], next: null } }),
};
let isHeld = false;

beforeEach(() => {
  queries.setQueryData(meKey, someMe({ roles: [{ role: "owner" }] }));
  vi.spyOn(guard, "useLeaveGuard").mockImplementation((isDirty) => {
    isHeld = isDirty;
    return { release: () => undefined };
  });
});

function show(form: Partial<Parameters<typeof PersonForm>[0]> = {}) {
  const onSaved = vi.fn();
  const onLink = vi.fn();
  render(
    <QueryClientProvider client={queries}>
      <PersonForm
        initial={emptyDraft()}
        onCancel={() => undefined}
        onSaved={onSaved}
        onLink={onLink}
        {...form}
      />
    </QueryClientProvider>,
  );
  return { onSaved, onLink, events: userEvent.setup() };
}

describe("the form of a person", () => {
  it("asks nothing of the server while the name is missing", async () => {
    const seen = serve(attributes);
    const { events } = show();
    await events.click(screen.getByRole("button", { name: "添加" }));
    expect(screen.getByText("请填写姓名")).toBeTruthy();
    expect(seen.filter((request) => request.method === "POST")).toEqual([]);
  });

  it("shows each message of the server at its field and drops it when the field changes", async () => {
    serve({
      ...attributes,
      "POST /api/v1/people/users": () => ({
        status: 422,
        body: {
          code: "core.invalid",
          title: "有些内容填写不正确",
          errors: [
            { field: "login", code: "people.login_taken", message: "这个登录名已被使用。" },
            { field: "phones[0].number", code: "people.phone_taken", message: "这个手机号已被使用。" },
            { field: "departments[0].id", code: "people.department_unknown", message: "找不到所填的部门。" },
          ],
        },
      }),
    });
    const { events, onSaved } = show();
    await events.type(screen.getByLabelText(/^姓名/), "单雄信");
    await events.type(screen.getByRole("textbox", { name: "号码" }), "13800001234");
    await events.type(screen.getByLabelText("登录名"), "cxy");
    await events.click(screen.getByRole("button", { name: "添加" }));
    await screen.findByText("这个登录名已被使用。");
    expect(screen.getByLabelText("登录名").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("textbox", { name: "号码" }).getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("找不到所填的部门。")).toBeTruthy();
    await events.type(screen.getByLabelText("登录名"), "2");
    expect(screen.queryByText("这个登录名已被使用。")).toBeNull();
    expect(onSaved).not.toHaveBeenCalled();
  });

  it("adds a person and then makes the invitation", async () => {
    serve({
      ...attributes,
      "POST /api/v1/people/users": () => ({
        status: 201,
        body: { ...user, id: "7", name: "单雄信", can: { edit: true, manage: true } },
      }),
      "POST /api/v1/people/users/7/invite": () => ({
        status: 201,
        body: { url: "https://office.example/invite/x", expires_at: 1 },
      }),
    });
    const { events, onLink, onSaved } = show();
    await events.type(screen.getByLabelText(/^姓名/), "单雄信");
    await events.click(screen.getByRole("button", { name: "添加" }));
    await waitFor(() =>
      expect(onLink).toHaveBeenCalledWith({
        kind: "invite",
        name: "单雄信",
        url: "https://office.example/invite/x",
        expires_at: 1,
      }),
    );
    expect(onSaved).toHaveBeenCalledOnce();
  });

  it("sends only what changed, and holds the reader while it is not saved", async () => {
    const seen = serve({ ...attributes, "PATCH /api/v1/people/users/1": () => ({ body: user }) });
    const { events } = show({ user, initial: draftOf(user) });
    expect(isHeld).toBe(false);
    expect(screen.getByRole("button", { name: "保存" }).hasAttribute("disabled")).toBe(true);
    await events.type(screen.getByLabelText("工号"), "A7");
    expect(isHeld).toBe(true);
    await events.click(screen.getByRole("button", { name: "保存" }));
    await waitFor(() =>
      expect(seen.find((request) => request.method === "PATCH")?.body).toEqual({ employee_no: "A7" }),
    );
  });
});
