import { Copy } from "lucide-react";
import { copyText } from "@/lib/clipboard";
import { useTime } from "@/lib/time";
import { Button, Dialog, Secret } from "@/ui";
import { useT } from "./i18n";
import styles from "./Members.module.css";

/** A link that was just made for somebody. */
export interface MadeLink {
  kind: "invite" | "reset";
  name: string;
  url: string;
  expires_at: number;
}

/** Shows a one-time link, once. */
export function LinkDialog({ link, onClose }: { link: MadeLink | undefined; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  if (!link) return null;
  return (
    <Dialog
      isOpen
      isKept
      onOpenChange={(open) => !open && onClose()}
      title={link.kind === "invite" ? t.link.invite(link.name) : t.link.reset(link.name)}
      footer={
        <Button variant="primary" icon={<Copy size={16} />} autoFocus onPress={() => void copyText(link.url)}>
          {t.link.copy}
        </Button>
      }
    >
      <div className={styles.stack}>
        <p>{link.kind === "invite" ? t.link.text : t.link.resetText}</p>
        <Secret>{link.url}</Secret>
        <p className={styles.hint}>{t.link.once(time.full(link.expires_at))}</p>
      </div>
    </Dialog>
  );
}
