import { expect, it, vi } from "vitest";
import { forgetAccount, onForget, queries } from "@/api/query";
import * as nav from "@/lib/nav";
import { leave } from "./session";
import { setOwnStatus } from "./status";

it("leaves once, to where the first one says, and keeps nothing of the account", async () => {
  const drop = vi.fn();
  onForget(drop);
  queries.setQueryData(["people", "me"], {});
  let arrive: () => void = () => undefined;
  const go = vi.spyOn(nav, "go").mockReturnValue(new Promise((resolve) => (arrive = resolve)));
  const first = leave("/signin?next=%2Fchat%2F7&ended=1");
  const second = leave("/signin?next=%2Fsignin&ended=1");
  expect(go).toHaveBeenCalledExactlyOnceWith("/signin?next=%2Fchat%2F7&ended=1", { replace: true });
  expect(drop).not.toHaveBeenCalled();
  arrive();
  await Promise.all([first, second]);
  expect(drop).toHaveBeenCalledOnce();
  expect(queries.getQueryData(["people", "me"])).toBeUndefined();
  // The next session can be left too.
  go.mockResolvedValue();
  await leave("/signin");
  expect(go).toHaveBeenCalledTimes(2);
});

it("does not keep the status that was chosen for the next account", async () => {
  const { live } = await import("@/api/live");
  const activity = vi.spyOn(live, "setActivity");
  setOwnStatus("away");
  expect(activity).toHaveBeenLastCalledWith("away");
  forgetAccount();
  expect(activity).toHaveBeenLastCalledWith("active");
});
