import { Info, MessageCircleOff, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { usePresence } from "@/api/presence";
import type { Chat, Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { useIsPhone, useIsTouch } from "@/lib/media";
import { go, goBack, usePath, useSearch, useSetSearch } from "@/lib/nav";
import { placeId, rememberPlace } from "@/lib/recent";
import { useShortcut } from "@/lib/shortcuts";
import { setPageTitle } from "@/lib/title";
import { personLine } from "@/shared/person";
import { Button, DropArea, EmptyState, ErrorBoundary, ErrorState, IconButton, late, PaneHeader } from "@/ui";
import { Composer, type ComposerHandle } from "../composer/Composer";
import { focusWhenFree, offerFocus } from "../composer/focus";
import { openRoom, reopenRoom } from "../engine/rooms";
import { set, state, useChat, useChats } from "../engine/store";
import { useT } from "../i18n";
import { ChatFace } from "../parts/Face";
import { closeLayers, mayPost, rightsOn } from "./actions";
import { Banner } from "./Banner";
import { Conversation, type ConversationHandle } from "./Conversation";
import styles from "./Room.module.css";
import { Typing } from "./Typing";
import type { Goal } from "./useScroll";

const Panel = late(() => import("../panel/Panel"));

/** Views of the panel beside the conversation; on a phone each is a page. */
export const panels = ["info", "members", "pins", "files", "search", "manage"] as const;
export type PanelView = (typeof panels)[number];

const isPanel = (value: string | undefined): value is PanelView => panels.some((panel) => panel === value);

/** A chat and everything around it. */
export function Room({ id }: { id: string }) {
  const t = useT();
  const chat = useChat(id);
  const me = useChats((store) => store.me);
  const fault = useChats((store) => store.faults[id]);
  const { seq } = useSearch();
  const place = Number(seq) > 0 ? Number(seq) : undefined;
  const [firstPlace] = useState(place);

  useEffect(() => {
    if (me === "") return;
    set({ open: id });
    void openRoom(id, firstPlace);
    return () => {
      if (state().open === id) set({ open: null });
    };
  }, [id, me, firstPlace]);

  // Who was taken out and let in again sees the chat anew.
  const isKnown = chat !== undefined;
  useEffect(() => {
    if (isKnown && state().faults[id]) void reopenRoom(id);
  }, [isKnown, id]);

  if (fault && !chat) {
    if (!fault.isNotFound) return <ErrorState error={fault} onRetry={() => void reopenRoom(id)} />;
    return (
      <div className={styles.gone}>
        <EmptyState
          icon={<MessageCircleOff size={36} strokeWidth={1.5} />}
          title={t.room.goneTitle}
          text={t.room.goneText}
          action={<Button onPress={() => void go("/chat", { replace: true })}>{t.room.goneAction}</Button>}
        />
      </div>
    );
  }
  if (!chat) return <PaneHeader title=" " isLined onBack={() => goBack("/chat")} />;
  return <Open chat={chat} place={place} firstPlace={firstPlace} fault={fault} />;
}

interface OpenProps {
  chat: Chat;
  /** The message that the address names. */
  place: number | undefined;
  firstPlace: number | undefined;
  fault: unknown;
}

function Open({ chat, place, firstPlace, fault }: OpenProps) {
  const t = useT();
  const isPhone = useIsPhone();
  const isTouch = useIsTouch();
  const path = usePath();
  const { panel } = useSearch();
  const setSearch = useSetSearch();
  const conversation = useRef<ConversationHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const id = chat.id;
  // Where reading stopped is a matter of the moment one came in.
  const [start] = useState(() => ({
    newFrom: chat.me.unread > 0 ? Math.max(chat.me.read_seq + 1, chat.me.history_from) : null,
  }));
  const [first] = useState<Goal>(() => {
    if (firstPlace !== undefined) return { type: "seq", seq: firstPlace, align: "center" };
    return start.newFrom === null ? { type: "end" } : { type: "seq", seq: start.newFrom, align: "start" };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: with each move the shell names the tab by the module first.
  useEffect(() => {
    const timer = setTimeout(() => setPageTitle(chat.title), 0);
    return () => clearTimeout(timer);
  }, [chat.title, path]);

  const me = useChats((store) => store.me);
  const { title } = chat;
  const peer = chat.peer?.id;
  const subtitle = chat.peer ? personLine(chat.peer) : undefined;
  useEffect(() => {
    const place = { title, subtitle, href: `/chat/${id}` };
    rememberPlace(
      me,
      peer
        ? { id: placeId("person", peer), kind: "person", ...place }
        : { id: placeId("chat", id), kind: "chat", ...place },
    );
  }, [me, id, title, subtitle, peer]);

  useEffect(() => closeLayers, []);

  // An address that names a message leads there each time it is followed.
  const shownPlace = useRef(firstPlace);
  useEffect(() => {
    if (place === undefined) return;
    if (place !== shownPlace.current) conversation.current?.jump(place);
    shownPlace.current = undefined;
    setSearch({ seq: undefined });
  }, [place, setSearch]);

  const view = isPanel(panel) ? panel : undefined;
  const openPanel = (next: PanelView | undefined) => {
    // On a phone it is a page of its own, which the back button leaves.
    if (isPhone && next && !view) void go(`/chat/${id}?panel=${next}`);
    else if (isPhone && !next) goBack(`/chat/${id}`);
    else setSearch({ panel: next });
  };
  const closePanel = () => {
    openPanel(undefined);
    if (!isPhone) composer.current?.focus();
  };
  useShortcut("mod+f", t.room.search, t.list.group, () => openPanel("search"), { whileTyping: true });
  const closeByKey = () => {
    // What lies over the page goes first.
    if (!document.querySelector('[data-layer], [role="dialog"]')) closePanel();
  };
  useShortcut("Escape", t.room.closePanel, t.list.group, closeByKey, {
    whileTyping: true,
    enabled: view !== undefined,
  });

  // Who opens a chat goes on to write. A screen keyboard would hide what is to be read.
  const isDesk = !isPhone && !isTouch;
  const [opensPanel] = useState(view !== undefined);
  useEffect(() => {
    if (!isDesk) return;
    const focus = () => focusWhenFree(() => composer.current?.box());
    const stop = opensPanel ? undefined : focus();
    const leave = offerFocus(focus);
    return () => {
      stop?.();
      leave();
    };
  }, [isDesk, opensPanel]);

  const jump = (seq: number) => {
    if (isPhone) openPanel(undefined);
    conversation.current?.jump(seq);
  };
  const lastOwn = (): Message | undefined => {
    const { rooms, me } = state();
    return rooms[id]?.items.findLast(
      (message) => message.sender === me && message.text !== "" && rightsOn(message, chat, me).edit,
    );
  };
  const posts = mayPost(chat);
  const gone = chat.peer?.state === "left";
  const side = view && (
    <div className={styles.panel}>
      <ErrorBoundary resetKey={view}>
        <Panel
          chat={chat}
          view={view}
          onView={(next) => (next ? openPanel(next) : closePanel())}
          onJump={jump}
        />
      </ErrorBoundary>
    </div>
  );
  // A page of its own lies over the conversation, which keeps its place.
  const isCovered = isPhone && view !== undefined;
  const mainClass = cx(styles.main, isCovered && styles.covered);

  const main = (
    <>
      <RoomHeader chat={chat} isPhone={isPhone} panel={view} onPanel={openPanel} />
      <Banner chat={chat} onPins={() => openPanel("pins")} onInfo={() => openPanel("info")} />
      {fault ? (
        <ErrorState error={fault} onRetry={() => void reopenRoom(id)} />
      ) : (
        <Conversation
          ref={conversation}
          chat={chat}
          newFrom={start.newFrom}
          first={first}
          isCovered={isCovered}
          view={{
            chat,
            isPhone,
            onReply: (message) => composer.current?.reply(message),
            onEdit: (message) => composer.current?.edit(message),
            onRewrite: (text) => composer.current?.rewrite(text),
            onAnnouncement: () => openPanel("info"),
          }}
        />
      )}
      <div className={styles.foot}>
        <Typing id={id} />
        {posts && !gone ? (
          <Composer ref={composer} chat={chat} isPhone={isPhone} lastOwn={lastOwn} />
        ) : (
          <div className={styles.closed}>{gone ? t.compose.gone : t.compose.restricted}</div>
        )}
      </div>
    </>
  );
  return (
    <div className={styles.room}>
      {posts && !gone ? (
        <DropArea
          className={mainClass}
          label={t.compose.drop(chat.title)}
          onFiles={(files) => composer.current?.addFiles(files)}
        >
          {main}
        </DropArea>
      ) : (
        <div className={mainClass}>{main}</div>
      )}
      {side}
    </div>
  );
}

interface RoomHeaderProps {
  chat: Chat;
  isPhone: boolean;
  panel: PanelView | undefined;
  onPanel: (panel: PanelView | undefined) => void;
}

function RoomHeader({ chat, isPhone, panel, onPanel }: RoomHeaderProps) {
  const t = useT();
  const toggle = (view: PanelView) => onPanel(panel === view ? undefined : view);
  return (
    <PaneHeader
      isLined
      onBack={() => goBack("/chat")}
      leading={isPhone ? undefined : <ChatFace chat={chat} size={32} withPresence />}
      title={chat.title}
      subtitle={<Subtitle chat={chat} />}
      actions={
        <>
          <IconButton
            icon={<Search size={18} />}
            label={t.room.search}
            keys="mod+f"
            isOn={panel === "search"}
            onPress={() => toggle("search")}
          />
          <IconButton
            icon={<Info size={18} />}
            label={t.room.info}
            isOn={panel !== undefined && panel !== "search"}
            onPress={() => toggle("info")}
          />
        </>
      }
    />
  );
}

/** Under a person's name whether they are here; under a group's how many it has. */
function Subtitle({ chat }: { chat: Chat }) {
  const t = useT();
  const presence = usePresence(chat.peer?.id);
  if (!chat.peer) return t.room.members(chat.members);
  const { state: account, departments, title } = chat.peer;
  if (account === "left") return t.room.onLeave;
  if (account === "suspended") return t.room.suspended;
  if (account === "invited") return t.room.invited;
  const primary = departments.find((membership) => membership.primary) ?? departments[0];
  const line = [primary?.title ?? title, primary?.name].filter(Boolean).join(" · ");
  return <span data-presence={presence}>{line}</span>;
}
