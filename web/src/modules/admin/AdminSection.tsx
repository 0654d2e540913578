import { Lock } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useMe } from "@/api/people";
import { go } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import { EmptyState, PaneHeader } from "@/ui";
import { useT } from "./i18n";
import { type SectionId, visibleSections } from "./sections";

export interface AdminSectionProps {
  id: SectionId;
  /** Beside the title: a count. */
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** A line below the header. */
  isLined?: boolean;
}

/** A section of the console: its header, and who may not see it is told whom to ask. */
export function AdminSection({ id, subtitle, actions, children, isLined }: AdminSectionProps) {
  const t = useT();
  const me = useMe();
  const title = t.sections[id];
  useEffect(() => setPageTitle(title), [title]);
  const isAllowed = visibleSections(me).some((section) => section.id === id);
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

export function Forbidden() {
  const t = useT();
  return (
    <EmptyState icon={<Lock size={30} strokeWidth={1.5} />} title={t.forbidden} text={t.forbiddenText} />
  );
}
