import { useEffect, useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import { go } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import { Button, Form, TextField } from "@/ui";
import { AuthFrame } from "./AuthFrame";
import { Refusal } from "./parts";
import { AgainField } from "./password/AgainField";
import { useT } from "./password/i18n";
import { Strength } from "./password/Strength";

/** Stands before everything else while the account's password was set by somebody else. */
export default function ChangePasswordPage() {
  const t = useT();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setPageTitle(t.change.title), [t]);

  const submit = async () => {
    setTried(true);
    if (current === "" || password === "" || again !== password) return;
    setBusy(true);
    setError(undefined);
    try {
      await call(api.PUT("/api/v1/people/me/password", { body: { current, new: password } }));
      // Who one is says that the password must be changed: it is to be asked for anew, not shown as it was.
      queries.removeQueries({ queryKey: meKey });
      await go("/", { replace: true });
    } catch (thrown) {
      setError(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <AuthFrame
      title={t.change.title}
      sub={t.change.text}
      note={error && Object.keys(error.fields).length === 0 && <Refusal error={error} />}
    >
      <Form onSubmit={submit} errors={error?.fields}>
        <TextField
          size="lg"
          label={t.change.current}
          name="current"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={isTried && current === "" ? t.change.needCurrent : undefined}
          isRequired
          autoFocus
        />
        <TextField
          size="lg"
          label={t.invite.password}
          hint={t.invite.passwordHint}
          name="new"
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={isTried && password === "" ? t.invite.needPassword : undefined}
          isRequired
        />
        <Strength password={password} />
        <AgainField password={password} value={again} onChange={setAgain} isTried={isTried} />
        <Button type="submit" variant="primary" size="lg" wide isPending={isBusy}>
          {t.change.submit}
        </Button>
      </Form>
    </AuthFrame>
  );
}
