import { CheckCheck, Hourglass } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/api/types";
import { EmptyState, SegmentedControl } from "@/ui";
import { chatApi } from "../api";
import { useT } from "../i18n";
import styles from "./Dialogs.module.css";
import { PeopleDialog, usePeoplePages } from "./PeopleDialog";

const pageSize = 50;

/** Who has and who has not read a message. */
export default function Readers({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useT();
  const [state, setState] = useState<"unread" | "read">("unread");
  const query = usePeoplePages(["readers", message.id, state], (cursor) =>
    chatApi.readers(message.id, state, pageSize, cursor),
  );
  const first = query.data?.pages[0];
  const Icon = state === "read" ? Hourglass : CheckCheck;
  return (
    <PeopleDialog
      title={t.readers.title}
      message={message}
      tabs={
        <div className={styles.tabs}>
          <SegmentedControl
            wide
            label={t.readers.title}
            selected={state}
            onSelect={setState}
            segments={[
              { id: "unread", label: first ? t.readers.unread(first.unread) : t.message.unreadMark },
              { id: "read", label: first ? t.readers.read(first.read) : t.message.readMark },
            ]}
          />
        </div>
      }
      of={state}
      query={query}
      empty={
        <EmptyState
          isSmall
          icon={<Icon size={30} strokeWidth={1.5} />}
          title={state === "read" ? t.readers.noneRead : t.readers.noneUnread}
        />
      }
      onClose={onClose}
    />
  );
}
