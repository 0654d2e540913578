import { UserRoundPlus, X } from "lucide-react";
import { useState } from "react";
import type { UserCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { PersonPicker } from "@/shared/person";
import { Avatar, Button, IconButton, Tag } from "@/ui";
import type { PersonDraft } from "./draft";
import { useT } from "./i18n";
import styles from "./Members.module.css";
import { FieldMessage } from "./PlaceFields";

/** The server's limit. */
const mostDotted = 20;

export interface ManagerFieldsProps {
  /** The person themselves: nobody is their own manager. */
  self: string | undefined;
  manager: UserCard | null;
  dotted: readonly UserCard[];
  onChange: (part: Partial<Pick<PersonDraft, "manager" | "dotted">>) => void;
  managerError: string | undefined;
  dottedError: string | undefined;
}

export function ManagerFields(props: ManagerFieldsProps) {
  const { self, manager, dotted, onChange, managerError, dottedError } = props;
  const t = useT();
  const common = useCommon();
  const [picking, setPicking] = useState<"manager" | "dotted">();
  const selfOnly = self ? [self] : [];
  return (
    <div className={styles.list}>
      <div className={styles.managerRow}>
        <span className={styles.label}>{t.form.manager}</span>
        {manager ? (
          <span className={styles.chosen}>
            <Avatar name={manager.name} src={manager.avatar} size={24} />
            <span className={styles.ellipsis}>{manager.name}</span>
            <IconButton
              size="sm"
              icon={<X size={16} />}
              label={`${common.remove} ${manager.name}`}
              onPress={() => onChange({ manager: null })}
            />
          </span>
        ) : (
          <span className={styles.faint}>{t.form.notChosen}</span>
        )}
        <Button size="sm" variant="ghost" onPress={() => setPicking("manager")}>
          {manager ? t.form.changePerson : t.form.addPerson}
        </Button>
      </div>
      <FieldMessage text={managerError} />
      <div className={styles.managerRow}>
        <span className={styles.label}>{t.form.dotted}</span>
        <span className={styles.tags}>
          {dotted.length === 0 && <span className={styles.faint}>{t.form.notChosen}</span>}
          {dotted.map((person) => (
            <Tag
              key={person.id}
              onRemove={() => onChange({ dotted: dotted.filter((other) => other.id !== person.id) })}
            >
              {person.name}
            </Tag>
          ))}
        </span>
        <IconButton
          size="sm"
          icon={<UserRoundPlus size={16} />}
          label={t.form.pickDotted}
          onPress={() => setPicking("dotted")}
        />
      </div>
      <FieldMessage text={dottedError} />
      <PersonPicker
        isOpen={picking === "manager"}
        onOpenChange={() => setPicking(undefined)}
        title={t.form.pickManager}
        mode="one"
        excluded={new Set(selfOnly)}
        onPick={({ people: [person] }) => {
          if (person) onChange({ manager: person, dotted: dotted.filter(({ id }) => id !== person.id) });
        }}
      />
      <PersonPicker
        isOpen={picking === "dotted"}
        onOpenChange={() => setPicking(undefined)}
        title={t.form.pickDotted}
        initial={dotted}
        excluded={new Set(manager ? [...selfOnly, manager.id] : selfOnly)}
        limit={mostDotted}
        mayBeEmpty
        onPick={({ people }) => onChange({ dotted: people })}
      />
    </div>
  );
}
