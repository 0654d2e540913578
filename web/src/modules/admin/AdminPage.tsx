import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { useMe } from "@/api/people";
import { useCommon } from "@/i18n";
import { useIsPhone } from "@/lib/media";
import { go, Outlet, usePath } from "@/lib/nav";
import { ListItem, PaneHeader, Split } from "@/ui";
import styles from "./Admin.module.css";
import { Forbidden } from "./AdminSection";
import { useT } from "./i18n";
import { useReach } from "./reach";
import { visibleSections } from "./sections";

const groups = ["directory", "security", "system"] as const;

/** The console: its sections at the side, the open one beside them; on a phone one after the other. */
export default function AdminPage() {
  const t = useT();
  const path = usePath();
  return (
    <Split side={<Sections />} sideLabel={t.nav} sideWidth={216} hasDetail={path !== "/admin"}>
      <Outlet />
    </Split>
  );
}

function Sections() {
  const t = useT();
  const common = useCommon();
  const me = useMe();
  const path = usePath();
  const isPhone = useIsPhone();
  const { scopes } = useReach();
  const visible = visibleSections(me);
  return (
    <>
      <PaneHeader title={t.title} {...(isPhone ? { onBack: () => void go("/settings") } : {})} />
      <nav className={styles.nav} aria-label={t.nav}>
        {groups.map((group) => {
          const inGroup = visible.filter((section) => section.group === group);
          if (inGroup.length === 0) return null;
          return (
            <Fragment key={group}>
              <div className={styles.group}>{t.groups[group]}</div>
              {inGroup.map(({ id, icon: Icon }) => (
                <ListItem
                  key={id}
                  height={isPhone ? 52 : 36}
                  href={`/admin/${id}`}
                  isActive={path.startsWith(`/admin/${id}`)}
                  leading={<Icon size={isPhone ? 20 : 16} strokeWidth={1.75} />}
                  title={t.sections[id]}
                  after={isPhone && <ChevronRight size={18} className={styles.faint} />}
                />
              ))}
            </Fragment>
          );
        })}
      </nav>
      {visible.length === 0 && isPhone && <Forbidden />}
      {scopes.length > 0 && (
        <p className={styles.scope}>{t.scope(scopes.map((scope) => scope.name).join(common.between))}</p>
      )}
    </>
  );
}
