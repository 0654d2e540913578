import { useQuery } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { meKey, useMe } from "@/api/people";
import { queries } from "@/api/query";
import type { RoleGrant } from "@/api/types";
import { PersonAvatar, PersonName, personLine } from "@/shared/person";
import { Button, confirm, Loaded, Page, Section, SkeletonRows, Tag, toast } from "@/ui";
import { AdminSection } from "../AdminSection";
import { useReach } from "../reach";
import { GrantDialog } from "./GrantDialog";
import { useT } from "./i18n";
import styles from "./Roles.module.css";
import { byKind, isLastOwner, kindOf, mayGive, type RoleKind, roleKinds } from "./rules";

export const rolesKey = ["people", "roles"] as const;

/** Who may do what: owners, admins of everything, admins of a department. */
export default function RolesPage() {
  const t = useT();
  const reach = useReach();
  const [isGranting, setGranting] = useState(false);
  const query = useQuery({ queryKey: rolesKey, queryFn: () => call(api.GET("/api/v1/people/roles")) });
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
      <Page>
        <Loaded query={query} skeleton={<SkeletonRows rows={5} height={56} />}>
          {({ items }) => {
            const groups = byKind(items);
            return roleKinds.map((kind) => (
              <Group key={kind} kind={kind} grants={groups[kind]} all={items} />
            ));
          }}
        </Loaded>
      </Page>
      {isGranting && <GrantDialog onClose={() => setGranting(false)} />}
    </AdminSection>
  );
}

interface GroupProps {
  kind: RoleKind;
  grants: readonly RoleGrant[];
  all: readonly RoleGrant[];
}

function Group({ kind, grants, all }: GroupProps) {
  const t = useT();
  const title = { owner: t.owners, admin: t.admins, scoped: t.scoped }[kind];
  const text = { owner: t.ownersText, admin: t.adminsText, scoped: t.scopedText }[kind];
  const none = { owner: "", admin: t.noAdmins, scoped: t.noScoped }[kind];
  return (
    <Section title={title} text={text}>
      {grants.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <ul>
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} all={all} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function GrantRow({ grant, all }: { grant: RoleGrant; all: readonly RoleGrant[] }) {
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
    <li className={styles.row}>
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
    </li>
  );
}
