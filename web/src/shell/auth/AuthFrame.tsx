import {
  Calendar,
  FileText,
  Languages,
  type LucideIcon,
  MessageCircle,
  Stamp,
  Table2,
  Users,
  Video,
} from "lucide-react";
import type { ReactNode } from "react";
import { setLocale, useLocale } from "@/i18n";
import { Button } from "@/ui";
import { Logo } from "../Logo";
import styles from "./Auth.module.css";
import { useT } from "./i18n";

const line = {
  fill: "none",
  stroke: "#fff",
  strokeLinejoin: "round" as const,
  strokeLinecap: "round" as const,
};

/** What is done in which room: icon and the middle of the room. */
const rooms: readonly [icon: LucideIcon, x: number, y: number][] = [
  [Calendar, 160, 144],
  [MessageCircle, 280, 144],
  [FileText, 400, 144],
  [Users, 144, 258],
  [Stamp, 416, 258],
  [Table2, 144, 370],
  [Video, 416, 370],
];
const iconSize = 28;

/** A plan of a courtyard house: a room for each kind of work, doors on one yard, a tree in the middle. */
function Plan() {
  return (
    <svg className={styles.plan} viewBox="0 0 560 560" aria-hidden="true">
      <g {...line} opacity="0.14" strokeWidth="1.5">
        <path d="M20 100h520M20 460h520M100 20v520M460 20v520" strokeDasharray="1 9" />
        <circle cx="280" cy="280" r="254.5" />
      </g>
      <g fill="#fff">
        <path opacity="0.17" d="M100 100h360v88H100z" />
        <path
          opacity="0.11"
          d="M100 188h88v272h-88zM372 188h88v272h-88zM188 416h60v44h-60zM312 416h60v44h-60z"
        />
        <path opacity="0.05" d="M188 188h184v228H188z" />
        <path opacity="0.08" d="M262 188h36v272h-36zM188 284h184v36H188z" />
        <path
          opacity="0.07"
          d="M200 200h50v72h-50zM310 200h50v72h-50zM200 332h50v72h-50zM310 332h50v72h-50z"
        />
      </g>
      <g {...line} strokeWidth="2.5">
        <path d="M248 460H100V100h360v360H312" />
        <path d="M100 188h162M298 188h162M188 188v96M188 320v96h60v44M372 188v96M372 320v96h-60v44" />
      </g>
      <g {...line} strokeWidth="1.5" opacity="0.5">
        <path d="M220 100v88M340 100v88M100 316h88M372 316h88M188 416v44M372 416v44" />
      </g>
      <g fill="#fff">
        <circle cx="280" cy="302" r="52" opacity="0.1" />
        <circle cx="280" cy="302" r="36" opacity="0.18" />
        <circle cx="280" cy="302" r="20" opacity="0.34" />
        <circle cx="280" cy="302" r="6" />
      </g>
      <g opacity="0.86">
        {rooms.map(([Icon, x, y]) => (
          <Icon
            key={`${x},${y}`}
            x={x - iconSize / 2}
            y={y - iconSize / 2}
            size={iconSize}
            color="#fff"
            strokeWidth={1.5}
          />
        ))}
      </g>
    </svg>
  );
}

interface AuthFrameProps {
  title: ReactNode;
  sub?: ReactNode;
  /** What went wrong: takes the place of `sub`, so that no field moves under the hand. */
  note?: ReactNode;
  children: ReactNode;
}

/** The page around forms for people who are not signed in yet. */
export function AuthFrame({ title, sub, note, children }: AuthFrameProps) {
  const t = useT();
  const locale = useLocale();
  return (
    <div className={styles.page}>
      <aside className={styles.art}>
        <Plan />
        <p className={styles.slogan}>{t.slogan}</p>
        <p className={styles.sloganText}>{t.sloganText}</p>
      </aside>
      <main className={styles.side}>
        <div className={styles.top}>
          <Button
            variant="ghost"
            size="sm"
            icon={<Languages size={16} />}
            onPress={() => void setLocale(locale === "en" ? "zh-CN" : "en")}
          >
            {t.language}
          </Button>
        </div>
        <div className={styles.middle}>
          <div className={styles.form}>
            <Logo size={48} />
            <h1 className={styles.title}>{title}</h1>
            <div className={styles.lead}>{note || <p className={styles.sub}>{sub}</p>}</div>
            {children}
          </div>
        </div>
      </main>
    </div>
  );
}
