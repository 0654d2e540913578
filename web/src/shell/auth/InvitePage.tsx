import { useQuery } from "@tanstack/react-query";
import { Link2Off } from "lucide-react";
import { useEffect, useState } from "react";
import { api, call } from "@/api/client";
import { ApiError, asApiError } from "@/api/error";
import type { Invitation } from "@/api/types";
import { go, useParam } from "@/lib/nav";
import { useTime } from "@/lib/time";
import { setPageTitle } from "@/lib/title";
import { Button, EmptyState, ErrorState, Form, Skeleton, TextField } from "@/ui";
import root from "../Root.module.css";
import { enter } from "../session";
import styles from "./Auth.module.css";
import { AuthFrame } from "./AuthFrame";
import { CapsLockHint, Refusal, useCapsLock } from "./parts";
import { AgainField } from "./password/AgainField";
import { useT } from "./password/i18n";
import { Strength } from "./password/Strength";

/** `/invite/TOKEN`: a one-time link with which a person sets a password; the first owner also names the organisation. */
export default function InvitePage() {
  const t = useT();
  const token = useParam("token") ?? "";
  const query = useQuery({
    queryKey: ["people", "invitation", token],
    queryFn: () => call(api.GET("/api/v1/people/invitations/{token}", { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => setPageTitle(t.invite.page), [t]);

  if (query.error instanceof ApiError && query.error.isNotFound) {
    return (
      <div className={root.full}>
        <EmptyState
          icon={<Link2Off size={30} strokeWidth={1.5} />}
          title={t.invite.gone}
          text={t.invite.goneText}
          action={<Button onPress={() => go("/signin")}>{t.invite.toSignIn}</Button>}
        />
      </div>
    );
  }
  if (query.error) {
    return (
      <div className={root.full}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data) {
    return (
      <AuthFrame title={<Skeleton width={200} height={28} />} sub={<Skeleton width={280} />}>
        <Skeleton height={160} />
      </AuthFrame>
    );
  }
  return <Accept token={token} invitation={query.data} />;
}

/** The name to sign in with: nobody else tells it to the first owner. */
function OwnLogin({ login }: { login: string }) {
  const t = useT();
  return (
    <div className={styles.login}>
      <p>
        {t.invite.login} <strong>{login}</strong>
      </p>
      <p>{t.invite.loginText}</p>
      {/* For password managers, which keep what stands before the password as its name. */}
      <input
        className="visually-hidden"
        aria-hidden="true"
        tabIndex={-1}
        autoComplete="username"
        value={login}
        readOnly
      />
    </div>
  );
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const t = useT();
  const time = useTime();
  const isOwner = invitation.kind === "owner";
  const { login } = invitation;
  const rules = invitation.password;
  const [orgName, setOrgName] = useState(isOwner ? "" : invitation.org.name);
  const [ownName, setOwnName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const caps = useCapsLock();

  const submit = async () => {
    setTried(true);
    if (
      password === "" ||
      again !== password ||
      (isOwner && (orgName.trim() === "" || ownName.trim() === ""))
    )
      return;
    setBusy(true);
    setError(undefined);
    try {
      const body = { password, ...(isOwner ? { org_name: orgName.trim(), name: ownName.trim() } : {}) };
      const params = { path: { token } };
      await call(api.POST("/api/v1/people/invitations/{token}/accept", { params, body }));
      await enter();
      await go("/", { replace: true });
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };

  const sub = {
    owner: t.invite.owner,
    member: t.invite.member(invitation.org.name),
    reset: t.invite.reset,
  }[invitation.kind];

  return (
    <AuthFrame
      title={isOwner ? t.invite.welcome : t.invite.hello(invitation.user.name)}
      sub={sub}
      note={error && Object.keys(error.fields).length === 0 && <Refusal error={error} />}
    >
      <Form onSubmit={submit} errors={error?.fields}>
        {isOwner && (
          <TextField
            size="lg"
            label={t.invite.orgName}
            hint={t.invite.orgHint}
            name="org_name"
            value={orgName}
            onChange={setOrgName}
            error={isTried && orgName.trim() === "" ? t.invite.needOrgName : undefined}
            isRequired
            autoFocus
          />
        )}
        {isOwner && (
          <TextField
            size="lg"
            label={t.invite.ownName}
            name="name"
            autoComplete="name"
            value={ownName}
            onChange={setOwnName}
            error={isTried && ownName.trim() === "" ? t.invite.needOwnName : undefined}
            isRequired
          />
        )}
        {login && <OwnLogin login={login} />}
        <div {...caps.listeners}>
          <TextField
            size="lg"
            label={t.invite.password}
            name="password"
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={setPassword}
            error={isTried && password === "" ? t.invite.needPassword : undefined}
            isRequired
            autoFocus={!isOwner}
            hint={caps.isOn ? <CapsLockHint /> : t.invite.passwordRules(rules.min_length, rules.mixed)}
          />
        </div>
        <Strength password={password} />
        <AgainField password={password} value={again} onChange={setAgain} isTried={isTried} />
        <Button type="submit" variant="primary" size="lg" wide isPending={isBusy}>
          {invitation.kind === "reset" ? t.invite.save : t.invite.join}
        </Button>
        <p className="visually-hidden">{t.invite.expires(time.full(invitation.expires_at))}</p>
      </Form>
    </AuthFrame>
  );
}
