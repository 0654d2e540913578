import { useId, useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { Department } from "@/api/types";
import { useCommon } from "@/i18n";
import { useSetSearch } from "@/lib/nav";
import { DepartmentPicker } from "@/shared/department";
import { Button, Dialog, Form, TextField, toast } from "@/ui";
import { useReach } from "../reach";
import styles from "./Departments.module.css";
import { useT } from "./i18n";
import { refreshDepartments } from "./queries";
import type { DepartmentMap } from "./tree";

/** What is being named: a department to come, or one that exists. */
export type Naming = { kind: "create"; parent: string | null } | { kind: "rename"; department: Department };

interface NameDialogProps {
  naming: Naming | undefined;
  map: DepartmentMap;
  onClose: () => void;
}

export function NameDialog({ naming, map, onClose }: NameDialogProps) {
  if (!naming) return null;
  const key = naming.kind === "create" ? `+${naming.parent ?? ""}` : naming.department.id;
  return <Naming key={key} naming={naming} map={map} onClose={onClose} />;
}

function Naming({ naming, map, onClose }: NameDialogProps & { naming: Naming }) {
  const t = useT();
  const common = useCommon();
  const set = useSetSearch();
  const before = naming.kind === "rename" ? naming.department.name : "";
  const [name, setName] = useState(before);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>();
  const [isBusy, setBusy] = useState(false);
  const [above, setAbove] = useState(naming.kind === "create" ? naming.parent : null);
  const [isPicking, setPicking] = useState(false);
  const { isWide, scopes } = useReach();
  const parent = above ? map.byId.get(above) : undefined;
  const text = name.trim();
  const form = useId();
  const isDirty = name !== before || (naming.kind === "create" && above !== naming.parent);

  const save = async () => {
    if (text === "" || text === before) return;
    setBusy(true);
    setErrors(undefined);
    try {
      if (naming.kind === "create") {
        const body = { name: text, ...(above ? { parent: above } : {}) };
        const created = await call(api.POST("/api/v1/people/departments", { body }));
        await refreshDepartments();
        set({ id: created.id });
        toast.success(t.created(created.name));
      } else {
        const path = { id: naming.department.id };
        await call(api.PATCH("/api/v1/people/departments/{id}", { params: { path }, body: { name: text } }));
        await refreshDepartments();
      }
      onClose();
    } catch (thrown) {
      const failure = asApiError(thrown);
      // A name that is taken is said of the whole request; it is the name all the same.
      setErrors(failure.status === 409 ? { name: failure.title, ...failure.fields } : failure.fields);
      if (failure.status !== 409) toast.unshown(failure, (field) => field === "name");
      setBusy(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={naming.kind === "create" ? t.add : t.renameTitle(before)}
      size="sm"
      isKept={isDirty}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isPending={isBusy}
            isDisabled={text === "" || text === before}
          >
            {naming.kind === "create" ? common.create : common.save}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={save} errors={errors}>
        {naming.kind === "create" && (
          <div className={styles.under}>
            <span>{parent ? t.under(parent.name) : t.atTop}</span>
            <Button size="sm" variant="ghost" onPress={() => setPicking(true)}>
              {t.otherParent}
            </Button>
          </div>
        )}
        <TextField
          label={t.name}
          name="name"
          hint={t.nameHint}
          value={name}
          onChange={(next) => {
            // At once, not when the field is left: the button must not move away under the press that leaves it.
            setErrors(undefined);
            setName(next);
          }}
          maxLength={100}
          autoComplete="off"
          autoFocus
        />
      </Form>
      <DepartmentPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.parentTitle}
        initial={parent}
        mayBeTop={isWide}
        within={scopes.length > 0 ? scopes.map((scope) => scope.id) : undefined}
        onPick={(picked) => setAbove(picked?.id ?? null)}
      />
    </Dialog>
  );
}
