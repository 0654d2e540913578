import { type ReactNode, useRef, useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { User } from "@/api/types";
import { useCommon } from "@/i18n";
import { Alert, Button, Checkbox, Form, TextField, toast, useUnsaved } from "@/ui";
import { AttributeFields } from "./AttributeFields";
import {
  type Fault,
  faultsOf,
  homeless,
  isChanged,
  messageAt,
  newUserOf,
  type PersonDraft,
  patchOf,
  tidy,
} from "./draft";
import { useT } from "./i18n";
import type { MadeLink } from "./LinkDialog";
import { ManagerFields } from "./ManagerFields";
import styles from "./Members.module.css";
import { PhoneFields } from "./PhoneFields";
import { PlaceFields } from "./PlaceFields";
import { keepUser, useAttributes } from "./queries";
import { steps } from "./steps";

export interface PersonFormProps {
  /** Whom it changes; somebody new when left out. */
  user?: User;
  initial: PersonDraft;
  onCancel: () => void;
  onSaved: (user: User) => void;
  onLink: (link: MadeLink) => void;
}

/** Adds or changes a person. Messages of the server stand at their fields; what was entered is not lost by a slip. */
export function PersonForm({ user, initial, onCancel, onSaved, onLink }: PersonFormProps) {
  const t = useT();
  const common = useCommon();
  // The form keeps what it began with, so that a refresh behind it changes nothing under the hand.
  const [before] = useState(initial);
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [faults, setFaults] = useState<Readonly<Record<string, Fault>>>({});
  const [invites, setInvites] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const attributes = useAttributes().data ?? [];
  const isDirty = isChanged(before, draft);
  const guard = useUnsaved(isDirty);

  const change = (part: Partial<PersonDraft>) => {
    setDraft((old) => ({ ...old, ...part }));
    // A message about a part that changes has served.
    const served = Object.keys(part).map((key) => (key === "dotted" ? "dotted_managers" : key));
    const keep = (name: string) => !served.some((key) => name === key || name.startsWith(`${key}[`));
    const without = <T,>(old: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(old).filter(([name]) => keep(name)));
    setErrors(without);
    setFaults(without);
  };
  const faultAt = (field: string) => (faults[field] ? t.form.faults[faults[field]] : undefined);

  const save = async () => {
    const ready = tidy(draft);
    // An empty row is an invitation to fill it; it goes only where it would shift the places of messages.
    setDraft(ready.phones.length > 0 ? ready : { ...ready, phones: draft.phones });
    const wrong = faultsOf(ready, attributes);
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) {
      showFirst(form.current);
      return;
    }
    setBusy(true);
    setErrors({});
    try {
      const saved = user
        ? await steps.update(user.id, patchOf(before, ready))
        : await call(api.POST("/api/v1/people/users", { body: newUserOf(ready) }));
      keepUser(saved);
      guard.release();
      toast.success(user ? t.done.saved : t.done.added(saved.name));
      onSaved(saved);
      if (!user && invites && saved.can.manage) await invite(saved);
    } catch (thrown) {
      const failure = asApiError(thrown);
      setErrors(failure.fields);
      if (Object.keys(failure.fields).length === 0) toast.failure(failure);
      else showFirst(form.current);
    } finally {
      setBusy(false);
    }
  };
  const invite = async (saved: User) => {
    try {
      onLink({ kind: "invite", name: saved.name, ...(await steps.invite(saved.id)) });
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    }
  };

  const lost = homeless(errors, attributes);
  const text = (field: "name" | "login" | "employee_no" | "email") => ({
    name: field,
    value: draft[field],
    onChange: (value: string) => change({ [field]: value }),
    error: faultAt(field),
  });
  return (
    <div ref={form} className={styles.formBox}>
      <Form onSubmit={save} errors={errors} className={styles.form}>
        {lost.map((message) => (
          <Alert key={message}>{message}</Alert>
        ))}
        <Group title={t.drawer.basics}>
          <div className={styles.two}>
            <TextField
              label={t.form.name}
              isRequired
              maxLength={100}
              autoFocus={!user}
              autoComplete="off"
              {...text("name")}
            />
            <TextField label={t.form.employeeNo} maxLength={64} autoComplete="off" {...text("employee_no")} />
          </div>
          <TextField
            label={t.form.login}
            hint={t.form.loginHint}
            maxLength={64}
            autoComplete="off"
            {...text("login")}
          />
        </Group>
        <Group title={t.drawer.contact}>
          <PhoneFields
            phones={draft.phones}
            onChange={(phones) => change({ phones })}
            errorAt={(index) => faultAt(`phones[${index}].number`)}
          />
          <TextField
            label={t.form.email}
            type="email"
            maxLength={254}
            autoComplete="off"
            {...text("email")}
          />
        </Group>
        <Group title={t.drawer.places}>
          <PlaceFields
            places={draft.departments}
            onChange={(departments) => change({ departments })}
            error={messageAt(errors, "departments")}
          />
        </Group>
        <Group title={t.drawer.managers}>
          <ManagerFields
            self={user?.id}
            manager={draft.manager}
            dotted={draft.dotted}
            onChange={change}
            managerError={messageAt(errors, "manager")}
            dottedError={messageAt(errors, "dotted_managers")}
          />
        </Group>
        {attributes.length > 0 && (
          <Group title={t.drawer.fields}>
            <AttributeFields
              attributes={attributes}
              values={draft.attributes}
              onChange={(values) => change({ attributes: values })}
              errorAt={(key) => faultAt(`attributes.${key}`)}
            />
          </Group>
        )}
        {!user && (
          <Checkbox isSelected={invites} onChange={setInvites}>
            {t.form.inviteAfter}
          </Checkbox>
        )}
        <div className={styles.formFoot}>
          <Button onPress={onCancel}>{common.cancel}</Button>
          <Button
            type="submit"
            variant="primary"
            isPending={isBusy}
            isDisabled={user !== undefined && !isDirty}
          >
            {user ? common.save : common.add}
          </Button>
        </div>
      </Form>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.blockTitle}>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Brings the first field with a message into view, once it is drawn. */
function showFirst(form: HTMLElement | null) {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[data-invalid] input, [aria-invalid=true], [role=alert]");
    field?.scrollIntoView?.({ block: "center" });
    field?.focus();
  });
}
