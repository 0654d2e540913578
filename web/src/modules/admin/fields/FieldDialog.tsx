import { useId, useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { Attribute } from "@/api/types";
import { useCommon } from "@/i18n";
import { Button, Dialog, Form, RadioGroup, Select, TextArea, TextField, toast } from "@/ui";
import { messageAt } from "../members/draft";
import { FieldMessage } from "../members/PlaceFields";
import { refreshAttributes } from "../members/queries";
import { useT } from "./i18n";

const kinds = ["text", "number", "date", "choice"] as const;
const keyShape = /^[a-z][a-z0-9_]{0,39}$/;

interface FieldDialogProps {
  /** The field that is changed; a new one when left out. */
  field: Attribute | undefined;
  /** Place of a new field. */
  order: number;
  onClose: () => void;
}

export function FieldDialog({ field, order, onClose }: FieldDialogProps) {
  const t = useT();
  const common = useCommon();
  const [label, setLabel] = useState(field?.label ?? "");
  const [key, setKey] = useState(field?.key ?? "");
  const [kind, setKind] = useState<Attribute["kind"]>(field?.kind ?? "text");
  const [visible, setVisible] = useState<Attribute["visible_to"]>(field?.visible_to ?? "all");
  const [choiceText, setChoiceText] = useState(field?.choices.join("\n") ?? "");
  const [isTried, setTried] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const form = useId();
  const choices = kind === "choice" ? [...new Set(lines(choiceText))] : [];
  const faults = {
    label: label.trim() === "" ? t.faults.label : undefined,
    key: !field && !keyShape.test(key.trim()) ? t.faults.key : undefined,
    choices: kind === "choice" && choices.length === 0 ? t.faults.choices : undefined,
  };

  /** A message goes as soon as its field changes, so that nothing moves when the field is left. */
  const clear = (field: string) =>
    setErrors((old) =>
      Object.fromEntries(Object.entries(old).filter(([name]) => name.replace(/\[.*$/, "") !== field)),
    );
  const save = async () => {
    setTried(true);
    if (Object.values(faults).some(Boolean)) return;
    setBusy(true);
    setErrors({});
    try {
      const body = { label: label.trim(), kind, choices, visible_to: visible };
      if (field) {
        const params = { path: { id: field.id } };
        await call(api.PATCH("/api/v1/people/attributes/{id}", { params, body }));
      } else {
        await call(api.POST("/api/v1/people/attributes", { body: { ...body, key: key.trim(), order } }));
      }
      await refreshAttributes();
      toast.success(t.saved);
      onClose();
    } catch (thrown) {
      const failure = asApiError(thrown);
      const isKeyTaken = failure.code === "people.attribute_key_taken";
      setErrors(isKeyTaken ? { key: failure.title, ...failure.fields } : failure.fields);
      if (!isKeyTaken) toast.unshown(failure, (name) => /^(label|key|choices)\b/.test(name));
      setBusy(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={field ? t.edit(field.label) : t.add}
      isKept
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={isBusy}>
            {field ? common.save : common.create}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={save} errors={errors}>
        <TextField
          label={t.label}
          hint={t.labelHint}
          name="label"
          value={label}
          onChange={(next) => {
            clear("label");
            setLabel(next);
          }}
          maxLength={40}
          autoComplete="off"
          autoFocus
          error={isTried ? faults.label : undefined}
        />
        <TextField
          label={t.key}
          hint={t.keyHint}
          name="key"
          value={key}
          onChange={(next) => {
            clear("key");
            setKey(next);
          }}
          maxLength={40}
          autoComplete="off"
          isDisabled={field !== undefined}
          error={isTried ? faults.key : undefined}
        />
        <Select
          label={t.kind}
          hint={field && field.kind !== kind ? t.kindChange : t.kindHints[kind]}
          value={kind}
          onChange={setKind}
          choices={kinds.map((id) => ({ id, label: t.kinds[id], hint: t.kindHints[id] }))}
        />
        {kind === "choice" && (
          <div>
            <TextArea
              label={t.choices}
              hint={t.choicesHint}
              name="choices"
              rows={5}
              value={choiceText}
              onChange={(next) => {
                clear("choices");
                setChoiceText(next);
              }}
              error={isTried ? faults.choices : undefined}
            />
            <FieldMessage text={errors.choices ? undefined : messageAt(errors, "choices")} />
          </div>
        )}
        <RadioGroup
          label={t.visibility}
          value={visible}
          onChange={setVisible}
          choices={(["all", "admins"] as const).map((id) => ({
            id,
            label: t.visible[id],
            hint: t.visibleHints[id],
          }))}
        />
      </Form>
    </Dialog>
  );
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
