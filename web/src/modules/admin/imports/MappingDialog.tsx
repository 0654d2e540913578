import { ArrowRight, CircleAlert } from "lucide-react";
import { useState } from "react";
import { asApiError } from "@/api/error";
import { useCommon } from "@/i18n";
import { Button, Dialog, Select, toast } from "@/ui";
import { useAttributes } from "../members/queries";
import { importSteps, type PeopleImport } from "./api";
import { useFieldName } from "./fieldName";
import styles from "./Imports.module.css";
import { useT } from "./i18n";
import { mappingFaults } from "./summary";

/** Fields of the program's own that a column can hold. */
const ownFields = [
  "name",
  "employee_no",
  "mobile",
  "phone",
  "email",
  "departments",
  "title",
  "manager_no",
  "login",
];
/** Select has no empty choice of its own. */
const none = "*";

/** Which column holds which field. */
export function MappingDialog({ found, onClose }: { found: PeopleImport; onClose: () => void }) {
  const t = useT();
  const common = useCommon();
  const fieldName = useFieldName();
  const attributes = useAttributes().data ?? [];
  const [mapping, setMapping] = useState<Readonly<Record<string, string | null>>>(found.mapping);
  const [isBusy, setBusy] = useState(false);
  const faults = mappingFaults(mapping);
  const isChanged = JSON.stringify(mapping) !== JSON.stringify(found.mapping);
  const known = Object.values(found.mapping).filter((field): field is string => Boolean(field));
  const fields = [
    ...new Set([...ownFields, ...attributes.map((attribute) => `attributes.${attribute.key}`), ...known]),
  ];
  const save = async () => {
    setBusy(true);
    try {
      const filled = Object.entries(mapping).map(([column, field]) => [column, field ?? ""] as const);
      await importSteps.change(found.id, { mapping: Object.fromEntries(filled) });
      onClose();
    } catch (thrown) {
      const failure = asApiError(thrown);
      toast.error(Object.values(failure.fields)[0] ?? failure.title, failure.detail);
      setBusy(false);
    }
  };
  const warnings = [
    ...(faults.lacksName ? [t.mappingLacksName] : []),
    ...[...faults.claimed].map((field) => t.mappingClaimed(fieldName(field))),
  ];
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.mapping}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button
            variant="primary"
            isPending={isBusy}
            isDisabled={!isChanged || warnings.length > 0}
            onPress={() => void save()}
          >
            {t.recheck}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{t.mappingText}</p>
      {warnings.map((warning) => (
        <p key={warning} className={styles.warning} role="alert">
          <CircleAlert size={16} />
          {warning}
        </p>
      ))}
      <div className={styles.mapping}>
        {Object.entries(mapping).map(([column, field]) => (
          <div key={column} className={styles.mappingRow}>
            <span className={styles.ellipsis} title={column}>
              {column}
            </span>
            <ArrowRight size={14} className={styles.faint} />
            <Select
              aria-label={column}
              value={field || none}
              choices={[{ id: none, label: t.ignore }, ...fields.map((id) => ({ id, label: fieldName(id) }))]}
              onChange={(next) => setMapping({ ...mapping, [column]: next === none ? "" : next })}
            />
          </div>
        ))}
      </div>
    </Dialog>
  );
}
