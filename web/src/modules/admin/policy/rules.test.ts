import { describe, expect, it } from "vitest";
import type { Policy } from "@/api/types";
import { draftOf, fits, isChanged, misfits, policyOf } from "./rules";

const policy: Policy = {
  min_password_length: 8,
  require_mixed: false,
  session_days: 30,
  lock_after_attempts: 10,
  lock_minutes: 15,
  allow_self_edit: ["phones", "avatar"],
};

describe("the sign-in policy", () => {
  it("takes whole numbers within the ranges", () => {
    expect(
      ["8", " 64 ", "7", "65", "8.5", "", "1e1"].map((text) => fits("min_password_length", text)),
    ).toEqual([true, true, false, false, false, false, false]);
  });
  it("names every misfit", () => {
    expect(misfits({ ...draftOf(policy), session_days: "0", lock_minutes: "x" })).toEqual([
      "session_days",
      "lock_minutes",
    ]);
  });
  it("is unchanged by going through the form, in whatever order", () => {
    const draft = draftOf(policy);
    expect(isChanged(policy, { ...draft, allow_self_edit: ["phones", "avatar"] })).toBe(false);
    expect(policyOf(draft)).toEqual({ ...policy, allow_self_edit: ["avatar", "phones"] });
    expect(isChanged(policy, { ...draft, require_mixed: true })).toBe(true);
  });
});
