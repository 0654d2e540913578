import { useMemo } from "react";
import type { UserHit, UserState } from "@/api/types";
import { useIsPhone } from "@/lib/media";
import { mainDepartment, personLine } from "@/shared/person";
import { Avatar, type Column, Highlight, Tag, type Tone } from "@/ui";
import { useT as useRolesT } from "../roles/i18n";
import { useRoles } from "../roles/query";
import { highestRoles, type RoleKind } from "../roles/rules";
import type { PeopleFilter } from "./filter";
import { useT } from "./i18n";
import styles from "./Members.module.css";

const tones: Readonly<Record<UserState, Tone>> = {
  active: "success",
  invited: "accent",
  suspended: "warning",
  left: "neutral",
};

/** A person's state; `isQuiet` leaves the usual one without colour, as in a table where nearly all have it. */
export function StateTag({ state, isQuiet }: { state: UserState; isQuiet?: boolean }) {
  const t = useT();
  if (isQuiet && state === "active") return <span className={styles.faint}>{t.states.active}</span>;
  return <Tag tone={tones[state]}>{t.states[state]}</Tag>;
}

function NameCell({ person, role }: { person: UserHit; role: RoleKind | undefined }) {
  const t = useT();
  const rolesT = useRolesT();
  const isPhone = useIsPhone();
  const { matched } = person;
  const inName = matched?.field === "name" || matched?.field === "pinyin";
  const elsewhere = matched?.text && !inName ? matched : undefined;
  return (
    <span className={styles.nameCell}>
      <Avatar name={person.name} src={person.avatar} size={isPhone ? 40 : 32} />
      <span className={styles.nameText}>
        <span className={styles.nameLine}>
          <span className={styles.name}>
            <Highlight text={person.name} ranges={inName ? matched?.ranges : null} />
          </span>
          {role && <Tag tone={role === "owner" ? "purple" : "accent"}>{rolesT.kinds[role]}</Tag>}
        </span>
        {(elsewhere || isPhone) && (
          <span className={styles.sub}>
            {elsewhere ? (
              <>
                {t.matched[elsewhere.field]}{" "}
                <Highlight text={elsewhere.text ?? ""} ranges={elsewhere.ranges} />
              </>
            ) : (
              personLine(person) || t.noDepartment
            )}
          </span>
        )}
      </span>
    </span>
  );
}

function DepartmentsCell({ person, filter }: { person: UserHit; filter: PeopleFilter }) {
  const t = useT();
  const { departments } = person;
  const shown = departments.find((place) => place.id === filter.department) ?? mainDepartment(person);
  if (!shown) return <span className={styles.faint}>{t.noDepartment}</span>;
  return (
    <span className={styles.deptCell}>
      <span className={styles.ellipsis} title={shown.path.join(" / ")}>
        {shown.path.length > 1 && (
          <span className={styles.faint}>{shown.path.slice(0, -1).join(" / ")} / </span>
        )}
        {shown.name}
      </span>
      {departments.length > 1 && <Tag>{t.more(departments.length - 1)}</Tag>}
    </span>
  );
}

/** Columns of the table of people; on a phone name and state carry everything. */
export function useColumns(filter: PeopleFilter): readonly Column<UserHit>[] {
  const t = useT();
  const roles = useRoles().data;
  const roleOf = useMemo(() => highestRoles(roles?.items ?? []), [roles]);
  return useMemo(
    () => [
      {
        id: "name",
        header: t.columns.name,
        width: "minmax(180px, 1.2fr)",
        render: (person) => <NameCell person={person} role={roleOf.get(person.id)} />,
      },
      {
        id: "departments",
        header: t.columns.departments,
        width: "minmax(200px, 2fr)",
        deskOnly: true,
        render: (person) => <DepartmentsCell person={person} filter={filter} />,
      },
      {
        id: "title",
        header: t.columns.title,
        width: "minmax(120px, 1fr)",
        deskOnly: true,
        render: (person) => person.title ?? "",
      },
      {
        id: "state",
        header: t.columns.state,
        width: "104px",
        render: (person) => <StateTag state={person.state} isQuiet />,
      },
    ],
    [t, filter, roleOf],
  );
}
