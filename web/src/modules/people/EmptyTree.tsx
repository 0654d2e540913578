import { Network, Plus } from "lucide-react";
import { useMe } from "@/api/people";
import { hasModule } from "@/lib/module";
import { EmptyState, LinkButton } from "@/ui";
import { useT } from "./i18n";

/** What stands where there are no departments yet; those who may begin with one. */
export function EmptyTree() {
  const t = useT();
  const { manage_departments: mayAdd } = useMe().permissions;
  const isManager = mayAdd && hasModule("admin");
  return (
    <EmptyState
      isSmall
      icon={<Network size={30} strokeWidth={1.5} />}
      title={t.emptyTree}
      text={isManager ? t.emptyTreeOwn : t.emptyTreeText}
      action={
        isManager && (
          <LinkButton href="/admin/departments" icon={<Plus size={16} />}>
            {t.addDepartments}
          </LinkButton>
        )
      }
    />
  );
}
