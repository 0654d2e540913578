import { Plus, Trash2, UserRoundCog, Users } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { Department, UserCard } from "@/api/types";
import { useIsPhone } from "@/lib/media";
import { useSetSearch } from "@/lib/nav";
import { pathAbove, useDepartment } from "@/shared/department";
import { PersonAvatar, PersonName, PersonPicker } from "@/shared/person";
import { Button, LinkButton, Loaded, Page, Section, SkeletonRows, Stats, toast } from "@/ui";
import { useReach } from "../reach";
import { DepartmentMenu, removeDepartment } from "./DepartmentMenu";
import styles from "./Departments.module.css";
import { useT } from "./i18n";
import type { Naming } from "./NameDialog";
import { refreshDepartments } from "./queries";
import { type DepartmentMap, heldBy } from "./tree";
import { useMoves } from "./useMoves";

interface DepartmentDetailProps {
  department: Department;
  map: DepartmentMap;
  onName: (naming: Naming) => void;
}

/** One department: its numbers, its heads, and what can be done with it. */
export function DepartmentDetail({ department, map, onName }: DepartmentDetailProps) {
  const t = useT();
  const isPhone = useIsPhone();
  const set = useSetSearch();
  const { isWide, scopes } = useReach();
  const { move } = useMoves();
  const held = heldBy(department);
  const mayMove = isWide || !scopes.some((scope) => scope.id === department.id);
  return (
    <Page>
      <header className={styles.head}>
        <div className={styles.headText}>
          {!isPhone && <h2 className={styles.headName}>{department.name}</h2>}
          <div className={styles.path}>{pathAbove(department) || t.top}</div>
        </div>
        <Button icon={<Plus size={16} />} onPress={() => onName({ kind: "create", parent: department.id })}>
          {t.addBelow}
        </Button>
        <DepartmentMenu
          department={department}
          map={map}
          mayMove={mayMove}
          onMove={(place) => void move(department.id, place)}
          onName={onName}
        />
      </header>
      <Stats
        className={styles.stats}
        items={[
          [t.total, department.people],
          [t.direct, department.direct_people],
          [t.children, department.children],
        ]}
      />
      <div className={styles.members}>
        <LinkButton href={`/admin/people?department=${department.id}`} icon={<Users size={16} />}>
          {t.members}
        </LinkButton>
      </div>
      <Heads department={department} />
      {mayMove && (
        <Section
          title={t.remove}
          text={
            held ? t.held[held](held === "people" ? department.people : department.children) : t.removeText
          }
          action={
            <Button
              variant="dangerGhost"
              icon={<Trash2 size={16} />}
              isDisabled={held !== undefined}
              onPress={async () => {
                if (await removeDepartment(department)) set({ id: undefined });
              }}
            >
              {t.remove}
            </Button>
          }
        />
      )}
    </Page>
  );
}

/** The server's limit. */
const mostHeads = 20;

function Heads({ department }: { department: Department }) {
  const t = useT();
  const query = useDepartment(department.id);
  const [isPicking, setPicking] = useState(false);
  const heads: readonly UserCard[] = query.data?.heads ?? [];
  const save = async (people: readonly UserCard[]) => {
    try {
      const params = { path: { id: department.id } };
      const body = { heads: people.map((person) => person.id) };
      await call(api.PATCH("/api/v1/people/departments/{id}", { params, body }));
      await refreshDepartments();
    } catch (thrown) {
      toast.failure(asApiError(thrown));
      throw thrown;
    }
  };
  return (
    <Section
      title={t.heads}
      action={
        <Button
          size="sm"
          icon={<UserRoundCog size={16} />}
          isDisabled={!query.data}
          onPress={() => setPicking(true)}
        >
          {t.setHeads}
        </Button>
      }
    >
      <Loaded
        query={query}
        skeleton={<SkeletonRows rows={1} height={40} face={32} />}
        isEmpty={() => heads.length === 0}
        empty={<p className={styles.faint}>{t.noHeads}</p>}
      >
        {() => (
          <ul className={styles.heads}>
            {heads.map((head) => (
              <li key={head.id} className={styles.headRow}>
                <PersonAvatar person={head} size={32} />
                <span className={styles.headRowText}>
                  <PersonName person={head} />
                  <span className={styles.faint}>
                    {head.departments.find((place) => place.id === department.id)?.title ?? head.title}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <PersonPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.setHeads}
        initial={heads}
        limit={mostHeads}
        mayBeEmpty
        onPick={({ people }) => save(people)}
      />
    </Section>
  );
}
