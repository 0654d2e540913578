import { type ReactNode, useState } from "react";
import { useCommon } from "@/i18n";
import { initial, initials, nameColour } from "@/lib/avatar";
import { cx } from "@/lib/cx";
import styles from "./Avatar.module.css";

export interface AvatarProps {
  name: string;
  /** Picture; when it is missing or fails, the name's initials on the name's colour. */
  src?: string | null | undefined;
  /** Edge in px. */
  size?: number;
  /** Groups are square. */
  shape?: "circle" | "square";
  presence?: "online" | "away" | "offline" | undefined;
  /** An icon instead of initials, as for a department. */
  icon?: ReactNode;
  /** One character only, as where faces overlap. */
  isBrief?: boolean;
  className?: string;
}

/** A face. Decorative by itself: the name stands beside it or names the button around it. */
export function Avatar({
  name,
  src,
  size = 36,
  shape = "circle",
  presence,
  icon,
  isBrief,
  className,
}: AvatarProps) {
  const common = useCommon();
  const [failed, setFailed] = useState<string | null>(null);
  const letters = isBrief ? initial(name) : initials(name);
  const shows = src && failed !== src;
  const fontSize = size * ([...letters].length > 1 ? (letters.length > 2 ? 0.3 : 0.36) : 0.44);
  return (
    <span
      className={cx(styles.avatar, shape === "square" && styles.square, className)}
      style={{ width: size, height: size, fontSize }}
    >
      <span
        className={styles.face}
        style={shows ? undefined : { background: nameColour(name) }}
        aria-hidden="true"
        // Drawn by the style sheet: the letters are no text to be found, copied or read out.
        data-letters={shows || icon ? undefined : letters}
      >
        {shows ? (
          <img src={src} alt="" loading="lazy" draggable={false} onError={() => setFailed(src)} />
        ) : (
          icon
        )}
      </span>
      {presence && presence !== "offline" && (
        <span
          className={cx(styles.dot, styles[presence])}
          role="img"
          aria-label={common.presence[presence]}
        />
      )}
    </span>
  );
}

export interface AvatarStackProps {
  people: readonly { id: string; name: string; avatar?: string | null | undefined }[];
  /** How many faces before the rest becomes a number. */
  most?: number;
  /** People in all, when more than are given. */
  total?: number;
  size?: number;
}

/** A few faces in a row and how many more there are. */
export function AvatarStack({ people, most = 4, total = people.length, size = 24 }: AvatarStackProps) {
  const shown = people.slice(0, most);
  return (
    <span className={styles.stack}>
      {shown.map((person) => (
        <Avatar key={person.id} name={person.name} src={person.avatar} size={size} isBrief />
      ))}
      {total > shown.length && (
        <span className={styles.rest} style={{ width: size, height: size }}>
          +{Math.min(total - shown.length, 99)}
        </span>
      )}
    </span>
  );
}
