import { FileInput, Network, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useIsPhone } from "@/lib/media";
import { useSearch, useSetSearch } from "@/lib/nav";
import { Button, EmptyState, LinkButton, Loaded, PaneHeader, SkeletonRows, Split } from "@/ui";
import { AdminSection } from "../AdminSection";
import { useReach } from "../reach";
import { DepartmentDetail } from "./DepartmentDetail";
import styles from "./Departments.module.css";
import { EditableTree } from "./EditableTree";
import { useT } from "./i18n";
import { NameDialog, type Naming } from "./NameDialog";
import { useTree } from "./queries";
import { childrenOf, mapOf } from "./tree";

/** The tree of departments: to build, to rename, to move about. */
export default function DepartmentsPage() {
  const t = useT();
  const isPhone = useIsPhone();
  const { isWide, scopes } = useReach();
  const { id } = useSearch();
  const set = useSetSearch();
  const query = useTree();
  const map = useMemo(() => mapOf(query.data ?? []), [query.data]);
  const [naming, setNaming] = useState<Naming>();
  const chosen = id ? map.byId.get(id) : undefined;
  const detail = chosen && (
    <DepartmentDetail key={chosen.id} department={chosen} map={map} onName={setNaming} />
  );
  // Where everything hangs below one department, a new one does too.
  const tops = childrenOf(map, null);
  const usualParent = (isWide ? (tops.length === 1 ? tops[0] : undefined) : scopes[0])?.id ?? null;
  const dialog = <NameDialog naming={naming} map={map} onClose={() => setNaming(undefined)} />;

  if (isPhone && chosen) {
    return (
      <>
        <PaneHeader title={chosen.name} onBack={() => set({ id: undefined })} />
        {detail}
        {dialog}
      </>
    );
  }
  return (
    <AdminSection
      id="departments"
      subtitle={query.data && isWide && t.count(query.data.length)}
      isLined
      actions={
        <Button
          variant="primary"
          icon={<Plus size={16} />}
          onPress={() => setNaming({ kind: "create", parent: usualParent })}
        >
          {t.add}
        </Button>
      }
    >
      <Split
        sideLabel={t.search}
        sideWidth={400}
        hasDetail={!isPhone}
        side={
          <Loaded
            query={query}
            skeleton={<SkeletonRows rows={10} height={36} face={0} />}
            isEmpty={(items) => items.length === 0}
            empty={
              <EmptyState
                icon={<Network size={30} strokeWidth={1.5} />}
                title={t.none}
                text={t.noneText}
                action={
                  <LinkButton href="/admin/imports" icon={<FileInput size={16} />}>
                    {t.import}
                  </LinkButton>
                }
              />
            }
          >
            {(items) => <EditableTree items={items} map={map} chosen={id} onName={setNaming} />}
          </Loaded>
        }
      >
        {detail ?? (
          <div className={styles.nothing}>
            <EmptyState icon={<Network size={30} strokeWidth={1.5} />} title={t.choose} text={t.chooseText} />
          </div>
        )}
      </Split>
      {dialog}
    </AdminSection>
  );
}
