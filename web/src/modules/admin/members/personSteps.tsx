import { useState } from "react";
import { asApiError } from "@/api/error";
import type { User } from "@/api/types";
import { confirm, toast } from "@/ui";
import { Consequences } from "./Consequences";
import { words } from "./i18n";
import type { MadeLink } from "./LinkDialog";
import { keepUser } from "./queries";
import { steps } from "./steps";

type Step = "invite" | "resetPassword" | "suspend" | "reactivate" | "leave";

/** What the console does with one person: asks first where something ends, and says what it means. */
export function usePersonSteps(user: User, onLink: (link: MadeLink) => void) {
  const [busy, setBusy] = useState<Step>();
  const t = words();
  const { name } = user;

  const run = async (step: Step, work: () => Promise<void>) => {
    setBusy(step);
    try {
      await work();
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      setBusy(undefined);
    }
  };
  const ask = (title: string, lines: readonly string[], action: string, isDanger = false) =>
    confirm({ title, text: <Consequences lines={lines} />, action, isDanger });
  const change = (step: "suspend" | "reactivate" | "leave", lines: readonly string[]) =>
    run(step, async () => {
      const isDanger = step !== "reactivate";
      if (!(await ask(t.confirm[step](name), lines, t.actions[step], isDanger))) return;
      keepUser(await steps[step](user.id));
      toast.success(t.done[step](name));
    });

  return {
    busy,
    invite: () =>
      void run("invite", async () => onLink({ kind: "invite", name, ...(await steps.invite(user.id)) })),
    resetPassword: () =>
      void run("resetPassword", async () => {
        if (!(await ask(t.confirm.reset(name), t.consequences.reset, t.confirm.resetAction))) return;
        onLink({ kind: "reset", name, ...(await steps.resetPassword(user.id)) });
      }),
    suspend: () => void change("suspend", t.consequences.suspend),
    leave: () => void change("leave", t.consequences.leave),
    reactivate: () =>
      void change(
        "reactivate",
        user.state === "left" ? t.consequences.reactivateLeft : t.consequences.reactivate,
      ),
  };
}
