import { type ReactNode, useEffect, useRef, useState } from "react";
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
  /** Until when an account takes no attempts, by what was typed for it. */
  const [locks, setLocks] = useState<Readonly<Record<string, number>>>({});
  const account = login.trim();
  const waitLeft = useCountdown(locks[account.toLowerCase()] ?? 0);
  const caps = useCapsLock();
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => setPageTitle(t.signIn), [t]);

  const submit = async () => {
    if (account === "" || password === "") {
      setMissing(true);
      return;
    }
    setBusy(true);
    setError(undefined);
    setMissing(false);
    try {
      const body = { login: account, password };
      await call(api.POST("/api/v1/people/sessions", { body }));
      const me = await enter();
      const next = safeNext(search.next);
      await go(me.must_change_password ? "/change-password" : next, { replace: true });
    } catch (thrown) {
      const failure = asApiError(thrown);
      setError(failure);
      if (failure.status === 429) {
        const until = Date.now() + (failure.retryAfter ?? usualWait) * 1000;
        setLocks((before) => ({ ...before, [account.toLowerCase()]: until }));
      } else if (failure.status === 401) {
        setPassword("");
        passwordField.current?.focus();
      }
      setBusy(false);
    }
  };

  const changeLogin = (text: string) => {
    setLogin(text);
    // What was said of one account says nothing of another.
    setError(undefined);
    setMissing(false);
  };

  const isThrottled = waitLeft > 0;
  const refused = error && error.status !== 429 ? error : undefined;
  let note: ReactNode;
  if (isThrottled) note = <Refusal text={t.wait(account, waitLeft)} />;
  else if (isMissing || refused) note = <Refusal error={refused} text={isMissing ? t.missing : undefined} />;
  else if (search.ended) note = <Note text={t.ended} />;

  return (
    <AuthFrame title={org ? t.welcome(org) : t.welcomePlain} sub={t.sub} note={note}>
      <Form onSubmit={submit}>
        <TextField
          size="lg"
          label={t.login}
          placeholder={t.loginHint}
          name="login"
          autoComplete="username"
          spellCheck="false"
          value={login}
          onChange={changeLogin}
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
        {isHelped && (
          <div className={styles.help}>
            <p>{t.forgotText}</p>
            <p>{t.firstStart}</p>
          </div>
        )}
      </div>
    </AuthFrame>
  );
}
