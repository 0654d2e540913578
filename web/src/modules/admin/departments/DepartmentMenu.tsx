import { ArrowDown, ArrowUp, Ellipsis, FolderInput, PenLine, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { Department } from "@/api/types";
import { useSetSearch } from "@/lib/nav";
import { DepartmentPicker } from "@/shared/department";
import { confirm, IconButton, Menu, MenuItem, MenuSeparator, toast } from "@/ui";
import { useReach } from "../reach";
import { useT, words } from "./i18n";
import type { Naming } from "./NameDialog";
import { refreshDepartments } from "./queries";
import { type DepartmentMap, heldBy, isIn, nudge, type Place } from "./tree";

/** Asks, removes, tells. Resolves to whether the department is gone. */
export async function removeDepartment({ id, name }: Department): Promise<boolean> {
  const t = words();
  const agreed = await confirm({
    title: t.removeTitle(name),
    text: t.removeText,
    action: t.remove,
    isDanger: true,
  });
  if (!agreed) return false;
  try {
    await call(api.DELETE("/api/v1/people/departments/{id}", { params: { path: { id } } }));
    toast.success(t.removed(name));
    return true;
  } catch (thrown) {
    toast.failure(asApiError(thrown));
    return false;
  } finally {
    await refreshDepartments();
  }
}

export interface DepartmentMenuProps {
  department: Department;
  map: DepartmentMap;
  mayMove: boolean;
  onMove: (place: Place) => void;
  onName: (naming: Naming) => void;
  className?: string | undefined;
}

/** Everything that can be done with a department. */
export function DepartmentMenu(props: DepartmentMenuProps) {
  const { department, map, mayMove, onMove, onName, className } = props;
  const t = useT();
  const set = useSetSearch();
  const { isWide, scopes } = useReach();
  const [isPicking, setPicking] = useState(false);
  const up = mayMove ? nudge(map, department.id, "up") : undefined;
  const down = mayMove ? nudge(map, department.id, "down") : undefined;
  const held = heldBy(department);
  return (
    // The menu stands inside a row of the tree: what happens in it must not choose or drag the row.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps events from the row.
    <span
      className={className}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <Menu
        label={department.name}
        trigger={
          <IconButton size="sm" icon={<Ellipsis size={16} />} label={t.actions(department.name)} tip="none" />
        }
      >
        <MenuItem
          label={t.addBelow}
          icon={<Plus size={16} />}
          onAction={() => onName({ kind: "create", parent: department.id })}
        />
        <MenuItem
          label={t.rename}
          icon={<PenLine size={16} />}
          keys="F2"
          onAction={() => onName({ kind: "rename", department })}
        />
        <MenuSeparator />
        <MenuItem
          label={t.move}
          icon={<FolderInput size={16} />}
          isDisabled={!mayMove}
          onAction={() => setPicking(true)}
        />
        <MenuItem
          label={t.up}
          icon={<ArrowUp size={16} />}
          keys="alt+ArrowUp"
          isDisabled={!up}
          onAction={() => up && onMove(up)}
        />
        <MenuItem
          label={t.down}
          icon={<ArrowDown size={16} />}
          keys="alt+ArrowDown"
          isDisabled={!down}
          onAction={() => down && onMove(down)}
        />
        <MenuSeparator />
        <MenuItem
          label={t.remove}
          icon={<Trash2 size={16} />}
          isDanger
          isDisabled={held !== undefined || !mayMove}
          onAction={async () => {
            if (await removeDepartment(department)) set({ id: undefined });
          }}
        />
      </Menu>
      <DepartmentPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.moveTitle(department.name)}
        mayBeTop={isWide && department.parent !== null}
        within={scopes.length > 0 ? scopes.map((scope) => scope.id) : undefined}
        isExcluded={(other) => isIn(map, other.id, department.id) || other.id === department.parent}
        onPick={(target) => onMove({ parent: target?.id ?? null })}
      />
    </span>
  );
}
