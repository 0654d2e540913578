import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useId, useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { canAdminister, useMe } from "@/api/people";
import { queries } from "@/api/query";
import type { Token } from "@/api/types";
import { useCommon } from "@/i18n";
import { copyText } from "@/lib/clipboard";
import { useTime } from "@/lib/time";
import {
  Button,
  Checkbox,
  confirm,
  Dialog,
  EmptyState,
  Form,
  Loaded,
  Secret,
  Section,
  Select,
  SkeletonRows,
  Tag,
  TextField,
  toast,
} from "@/ui";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

const key = ["people", "tokens"] as const;

export default function Tokens() {
  const t = useT();
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const query = useQuery({ queryKey: key, queryFn: () => call(api.GET("/api/v1/people/tokens")) });
  const create = (
    <Button variant="primary" size="sm" icon={<Plus size={16} />} onPress={() => setCreating(true)}>
      {t.tokens.create}
    </Button>
  );

  return (
    <>
      <Loaded query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<KeyRound size={30} strokeWidth={1.5} />}
              title={t.tokens.none}
              text={t.tokens.noneText}
              action={create}
            />
          ) : (
            <Section text={t.tokens.text} action={create}>
              {items.map((token) => (
                <TokenRow key={token.id} token={token} />
              ))}
            </Section>
          )
        }
      </Loaded>
      <CreateDialog isOpen={isCreating} onOpenChange={setCreating} onCreated={setSecret} />
      <Dialog
        isOpen={secret !== undefined}
        onOpenChange={(open) => !open && setSecret(undefined)}
        title={t.tokens.created}
        isKept
        footer={
          <Button variant="primary" onPress={() => void copyText(secret ?? "")}>
            {t.tokens.copy}
          </Button>
        }
      >
        <div className={styles.token}>
          <p className={styles.warn}>{t.tokens.once}</p>
          <Secret>{secret}</Secret>
        </div>
      </Dialog>
    </>
  );
}

function TokenRow({ token }: { token: Token }) {
  const t = useT();
  const time = useTime();
  const expiresAt = token.expires_at ?? undefined;
  const [now] = useState(Date.now);
  const isExpired = expiresAt !== undefined && expiresAt < now;

  const revoke = async () => {
    const agreed = await confirm({
      title: t.tokens.revokeTitle(token.name),
      text: t.tokens.revokeText,
      action: t.tokens.revoke,
      isDanger: true,
    });
    if (!agreed) return;
    try {
      await call(api.DELETE("/api/v1/people/tokens/{id}", { params: { path: { id: token.id } } }));
      toast.success(t.tokens.revoked);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await queries.invalidateQueries({ queryKey: key });
    }
  };

  return (
    <div className={styles.row}>
      <div className={styles.rowText}>
        <div className={styles.rowTitle}>
          {token.name}
          {isExpired && <Tag tone="danger">{t.tokens.expired}</Tag>}
          {token.scopes.map((scope) => (
            <Tag key={scope}>{t.tokens.scope[scope] ?? scope}</Tag>
          ))}
        </div>
        <div className={styles.rowSub}>
          {[
            token.used_at ? t.tokens.used(time.ago(token.used_at)) : t.tokens.unused,
            expiresAt ? t.tokens.until(time.day(expiresAt)) : t.tokens.never,
          ].join(" · ")}
        </div>
      </div>
      <Button
        size="sm"
        variant="dangerGhost"
        aria-label={`${t.tokens.revoke} ${token.name}`}
        onPress={() => void revoke()}
      >
        {t.tokens.revoke}
      </Button>
    </div>
  );
}

const scopes = ["people:read", "people:write", "chat:read", "chat:write", "files", "admin"] as const;
type Scope = (typeof scopes)[number];
const lifetimes = ["30", "90", "365", "never"] as const;
type Lifetime = (typeof lifetimes)[number];
const dayMs = 86_400_000;

interface CreateDialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onCreated: (secret: string) => void;
}

function CreateDialog({ isOpen, onOpenChange, onCreated }: CreateDialogProps) {
  const t = useT();
  const common = useCommon();
  const me = useMe();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set());
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const form = useId();
  const isDirty = name !== "" || chosen.size > 0;
  const offered = scopes.filter((scope) => scope !== "admin" || canAdminister(me));

  const toggle = (scope: Scope, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(scope);
    else next.delete(scope);
    setChosen(next);
  };
  const submit = async () => {
    setTried(true);
    if (name.trim() === "" || chosen.size === 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const expires = lifetime === "never" ? {} : { expires_at: Date.now() + Number(lifetime) * dayMs };
      const body = { name: name.trim(), scopes: [...chosen], ...expires };
      const created = await call(api.POST("/api/v1/people/tokens", { body }));
      onOpenChange(false);
      setName("");
      setChosen(new Set());
      setTried(false);
      onCreated(created.token);
      await queries.invalidateQueries({ queryKey: key });
    } catch (thrown) {
      const failure = asApiError(thrown);
      setError(failure);
      toast.unshown(failure, (field) => field === "name");
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={t.tokens.create}
      isKept={isDirty}
      footer={
        <>
          <Button onPress={() => onOpenChange(false)}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={isBusy}>
            {common.create}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} errors={error?.fields}>
        <TextField
          label={t.tokens.name}
          hint={t.tokens.nameHint}
          name="name"
          value={name}
          onChange={setName}
          error={isTried && name.trim() === "" ? t.tokens.needName : undefined}
          autoFocus
        />
        <fieldset>
          <legend className={styles.legend}>{t.tokens.scopes}</legend>
          <div className={styles.scopes}>
            {offered.map((scope) => (
              <Checkbox key={scope} isSelected={chosen.has(scope)} onChange={(on) => toggle(scope, on)}>
                {t.tokens.scope[scope] ?? scope}
              </Checkbox>
            ))}
          </div>
          {isTried && chosen.size === 0 && <p className={styles.bad}>{t.tokens.needScope}</p>}
        </fieldset>
        <Select
          label={t.tokens.expires}
          value={lifetime}
          onChange={setLifetime}
          choices={lifetimes.map((id) => ({
            id,
            label: id === "never" ? t.tokens.never : t.tokens.days(Number(id)),
          }))}
        />
      </Form>
    </Dialog>
  );
}
