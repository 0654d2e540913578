import { Plus, Trash2 } from "lucide-react";
import type { Phone } from "@/api/types";
import { Button, IconButton, Select, TextField } from "@/ui";
import { useT } from "./i18n";
import styles from "./Members.module.css";

const kinds = ["mobile", "office", "home", "fax", "other"];
/** The server's limit: what fits on a card. */
const mostPhones = 10;

export interface PhoneFieldsProps {
  phones: readonly Phone[];
  onChange: (phones: readonly Phone[]) => void;
  errorAt: (index: number) => string | undefined;
}

export function PhoneFields({ phones, onChange, errorAt }: PhoneFieldsProps) {
  const t = useT();
  const change = (index: number, part: Partial<Phone>) =>
    onChange(phones.map((phone, at) => (at === index ? { ...phone, ...part } : phone)));
  return (
    <div className={styles.list}>
      {phones.map((phone, index) => (
        <div key={index} className={styles.phone}>
          <Select
            aria-label={t.form.phoneKind}
            value={phone.label ?? "mobile"}
            choices={[...new Set([...kinds, phone.label ?? "mobile"])].map((id) => ({
              id,
              label: t.form.labels[id] ?? id,
            }))}
            onChange={(label) => change(index, { label })}
          />
          <TextField
            aria-label={t.form.phone}
            placeholder={t.form.phone}
            name={`phones[${index}].number`}
            type="tel"
            maxLength={40}
            autoComplete="off"
            value={phone.number}
            onChange={(number) => change(index, { number })}
            error={errorAt(index)}
          />
          <IconButton
            icon={<Trash2 size={16} />}
            label={t.form.removePhone}
            tone="danger"
            onPress={() => onChange(phones.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {phones.length < mostPhones && (
        <div className={styles.addRow}>
          <Button
            variant="ghost"
            size="sm"
            icon={<Plus size={16} />}
            onPress={() =>
              onChange([...phones, { label: phones.length === 0 ? "mobile" : "office", number: "" }])
            }
          >
            {t.form.addPhone}
          </Button>
        </div>
      )}
    </div>
  );
}
