import { useAttributes } from "../members/queries";
import { useT } from "./i18n";

/** The name of a field of a person, of the program's own or of the organisation's. */
export function useFieldName(): (field: string) => string {
  const t = useT();
  const attributes = useAttributes().data ?? [];
  return (field) => {
    const level = /^department_(\d)$/.exec(field)?.[1];
    if (level) return t.level(Number(level));
    const key = field.replace(/^attribute\./, "");
    return t.fields[field] ?? attributes.find((attribute) => attribute.key === key)?.label ?? key;
  };
}
