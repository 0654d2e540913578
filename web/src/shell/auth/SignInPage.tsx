import { useEffect, useRef, useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { go, useSearch } from "@/lib/nav";
import { usePrefs } from "@/lib/prefs";
import { setPageTitle } from "@/lib/title";
import { Button, Form, TextField } from "@/ui";
import { enter, organisationName, safeNext } from "../session";
import styles from "./Auth.module.css";
import { AuthFrame } from "./AuthFrame";
import { useT } from "./i18n";
import { CapsLockHint, Note, Refusal, useCapsLock, useCountdown } from "./parts";

/** When the server names no time to wait. */
const usualWait = 30;

export default function SignInPage() {
  const t = useT();
  const search = useSearch();
  const remembered = usePrefs((prefs) => prefs.orgName);
  const org = organisationName() || remembered;
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [error, setError] = useState<ApiError>();
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [isHelped, setHelped] = useState(false);
  const [waitLeft, wait] = useCountdown();
  const caps = useCapsLock();
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => setPageTitle(t.signIn), [t]);

  const submit = async () => {
    if (login.trim() === "" || password === "") {
      setMissing(true);
      return;
    }
    setBusy(true);
    setError(undefined);
    setMissing(false);
    try {
      const body = { login: login.trim(), password };
      const signedIn = await call(api.POST("/api/v1/people/sessions", { body }));
      const me = await enter(signedIn);
      const next = safeNext(search.next);
      go(me.must_change_password ? "/change-password" : next, { replace: true });
    } catch (thrown) {
      const failure = asApiError(thrown);
      setError(failure);
      if (failure.status === 429) wait(failure.retryAfter ?? usualWait);
      else if (failure.status === 401) {
        setPassword("");
        passwordField.current?.focus();
      }
      setBusy(false);
    }
  };

  const isThrottled = waitLeft > 0;
  return (
    <AuthFrame title={org ? t.welcome(org) : t.welcomePlain} sub={t.sub}>
      <Form onSubmit={() => void submit()}>
        {search.ended && !error && <Note text={t.ended} />}
        {isThrottled ? (
          <Refusal text={t.wait(waitLeft)} />
        ) : (
          <Refusal
            error={error?.status === 429 ? undefined : error}
            text={isMissing ? t.missing : undefined}
          />
        )}
        <TextField
          size="lg"
          label={t.login}
          placeholder={t.loginHint}
          name="login"
          autoComplete="username"
          spellCheck="false"
          value={login}
          onChange={setLogin}
          autoFocus
        />
        <div {...caps.listeners}>
          <TextField
            size="lg"
            label={t.password}
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            inputRef={passwordField}
            hint={caps.isOn ? <CapsLockHint /> : undefined}
          />
        </div>
        <Button type="submit" variant="primary" size="lg" wide isPending={isBusy} isDisabled={isThrottled}>
          {t.submit}
        </Button>
      </Form>
      <div className={styles.foot}>
        <Button variant="ghost" size="sm" aria-expanded={isHelped} onPress={() => setHelped(!isHelped)}>
          {t.forgot}
        </Button>
        {isHelped && <p className={styles.help}>{t.forgotText}</p>}
      </div>
    </AuthFrame>
  );
}
