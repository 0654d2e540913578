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
import { mappingFaults, mappingOf } from "./summary";

/** Fields of the program's own that a column can fill. A path of departments may also stand in columns of its own. */
const ownFields = [
  "name",
  "employee_no",
  "mobile",
  "office_phone",
  "email",
  "department",
  "department_1",
  "department_2",
  "department_3",
  "department_4",
  "department_5",
  "department_6",
  "title",
  "head",
  "order",
  "manager",
  "dotted_managers",
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
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>(() => mappingOf(found));
  const [isBusy, setBusy] = useState(false);
  const faults = mappingFaults(mapping);
  const isChanged = JSON.stringify(mapping) !== JSON.stringify(mappingOf(found));
  const fields = [...ownFields, ...attributes.map((attribute) => `attribute.${attribute.key}`)];
  const save = async () => {
    setBusy(true);
    try {
      await importSteps.change(found.id, { mapping: { ...mapping } });
      onClose();
    } catch (thrown) {
      toast.failure(asApiError(thrown));
      setBusy(false);
    }
  };
  const warnings = [
    ...(faults.lacksPerson ? [t.mappingLacksPerson] : []),
    ...[...faults.claimed].map((field) => t.mappingClaimed(fieldName(field))),
  ];
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.mapping}
      isKept={isChanged}
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
        {found.columns.map(({ name, samples }) => (
          <div key={name} className={styles.mappingRow}>
            <span className={styles.column}>
              <span className={styles.ellipsis} title={name}>
                {name}
              </span>
              {samples.length > 0 && (
                <span className={styles.samples} title={samples.join("\n")}>
                  {samples.join(t.between)}
                </span>
              )}
            </span>
            <ArrowRight size={14} className={styles.faint} />
            <Select
              aria-label={name}
              value={mapping[name] || none}
              choices={[{ id: none, label: t.ignore }, ...fields.map((id) => ({ id, label: fieldName(id) }))]}
              onChange={(next) => setMapping({ ...mapping, [name]: next === none ? "" : next })}
            />
          </div>
        ))}
      </div>
    </Dialog>
  );
}
