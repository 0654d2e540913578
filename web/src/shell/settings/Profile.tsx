import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { forgetPerson, meKey, useMe } from "@/api/people";
import { queries } from "@/api/query";
import type { MePatch, Phone } from "@/api/types";
import { useCommon } from "@/i18n";
import { PictureField } from "@/shared/picture";
import { Avatar, Button, Facts, Form, IconButton, Section, Select, TextField, toast, useUnsaved } from "@/ui";
import { useT } from "./i18n";
import styles from "./Settings.module.css";

async function patchMe(body: MePatch) {
  const me = await call(api.PATCH("/api/v1/people/me", { body }));
  queries.setQueryData(meKey, me);
  forgetPerson(me.user.id);
  return me.user;
}

export default function Profile() {
  const t = useT();
  const { user } = useMe();
  return (
    <>
      <AvatarPart />
      <Section text={t.profile.nameHint}>
        <Facts
          items={[
            [t.profile.name, user.name],
            [
              t.profile.departments,
              user.departments.length > 0 &&
                user.departments.map((membership) => (
                  <div key={membership.id}>
                    {membership.path.length > 0 ? membership.path.join(" / ") : membership.name}
                    {membership.title && ` · ${membership.title}`}
                  </div>
                )),
            ],
            [t.profile.employeeNo, user.employee_no],
            [t.profile.login, user.login],
          ]}
        />
      </Section>
      <ContactPart />
    </>
  );
}

function AvatarPart() {
  const t = useT();
  const { user, self_edit: editable } = useMe();
  return (
    <Section>
      <PictureField
        face={<Avatar name={user.name} src={user.avatar} size={80} />}
        hasPicture={Boolean(user.avatar)}
        texts={t.profile.avatar}
        isFixed={!editable.includes("avatar")}
        onChange={(file) => patchMe({ avatar_file: file })}
      />
    </Section>
  );
}

const labels = ["mobile", "office", "home", "fax", "other"];
/** The server's limit: what fits on a card. */
const mostPhones = 10;

function ContactPart() {
  const t = useT();
  const common = useCommon();
  const { user, self_edit: editable } = useMe();
  const mayEmail = editable.includes("email");
  const mayPhones = editable.includes("phones");
  const [email, setEmail] = useState(user.email ?? "");
  const [phones, setPhones] = useState<readonly Phone[]>(user.phones);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const filled = phones.filter((phone) => phone.number.trim() !== "");
  const isChanged = email !== (user.email ?? "") || JSON.stringify(filled) !== JSON.stringify(user.phones);
  useUnsaved(isChanged);
  const emailBad = email !== "" && !/^\S+@\S+\.\S+$/.test(email);

  const change = (index: number, part: Partial<Phone>) =>
    setPhones(phones.map((phone, at) => (at === index ? { ...phone, ...part } : phone)));
  const save = async () => {
    if (emailBad) return;
    setBusy(true);
    setError(undefined);
    // Empty rows go first, so that what the server says of a row stands at that row.
    setPhones(filled);
    try {
      const saved = await patchMe({
        ...(mayEmail ? { email: email === "" ? null : email } : {}),
        ...(mayPhones ? { phones: filled } : {}),
      });
      // As the server keeps them.
      setEmail(saved.email ?? "");
      setPhones(saved.phones);
      toast.success(t.profile.saved);
    } catch (thrown) {
      const failure = asApiError(thrown);
      setError(failure);
      toast.unshown(failure, (field) => field === "email" || /^phones\[\d+\]\.number$/.test(field));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section
      title={t.profile.contact}
      text={mayEmail || mayPhones ? t.profile.contactText : t.profile.contactFixed}
    >
      <Form onSubmit={save} errors={error?.fields}>
        <TextField
          label={t.profile.email}
          name="email"
          type="email"
          autoComplete="email"
          value={email}
          onChange={setEmail}
          error={emailBad ? t.profile.emailBad : undefined}
          isDisabled={!mayEmail}
        />
        <div className={styles.phones}>
          {phones.map((phone, index) => (
            <div key={index} className={styles.phone}>
              <Select
                aria-label={t.profile.kind}
                isDisabled={!mayPhones}
                value={phone.label ?? "mobile"}
                choices={[...new Set([...labels, phone.label ?? "mobile"])].map((id) => ({
                  id,
                  label: t.profile.labels[id] ?? id,
                }))}
                onChange={(label) => change(index, { label })}
              />
              <TextField
                aria-label={t.profile.phone}
                isDisabled={!mayPhones}
                name={`phones[${index}].number`}
                type="tel"
                autoComplete="tel"
                value={phone.number}
                onChange={(number) => change(index, { number })}
              />
              {mayPhones && (
                <IconButton
                  icon={<Trash2 size={16} />}
                  label={t.profile.removePhone}
                  tone="danger"
                  onPress={() => setPhones(phones.filter((_, at) => at !== index))}
                />
              )}
            </div>
          ))}
          {mayPhones && phones.length < mostPhones && (
            <div>
              <Button
                variant="ghost"
                size="sm"
                icon={<Plus size={16} />}
                onPress={() => setPhones([...phones, { label: "mobile", number: "" }])}
              >
                {t.profile.addPhone}
              </Button>
            </div>
          )}
        </div>
        {(mayEmail || mayPhones) && (
          <div>
            <Button type="submit" variant="primary" isDisabled={!isChanged} isPending={isBusy}>
              {common.save}
            </Button>
          </div>
        )}
      </Form>
    </Section>
  );
}
