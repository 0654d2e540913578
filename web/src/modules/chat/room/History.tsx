import { useQuery } from "@tanstack/react-query";
import type { Message } from "@/api/types";
import { useTime } from "@/lib/time";
import { Dialog, Loaded, SkeletonRows } from "@/ui";
import { chatApi } from "../api";
import { useT } from "../i18n";
import styles from "./Dialogs.module.css";
import { Markdown } from "./Markdown";

/** The texts a message had before, the latest first. */
export default function History({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const query = useQuery({
    queryKey: ["chat", "history", message.id, message.edited_at],
    queryFn: async () => (await chatApi.history(message.id)).items,
  });
  return (
    <Dialog isOpen onOpenChange={onClose} title={t.history.title} size="md">
      <Loaded query={query} skeleton={<SkeletonRows rows={3} height={56} face={0} />}>
        {(earlier) => (
          <ol className={styles.versions}>
            <Version
              label={t.history.now}
              at={time.full(message.edited_at ?? message.created_at)}
              text={message.text}
            />
            {[...earlier].reverse().map((version) => (
              <Version key={version.at} at={time.full(version.at)} text={version.text} />
            ))}
          </ol>
        )}
      </Loaded>
    </Dialog>
  );
}

function Version({ label, at, text }: { label?: string; at: string; text: string }) {
  const t = useT();
  return (
    <li className={styles.version}>
      <div className={styles.versionHead}>
        {label && <b>{label}</b>}
        <time>{t.history.wrote(at)}</time>
      </div>
      <Markdown text={text} />
    </li>
  );
}
