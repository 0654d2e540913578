import { Users } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "@/lib/cx";
import { personLine } from "@/shared/person";
import { Avatar } from "@/ui";
import { useT } from "../i18n";
import styles from "./Composer.module.css";
import type { MentionOption } from "./useMentions";

interface MentionListProps {
  id: string;
  options: readonly MentionOption[];
  active: number;
  onActive: (index: number) => void;
  onPick: (option: MentionOption) => void;
}

/** Whom one may name, above the text box; the keys stay in the box. */
export default function MentionList({ id, options, active, onActive, onPick }: MentionListProps) {
  const t = useT();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} className={styles.people} role="listbox" aria-label={t.compose.people}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the focus and the keys.
        <div
          key={option.id}
          id={`${id}-${option.id}`}
          role="option"
          aria-selected={index === active}
          className={cx(styles.person, index === active && styles.personOn)}
          onPointerMove={() => onActive(index)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(option)}
        >
          {option.person ? (
            <Avatar name={option.name} src={option.person.avatar} size={28} />
          ) : (
            <span className={styles.everyone}>
              <Users size={16} aria-hidden="true" />
            </span>
          )}
          <span className={styles.personName}>{option.name}</span>
          <span className={styles.personLine}>
            {option.person ? personLine(option.person) : t.compose.everyoneHint}
          </span>
        </div>
      ))}
    </div>
  );
}
