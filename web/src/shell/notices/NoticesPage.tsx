import { goBack } from "@/lib/nav";
import { PaneHeader } from "@/ui";
import { useT } from "./i18n";
import { NoticeList, ReadAllButton } from "./NoticeList";
import styles from "./Notices.module.css";

/** The notices as a page of their own, for phones. */
export default function NoticesPage() {
  const t = useT();
  return (
    <div className={styles.full}>
      <PaneHeader title={t.title} isLined onBack={() => goBack("/settings")} actions={<ReadAllButton />} />
      <NoticeList />
    </div>
  );
}
