import { Copy } from "lucide-react";
import { copyText } from "@/lib/clipboard";
import { Button, Dialog, Loaded, SkeletonRows } from "@/ui";
import styles from "./Audit.module.css";
import { Hash } from "./EntryDrawer";
import { useT } from "./i18n";
import { useCheckpoint } from "./queries";

/** The signed head of the log, to be kept elsewhere. */
export function CheckpointDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const query = useCheckpoint(true);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.checkpointTitle}
      footer={
        <>
          <Button isDisabled={!query.data} onPress={() => query.data && void copyText(query.data.key)}>
            {t.copyKey}
          </Button>
          <Button
            variant="primary"
            icon={<Copy size={16} />}
            isDisabled={!query.data}
            onPress={() => query.data && void copyText(query.data.note)}
          >
            {t.copyCheckpoint}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{t.checkpointText}</p>
      <Loaded query={query} skeleton={<SkeletonRows rows={3} face={0} />}>
        {({ note, key }) => (
          <>
            <Hash label={t.checkpoint} value={note} />
            <Hash label={t.key} value={key} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
