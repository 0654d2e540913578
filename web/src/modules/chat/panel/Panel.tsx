import { ArrowLeft, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Chat } from "@/api/types";
import { useCommon } from "@/i18n";
import { useIsPhone } from "@/lib/media";
import { IconButton } from "@/ui";
import { useT } from "../i18n";
import type { PanelView } from "../room/Room";
import { FilesView } from "./FilesView";
import { InfoView } from "./InfoView";
import { ManageView } from "./ManageView";
import { MembersView } from "./MembersView";
import styles from "./Panel.module.css";
import { PinsView } from "./PinsView";
import { RoomSearch } from "./RoomSearch";

export interface PanelProps {
  chat: Chat;
  view: PanelView;
  onView: (view: PanelView | undefined) => void;
  /** Shows a message in the conversation. */
  onJump: (seq: number) => void;
}

/** Beside the conversation: what the chat is, who is in it, what was sent in it. */
export default function Panel({ chat, view, onView, onJump }: PanelProps) {
  const t = useT();
  const titles: Record<PanelView, string> = {
    info: t.panel.info,
    members: t.panel.memberCount(chat.members),
    pins: t.panel.pins,
    files: t.panel.files,
    search: t.panel.search,
    manage: t.panel.manage,
  };
  const isTop = view === "info" || view === "search";
  const body: Record<PanelView, () => ReactNode> = {
    info: () => <InfoView chat={chat} onView={onView} />,
    members: () => <MembersView chat={chat} />,
    pins: () => <PinsView chat={chat} onJump={onJump} />,
    files: () => <FilesView chat={chat} onJump={onJump} />,
    search: () => <RoomSearch chat={chat} onJump={onJump} />,
    manage: () => <ManageView chat={chat} />,
  };
  return (
    <aside className={styles.fill} aria-label={titles[view]}>
      <Head
        title={titles[view]}
        onBack={isTop ? undefined : () => onView("info")}
        onClose={() => onView(undefined)}
      />
      {body[view]()}
    </aside>
  );
}

interface HeadProps {
  title: string;
  onBack: (() => void) | undefined;
  onClose: () => void;
}

function Head({ title, onBack, onClose }: HeadProps) {
  const common = useCommon();
  const isPhone = useIsPhone();
  const back = onBack ?? (isPhone ? onClose : undefined);
  return (
    <header className={styles.head}>
      {back && (
        <IconButton
          className={styles.back ?? ""}
          icon={<ArrowLeft size={isPhone ? 20 : 18} />}
          label={common.back}
          tip="none"
          onPress={back}
        />
      )}
      <h2 className={styles.title}>{title}</h2>
      {!isPhone && <IconButton icon={<X size={18} />} label={common.close} tip="none" onPress={onClose} />}
    </header>
  );
}
