import type { ReactNode } from "react";
import { useOverlays } from "@/lib/overlays";
import { Badge, IconButton, Popover } from "@/ui";
import shell from "../AppShell.module.css";
import { useT as useShellT } from "../i18n";
import { useT } from "./i18n";
import { NoticeList, ReadAllButton } from "./NoticeList";
import styles from "./Notices.module.css";
import { useUnreadNotices } from "./stream";

/** The bell with its count; it opens the list beside the rail. */
export default function NoticesButton({ icon }: { icon: ReactNode }) {
  const t = useT();
  const shellT = useShellT();
  const unread = useUnreadNotices();
  const isOpen = useOverlays((state) => state.notices);
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={(notices) => useOverlays.setState({ notices })}
      placement="right bottom"
      label={t.title}
      trigger={
        <IconButton
          className={shell.tool}
          icon={
            <span className={shell.toolBox}>
              {icon}
              <Badge count={unread} isDot className={shell.toolBadge} />
            </span>
          }
          label={unread > 0 ? `${t.title} · ${shellT.unreadNotices(unread)}` : t.title}
          keys="g n"
          tip="right"
        />
      }
    >
      {({ close }) => (
        <div className={styles.panel}>
          <div className={styles.head}>
            <h2 className={styles.title}>{t.title}</h2>
            <ReadAllButton />
          </div>
          <NoticeList onOpen={close} />
        </div>
      )}
    </Popover>
  );
}
