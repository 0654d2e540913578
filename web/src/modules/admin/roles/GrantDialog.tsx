import { CircleAlert, Network, UserRound } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { type ApiError, asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Department, UserCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { DepartmentPicker, departmentPath } from "@/shared/department";
import { PersonPicker } from "@/shared/person";
import { Alert, Avatar, Button, Dialog, failureText, RadioGroup, toast } from "@/ui";
import { useReach } from "../reach";
import { useT } from "./i18n";
import styles from "./Roles.module.css";
import { mayGive, type RoleKind, roleKinds } from "./rules";

/** Gives somebody a role. */
export function GrantDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const common = useCommon();
  const reach = useReach();
  const [person, setPerson] = useState<UserCard>();
  // Power over an office is given on purpose: nothing is chosen for whoever could give several roles.
  const [kind, setKind] = useState<RoleKind | undefined>(reach.isOwner ? undefined : "scoped");
  const [department, setDepartment] = useState<Department>();
  const [picking, setPicking] = useState<"person" | "department">();
  const [isTried, setTried] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const needsDepartment = kind === "scoped" && !department;

  const save = async () => {
    setTried(true);
    setError(undefined);
    if (!person || !kind || needsDepartment) return;
    setBusy(true);
    try {
      const body = {
        user: person.id,
        role: kind === "owner" ? ("owner" as const) : ("admin" as const),
        ...(kind === "scoped" && department ? { department: department.id } : {}),
      };
      await call(api.POST("/api/v1/people/roles", { body }));
      await queries.invalidateQueries({ queryKey: ["people", "roles"] });
      toast.success(t.granted(person.name));
      onClose();
    } catch (thrown) {
      setError(asApiError(thrown));
      setBusy(false);
    }
  };
  const message = error && failureText(error);

  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && onClose()}
      title={t.grant}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isPending={isBusy} onPress={() => void save()}>
            {t.grant}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {message && <Alert>{message}</Alert>}
        <div className={styles.field}>
          <span className={styles.label}>{t.person}</span>
          <Button
            icon={
              person ? <Avatar name={person.name} src={person.avatar} size={20} /> : <UserRound size={16} />
            }
            onPress={() => setPicking("person")}
            className={styles.pick}
          >
            {person?.name ?? t.pickPerson}
          </Button>
          {isTried && !person && <Missing text={t.needPerson} />}
        </div>
        <RadioGroup
          label={t.role}
          value={kind ?? null}
          onChange={setKind}
          error={isTried && !kind ? t.needRole : undefined}
          choices={roleKinds.map((id) => ({
            id,
            label: t.kinds[id],
            hint: mayGive(reach, id) ? t.kindHints[id] : t.ownersOnly,
            isDisabled: !mayGive(reach, id),
          }))}
        />
        {kind === "scoped" && (
          <div className={styles.field}>
            <span className={styles.label}>{t.department}</span>
            <Button
              icon={<Network size={16} />}
              onPress={() => setPicking("department")}
              className={styles.pick}
            >
              {department ? departmentPath(department) : t.pickDepartment}
            </Button>
            {isTried && needsDepartment && <Missing text={t.needDepartment} />}
          </div>
        )}
      </div>
      <PersonPicker
        isOpen={picking === "person"}
        onOpenChange={() => setPicking(undefined)}
        title={t.pickPerson}
        mode="one"
        onPick={({ people: [first] }) => setPerson(first)}
      />
      <DepartmentPicker
        isOpen={picking === "department"}
        onOpenChange={() => setPicking(undefined)}
        title={t.pickDepartment}
        initial={department}
        onPick={(picked) => setDepartment(picked ?? undefined)}
      />
    </Dialog>
  );
}

function Missing({ text }: { text: string }) {
  return (
    <span className={styles.missing} role="alert">
      <CircleAlert size={14} />
      {text}
    </span>
  );
}
