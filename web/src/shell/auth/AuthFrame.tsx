import { Languages } from "lucide-react";
import type { ReactNode } from "react";
import { setLocale, useLocale } from "@/i18n";
import { Button } from "@/ui";
import { Logo } from "../Logo";
import styles from "./Auth.module.css";
import { useT } from "./i18n";

/** Stroke widths and tints of the drawing beside the form. */
const line = { fill: "none", stroke: "#fff", strokeWidth: 2, strokeLinejoin: "round" as const };

/** A plan of a courtyard house: rooms around a yard, doors open on it, a tree in the middle. */
function Plan() {
  return (
    <svg className={styles.plan} viewBox="0 0 560 560" aria-hidden="true">
      <g {...line} opacity="0.16">
        <path d="M0 100h560M0 460h560M100 0v560M460 0v560" strokeDasharray="2 8" />
        <circle cx="280" cy="280" r="255" />
      </g>
      <g fill="#fff">
        <path opacity="0.1" d="M100 100h360v360H100z" />
        <path opacity="0.12" d="M100 100h360v92H100z" />
        <path opacity="0.07" d="M100 192h92v268h-92zM368 192h92v268h-92z" />
        <path opacity="0.1" d="M192 404h48v56h-48zM320 404h48v56h-48z" />
      </g>
      <g {...line} opacity="0.9">
        <path d="M240 460H100V100h360v360H320" strokeWidth="3" />
        <path d="M100 192h140M320 192h140M192 192v72M192 328v76M368 192v72M368 328v76" />
        <path d="M192 404h48v56M368 404h-48v56" />
        <path d="M220 100v92M340 100v92M100 300h92M368 300h92" opacity="0.5" />
      </g>
      <g {...line} opacity="0.55">
        <path d="M240 192a40 40 0 0 1 40 40M320 192a40 40 0 0 0-40 40" />
        <path d="M192 264a32 32 0 0 0 32 32M192 328a32 32 0 0 1 32-32M368 264a32 32 0 0 1-32 32M368 328a32 32 0 0 0-32-32" />
      </g>
      <g>
        <circle cx="280" cy="312" r="44" fill="#fff" opacity="0.14" />
        <circle cx="280" cy="312" r="28" fill="#fff" opacity="0.22" />
        <circle cx="280" cy="312" r="7" fill="#fff" />
      </g>
    </svg>
  );
}

interface AuthFrameProps {
  title: ReactNode;
  sub?: ReactNode;
  children: ReactNode;
}

/** The page around forms for people who are not signed in yet. */
export function AuthFrame({ title, sub, children }: AuthFrameProps) {
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
            <p className={styles.sub}>{sub}</p>
            {children}
          </div>
        </div>
      </main>
    </div>
  );
}
