import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Policy } from "@/api/types";
import { useCommon } from "@/i18n";
import {
  Button,
  Checkbox,
  Form,
  Loaded,
  Page,
  Section,
  SkeletonRows,
  Switch,
  TextField,
  toast,
  useUnsaved,
} from "@/ui";
import { AdminSection, useMaySee } from "../AdminSection";
import { useT as useAdminT } from "../i18n";
import { useT } from "./i18n";
import styles from "./Policy.module.css";
import {
  draftOf,
  isChanged,
  misfits,
  type NumberField,
  numbers,
  type PolicyDraft,
  policyOf,
  selfEditable,
} from "./rules";

const key = ["people", "policy"] as const;

/** How people sign in, and what they may change about themselves. */
export default function PolicyPage() {
  const query = useQuery({
    queryKey: key,
    queryFn: () => call(api.GET("/api/v1/people/policy")),
    enabled: useMaySee("policy"),
  });
  return (
    <AdminSection id="policy" isLined>
      <Page>
        <Loaded query={query} skeleton={<SkeletonRows rows={6} face={0} />}>
          {(policy) => <PolicyForm policy={policy} />}
        </Loaded>
      </Page>
    </AdminSection>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const t = useT();
  const common = useCommon();
  const adminT = useAdminT();
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(policy));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const isDirty = isChanged(policy, draft);
  const wrong = misfits(draft);
  useUnsaved(isDirty);

  const change = (part: Partial<PolicyDraft>) => setDraft((old) => ({ ...old, ...part }));
  const save = async () => {
    if (!isDirty || wrong.length > 0) return;
    setBusy(true);
    setErrors({});
    try {
      const saved = await call(api.PUT("/api/v1/people/policy", { body: policyOf(draft) }));
      queries.setQueryData(key, saved);
      setDraft(draftOf(saved));
      toast.success(t.saved);
    } catch (thrown) {
      const failure = asApiError(thrown);
      setErrors(failure.fields);
      toast.unshown(failure, (field) => field in numbers);
    } finally {
      setBusy(false);
    }
  };
  const number = (field: NumberField, label: string, unit: string) => (
    <TextField
      className={styles.number}
      label={label}
      name={field}
      inputMode="numeric"
      maxLength={4}
      autoComplete="off"
      value={draft[field]}
      onChange={(text) => change({ [field]: text })}
      trailing={<span className={styles.unit}>{unit}</span>}
      error={wrong.includes(field) ? t.range(numbers[field].min, numbers[field].max) : undefined}
    />
  );
  const toggle = (field: string, on: boolean) =>
    change({
      allow_self_edit: on
        ? [...draft.allow_self_edit, field]
        : draft.allow_self_edit.filter((other) => other !== field),
    });

  return (
    <Form onSubmit={save} errors={errors} className={styles.form}>
      <Section title={t.password} text={t.passwordText}>
        {number("min_password_length", t.minLength, t.units.characters)}
        <Switch
          isSelected={draft.require_mixed}
          onChange={(on) => change({ require_mixed: on })}
          hint={t.mixedHint}
        >
          {t.mixed}
        </Switch>
      </Section>
      <Section title={t.session}>{number("session_days", t.sessionDays, t.units.days)}</Section>
      <Section title={t.lock} text={t.lockText}>
        <div className={styles.pair}>
          {number("lock_after_attempts", t.attempts, t.units.times)}
          {number("lock_minutes", t.lockFor, t.units.minutes)}
        </div>
      </Section>
      <Section title={t.selfEdit} text={t.selfEditText}>
        <div className={styles.checks}>
          {selfEditable.map((field) => (
            <Checkbox
              key={field}
              isSelected={draft.allow_self_edit.includes(field)}
              onChange={(on) => toggle(field, on)}
            >
              {t.fields[field]}
            </Checkbox>
          ))}
        </div>
      </Section>
      <div className={styles.foot}>
        <span className={styles.state}>{!isDirty && adminT.unchanged}</span>
        <Button isDisabled={!isDirty || isBusy} onPress={() => setDraft(draftOf(policy))}>
          {common.unsaved.discard}
        </Button>
        <Button type="submit" variant="primary" isDisabled={!isDirty || wrong.length > 0} isPending={isBusy}>
          {common.save}
        </Button>
      </div>
    </Form>
  );
}
