import type { Attribute } from "@/api/types";
import { Select, TextField } from "@/ui";
import { useT } from "./i18n";
import styles from "./Members.module.css";

export interface AttributeFieldsProps {
  attributes: readonly Attribute[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
  errorAt: (key: string) => string | undefined;
}

/** Select has no empty choice of its own. */
const nothing = "\u0000";

/** The fields that the organisation added, each by its kind. */
export function AttributeFields({ attributes, values, onChange, errorAt }: AttributeFieldsProps) {
  const t = useT();
  return (
    <div className={styles.two}>
      {attributes.map((attribute) => {
        const value = values[attribute.key] ?? "";
        const change = (next: string) => onChange({ ...values, [attribute.key]: next });
        const common = {
          name: `attributes.${attribute.key}`,
          label: attribute.label,
          hint: attribute.visible_to === "admins" ? t.form.adminsOnly : undefined,
          error: errorAt(attribute.key),
        };
        if (attribute.kind === "choice") {
          // A value that was a choice once stays visible until it is changed.
          const known = [...new Set([...attribute.choices, ...(value ? [value] : [])])];
          return (
            <Select
              key={attribute.id}
              {...common}
              value={value || nothing}
              choices={[
                { id: nothing, label: t.form.choose },
                ...known.map((choice) => ({ id: choice, label: choice })),
              ]}
              onChange={(next) => change(next === nothing ? "" : next)}
            />
          );
        }
        return (
          <TextField
            key={attribute.id}
            {...common}
            value={value}
            onChange={change}
            maxLength={500}
            autoComplete="off"
            {...(attribute.kind === "date" ? { type: "date" } : {})}
            {...(attribute.kind === "number" ? { inputMode: "decimal" as const } : {})}
          />
        );
      })}
    </div>
  );
}
