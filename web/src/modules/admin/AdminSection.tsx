import { Lock } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { ApiError } from "@/api/error";
import { useMe } from "@/api/people";
import { go } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import { PersonAvatar, PersonName } from "@/shared/person";
import { EmptyState, PaneHeader } from "@/ui";
import styles from "./Admin.module.css";
import { useT } from "./i18n";
import { useRoles } from "./roles/query";
import { type SectionId, visibleSections } from "./sections";

export interface AdminSectionProps {
  id: SectionId;
  /** Beside the title: a count. */
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** A line below the header. */
  isLined?: boolean;
  /** What the section's query failed with: the server may know better who may look. */
  error?: unknown;
}

/** Whether the reader may look at a section; nothing is asked for those who may not. */
export function useMaySee(id: SectionId): boolean {
  const me = useMe();
  return visibleSections(me).some((section) => section.id === id);
}

/** For `refetchInterval`: every `ms`, until the server says that the reader may not look. */
export function pollUntilRefused(ms: number) {
  return ({ state }: { state: { error: unknown } }) => (isRefusal(state.error) ? (false as const) : ms);
}

/** Whether the server says that the reader may not look. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.isForbidden;
}

/** A section of the console: its header, and who may not see it is told whom to ask. */
export function AdminSection({ id, subtitle, actions, children, isLined, error }: AdminSectionProps) {
  const t = useT();
  const title = t.sections[id];
  useEffect(() => setPageTitle(title), [title]);
  const maySee = useMaySee(id);
  const isAllowed = maySee && !isRefusal(error);
  return (
    <>
      <PaneHeader
        title={title}
        subtitle={isAllowed && subtitle}
        actions={isAllowed && actions}
        onBack={() => void go("/admin")}
        isLined={isLined ?? false}
      />
      {isAllowed ? children : <Forbidden />}
    </>
  );
}

/** What stands where the reader may not look, with the people who could change that. */
export function Forbidden() {
  const t = useT();
  const { data } = useRoles();
  const owners = data?.items.filter((grant) => grant.role === "owner") ?? [];
  return (
    <EmptyState
      icon={<Lock size={30} strokeWidth={1.5} />}
      title={t.forbidden}
      text={t.forbiddenText}
      action={
        owners.length > 0 && (
          <span className={styles.owners}>
            {t.owners}
            {owners.map(({ id, user }) => (
              <span key={id} className={styles.owner}>
                <PersonAvatar person={user} size={20} />
                <PersonName person={user} />
              </span>
            ))}
          </span>
        )
      }
    />
  );
}
