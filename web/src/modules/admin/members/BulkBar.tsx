import { ArrowRightLeft, CirclePause, Link2, LogOut, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/people";
import type { UserCard } from "@/api/types";
import { Button, IconButton, late } from "@/ui";
import { useT } from "./i18n";
import styles from "./Members.module.css";
import { type BulkAction, usefulActions } from "./selection";

const BulkDialog = late(() => import("./BulkDialog").then((file) => file.BulkDialog));

const icons = {
  invite: <Link2 size={16} />,
  move: <ArrowRightLeft size={16} />,
  suspend: <CirclePause size={16} />,
  reactivate: <RotateCcw size={16} />,
  leave: <LogOut size={16} />,
};

/** What can be done with the people chosen in the table. */
export function BulkBar({ people, onClear }: { people: readonly UserCard[]; onClear: () => void }) {
  const t = useT();
  const me = useMe();
  const [action, setAction] = useState<BulkAction>();
  const [chosen, setChosen] = useState<readonly UserCard[]>([]);
  return (
    <>
      <div className={styles.bulkBar} role="toolbar" aria-label={t.selected(people.length)}>
        <span className={styles.bulkCount}>{t.selected(people.length)}</span>
        {usefulActions(people, me.user.id).map((id) => (
          <Button
            key={id}
            size="sm"
            variant={id === "leave" ? "dangerGhost" : "ghost"}
            icon={icons[id]}
            onPress={() => {
              // The dialog keeps whom it is about, while the table refreshes behind it.
              setChosen(people);
              setAction(id);
            }}
          >
            {t.actions[id]}
          </Button>
        ))}
        <IconButton size="sm" icon={<X size={16} />} label={t.clearSelection} tip="top" onPress={onClear} />
      </div>
      {action && (
        <BulkDialog
          action={action}
          chosen={chosen}
          onClose={(isDone) => {
            setAction(undefined);
            if (isDone) onClear();
          }}
        />
      )}
    </>
  );
}
