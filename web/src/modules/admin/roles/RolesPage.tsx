import { BadgeCheck } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { meKey, useMe } from "@/api/people";
import { queries } from "@/api/query";
import type { RoleGrant } from "@/api/types";
import { cx } from "@/lib/cx";
import { PersonAvatar, PersonName, personLine } from "@/shared/person";
import { Button, confirm, Loaded, Page, SkeletonRows, Tag, toast, VirtualList } from "@/ui";
import { AdminSection } from "../AdminSection";
import { useT as useAdminT } from "../i18n";
import { useReach } from "../reach";
import { GrantDialog } from "./GrantDialog";
import { useT } from "./i18n";
import { rolesKey, useRoles } from "./query";
import styles from "./Roles.module.css";
import { isLastOwner, kindOf, mayGive, type RoleKind, type RoleRow, rowsOf } from "./rules";

/** Who may do what: owners, admins of everything, admins of a department. */
export default function RolesPage() {
  const t = useT();
  const adminT = useAdminT();
  const reach = useReach();
  const [isGranting, setGranting] = useState(false);
  const query = useRoles();
  return (
    <AdminSection
      id="roles"
      isLined
      actions={
        reach.isWide && (
          <Button variant="primary" icon={<BadgeCheck size={16} />} onPress={() => setGranting(true)}>
            {t.grant}
          </Button>
        )
      }
    >
      <Loaded
        query={query}
        skeleton={
          <Page>
            <SkeletonRows rows={5} height={56} />
          </Page>
        }
      >
        {({ items }) => (
          <VirtualList
            label={adminT.sections.roles}
            items={rowsOf(items)}
            getKey={rowKey}
            itemSize={56}
            renderItem={(row, { index }) => (
              <div className={cx(styles.column, index === 0 && styles.top)}>
                <RolesRow row={row} all={items} />
              </div>
            )}
          />
        )}
      </Loaded>
      {isGranting && <GrantDialog onClose={() => setGranting(false)} />}
    </AdminSection>
  );
}

function rowKey(row: RoleRow): string {
  return row.type === "grant" ? row.grant.id : `${row.type} ${row.kind}`;
}

function RolesRow({ row, all }: { row: RoleRow; all: readonly RoleGrant[] }) {
  const t = useT();
  if (row.type === "head") return <GroupHead kind={row.kind} />;
  if (row.type === "grant") return <GrantRow grant={row.grant} all={all} isFirst={row.isFirst} />;
  return <p className={styles.none}>{{ owner: "", admin: t.noAdmins, scoped: t.noScoped }[row.kind]}</p>;
}

function GroupHead({ kind }: { kind: RoleKind }) {
  const t = useT();
  const title = { owner: t.owners, admin: t.admins, scoped: t.scoped }[kind];
  const text = { owner: t.ownersText, admin: t.adminsText, scoped: t.scopedText }[kind];
  return (
    <div className={cx(styles.head, kind !== "owner" && styles.later)}>
      <h2 className={styles.headTitle}>{title}</h2>
      <p className={styles.headText}>{text}</p>
    </div>
  );
}

interface GrantRowProps {
  grant: RoleGrant;
  all: readonly RoleGrant[];
  isFirst: boolean;
}

function GrantRow({ grant, all, isFirst }: GrantRowProps) {
  const t = useT();
  const me = useMe();
  const reach = useReach();
  const { user } = grant;
  const kind = kindOf(grant);
  const isMine = user.id === me.user.id;
  const isKept = isLastOwner(grant, all);
  const revoke = async () => {
    const agreed = await confirm({
      title: t.revokeTitle(user.name),
      text: isMine ? t.revokeSelf : t.revokeText(t.kinds[kind]),
      action: t.revoke,
      isDanger: true,
    });
    if (!agreed) return;
    try {
      await call(api.DELETE("/api/v1/people/roles/{id}", { params: { path: { id: grant.id } } }));
      toast.success(t.revoked(user.name));
      if (isMine) await queries.invalidateQueries({ queryKey: meKey });
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await queries.invalidateQueries({ queryKey: rolesKey });
    }
  };
  return (
    <div className={cx(styles.row, isFirst && styles.rowFirst)}>
      <PersonAvatar person={user} size={36} />
      <span className={styles.text}>
        <span className={styles.name}>
          <PersonName person={user} />
          {isMine && <Tag>{t.you}</Tag>}
          {user.state !== "active" && <Tag tone="warning">{t.states[user.state]}</Tag>}
          {grant.department && <Tag tone="accent">{grant.department.name}</Tag>}
        </span>
        <span className={styles.sub}>{isKept && mayGive(reach, kind) ? t.lastOwner : personLine(user)}</span>
      </span>
      {mayGive(reach, kind) && (
        <Button
          size="sm"
          variant="dangerGhost"
          isDisabled={isKept}
          aria-label={t.revokeOf(t.kinds[kind], user.name)}
          onPress={() => void revoke()}
        >
          {t.revoke}
        </Button>
      )}
    </div>
  );
}
