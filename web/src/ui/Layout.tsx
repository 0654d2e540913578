import { ArrowLeft } from "lucide-react";
import type { CSSProperties, ReactNode } from "react";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import { IconButton } from "./IconButton";
import styles from "./Layout.module.css";

export interface SplitProps {
  /** The list at the side. */
  side: ReactNode;
  /** Accessible name of the list. */
  sideLabel: string;
  /** The detail; usually the route's outlet. */
  children: ReactNode;
  /** Whether something is open: on a phone then only the detail shows, otherwise only the list. */
  hasDetail: boolean;
  /** Width of the list in px at a desk. */
  sideWidth?: number;
}

/** List and detail beside each other; on a phone one after the other. */
export function Split({ side, sideLabel, children, hasDetail, sideWidth }: SplitProps) {
  const isPhone = useIsPhone();
  return (
    <div className={styles.split}>
      {(!isPhone || !hasDetail) && (
        <section
          className={styles.side}
          aria-label={sideLabel}
          data-region="list"
          style={sideWidth && !isPhone ? ({ "--list-w": `${sideWidth}px` } as CSSProperties) : undefined}
        >
          {side}
        </section>
      )}
      {(!isPhone || hasDetail) && (
        <div className={styles.main} data-region="content" tabIndex={-1}>
          {children}
        </div>
      )}
    </div>
  );
}

export interface PaneHeaderProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** Icon buttons at the end. */
  actions?: ReactNode;
  /** On a phone an arrow stands before the title and runs this. */
  onBack?: () => void;
  /** The arrow also shows at a desk. */
  alwaysBack?: boolean;
  /** A line below. */
  isLined?: boolean;
  leading?: ReactNode;
}

/** The 56 px bar on top of a pane. */
export function PaneHeader({
  title,
  subtitle,
  actions,
  onBack,
  alwaysBack,
  isLined,
  leading,
}: PaneHeaderProps) {
  const common = useCommon();
  const isPhone = useIsPhone();
  return (
    <header className={cx(styles.header, isLined && styles.lined)}>
      {onBack && (isPhone || alwaysBack) && (
        <IconButton
          className={styles.back}
          icon={<ArrowLeft size={20} />}
          label={common.back}
          tip="none"
          onPress={onBack}
        />
      )}
      {leading}
      <div className={cx(styles.titles, Boolean(subtitle) && styles.stacked)}>
        <h1 className={styles.title}>{title}</h1>
        {subtitle && <div className={styles.subtitle}>{subtitle}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** A scrolling page with one column of comfortable width. */
export function Page({ children, width }: { children: ReactNode; width?: number }) {
  return (
    <div className={styles.page}>
      <div
        className={styles.column}
        style={width ? ({ "--page-w": `${width}px` } as CSSProperties) : undefined}
      >
        {children}
      </div>
    </div>
  );
}

export interface SectionProps {
  title?: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}

/** A titled part of a page; a line parts it from the one before. */
export function Section({ title, text, action, children }: SectionProps) {
  return (
    <section className={styles.section}>
      {(title || text || action) && (
        <div className={styles.sectionHead}>
          <div className={styles.sectionTitles}>
            {title && <h2 className={styles.sectionTitle}>{title}</h2>}
            {text && <p className={styles.sectionText}>{text}</p>}
          </div>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}

/** Label and value pairs: `<Facts items={[["邮箱", mail]]} />`; pairs without a value are left out. */
export function Facts({ items }: { items: readonly (readonly [label: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {items
        .filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false)
        .map(([label, value], index) => (
          <Fact key={index} label={label} value={value} />
        ))}
    </dl>
  );
}

function Fact({ label, value }: { label: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
