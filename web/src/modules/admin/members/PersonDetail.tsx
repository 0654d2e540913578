import {
  CirclePause,
  Ellipsis,
  FileClock,
  IdCard,
  KeyRound,
  Link2,
  LogOut,
  PenLine,
  RotateCcw,
} from "lucide-react";
import type { ReactNode } from "react";
import { useMe } from "@/api/people";
import type { User } from "@/api/types";
import { phoneText } from "@/lib/phone";
import { useTime } from "@/lib/time";
import { PersonName, personLine } from "@/shared/person";
import { Avatar, Button, Facts, IconButton, Menu, MenuItem, MenuSeparator, Tag } from "@/ui";
import { useRoles } from "../roles/query";
import { StateTag } from "./columns";
import { useT } from "./i18n";
import type { MadeLink } from "./LinkDialog";
import styles from "./Members.module.css";
import { usePersonSteps } from "./personSteps";
import { fits } from "./selection";

export interface PersonDetailProps {
  user: User;
  isMe: boolean;
  onEdit: () => void;
  onLink: (link: MadeLink) => void;
}

/** What the console knows of a person, and what can be done. */
export function PersonDetail({ user, isMe, onEdit, onLink }: PersonDetailProps) {
  const t = useT();
  const line = personLine(user);
  return (
    <div className={styles.detail}>
      <header className={styles.head}>
        <Avatar name={user.name} src={user.avatar} size={56} />
        <div className={styles.headText}>
          <div className={styles.headName}>
            <h2>{user.name}</h2>
            <StateTag state={user.state} />
          </div>
          <div className={styles.sub}>{line || t.noDepartment}</div>
        </div>
      </header>
      <Actions user={user} isMe={isMe} onEdit={onEdit} onLink={onLink} />
      {!user.can.edit && <p className={styles.note}>{t.drawer.readOnly}</p>}
      <Details user={user} />
    </div>
  );
}

function Actions({ user, onEdit, onLink }: PersonDetailProps) {
  const t = useT();
  const run = usePersonSteps(user, onLink);
  const me = useMe();
  const { manage, edit } = user.can;
  return (
    <div className={styles.row}>
      {edit && (
        <Button variant="primary" icon={<PenLine size={16} />} onPress={onEdit}>
          {t.actions.edit}
        </Button>
      )}
      {manage && fits("invite", user.state) && (
        <Button icon={<Link2 size={16} />} isPending={run.busy === "invite"} onPress={run.invite}>
          {t.actions.invite}
        </Button>
      )}
      {manage && fits("reactivate", user.state) && (
        <Button icon={<RotateCcw size={16} />} isPending={run.busy === "reactivate"} onPress={run.reactivate}>
          {t.actions.reactivate}
        </Button>
      )}
      <Menu label={user.name} trigger={<IconButton icon={<Ellipsis size={18} />} label={t.actions.more} />}>
        <MenuItem label={t.actions.profile} icon={<IdCard size={16} />} href={`/people/user/${user.id}`} />
        {me.permissions.view_audit && (
          <MenuItem
            label={t.actions.audit}
            icon={<FileClock size={16} />}
            href={`/admin/audit?target=user:${user.id}`}
          />
        )}
        {manage && user.state === "active" && (
          <MenuItem
            label={t.actions.resetPassword}
            icon={<KeyRound size={16} />}
            onAction={run.resetPassword}
          />
        )}
        {manage && user.state !== "left" && <MenuSeparator />}
        {manage && fits("suspend", user.state) && (
          <MenuItem label={t.actions.suspend} icon={<CirclePause size={16} />} onAction={run.suspend} />
        )}
        {manage && fits("leave", user.state) && (
          <MenuItem label={t.actions.leave} icon={<LogOut size={16} />} isDanger onAction={run.leave} />
        )}
      </Menu>
    </div>
  );
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{title}</h3>
      {children}
    </section>
  );
}

function Details({ user }: { user: User }) {
  const t = useT();
  const time = useTime();
  const reports = user.manager || user.dotted_managers.length > 0;
  const attributes = user.attributes.filter((attribute) => attribute.value);
  return (
    <>
      {(user.phones.length > 0 || user.email) && (
        <Block title={t.drawer.contact}>
          <Facts
            items={[
              ...user.phones.map(
                (phone) =>
                  [t.form.labels[phone.label ?? "mobile"] ?? phone.label, phoneText(phone.number)] as const,
              ),
              [t.form.email, user.email],
            ]}
          />
        </Block>
      )}
      <Block title={t.drawer.places}>
        {user.departments.length === 0 && <p className={styles.faint}>{t.noDepartment}</p>}
        {user.departments.map((place) => (
          <div key={place.id} className={styles.place}>
            <span>{place.path.join(" / ") || place.name}</span>
            {place.title && <span className={styles.faint}>{place.title}</span>}
            {place.head && <Tag tone="accent">{t.form.head}</Tag>}
            {place.primary && user.departments.length > 1 && <Tag>{t.form.primary}</Tag>}
          </div>
        ))}
      </Block>
      {reports && (
        <Block title={t.drawer.managers}>
          <Facts
            items={[
              [t.form.manager, user.manager && <PersonName person={user.manager} />],
              [
                t.form.dotted,
                user.dotted_managers.length > 0 &&
                  user.dotted_managers.map((person) => (
                    <div key={person.id}>
                      <PersonName person={person} />
                    </div>
                  )),
              ],
            ]}
          />
        </Block>
      )}
      {attributes.length > 0 && (
        <Block title={t.drawer.fields}>
          <Facts items={attributes.map((attribute) => [attribute.label, attribute.value] as const)} />
        </Block>
      )}
      <Block title={t.drawer.account}>
        <Facts
          items={[
            [t.form.login, user.login],
            [t.form.employeeNo, user.employee_no],
            [t.drawer.roles, <HeldRoles key="roles" user={user} />],
            [t.drawer.created, time.date(user.created_at)],
            [t.drawer.joined, user.joined_at ? time.date(user.joined_at) : t.drawer.never],
            [t.drawer.left, user.left_at && time.date(user.left_at)],
          ]}
        />
      </Block>
    </>
  );
}

function HeldRoles({ user }: { user: User }) {
  const t = useT();
  const { data } = useRoles();
  const held = data?.items.filter((grant) => grant.user.id === user.id) ?? [];
  if (held.length === 0) return <span className={styles.faint}>—</span>;
  return (
    <span className={styles.tags}>
      {held.map((grant) => (
        <Tag key={grant.id} tone={grant.role === "owner" ? "purple" : "accent"}>
          {grant.role === "owner"
            ? t.drawer.owner
            : grant.department
              ? t.drawer.adminOf(grant.department.name)
              : t.drawer.admin}
        </Tag>
      ))}
    </span>
  );
}
