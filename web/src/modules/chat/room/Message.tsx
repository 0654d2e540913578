import { CircleAlert, Clock3, Pin } from "lucide-react";
import { memo, type PointerEvent, useState } from "react";
import type { Chat, Message as Data } from "@/api/types";
import { cx } from "@/lib/cx";
import { useTime } from "@/lib/time";
import { Pressable } from "@/ui";
import { recalledText as wordsOf } from "../engine/acts";
import { discard, retry } from "../engine/send";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { isEmojiOnly } from "../model/emoji";
import { plainLine } from "../model/markdown/block";
import { namedIn } from "../model/mentions";
import type { Row } from "../model/rows";
import type { Outgoing, Quote } from "../model/types";
import { openCard } from "../parts/cardLayer";
import { PersonFace } from "../parts/Face";
import { late } from "../parts/lazy";
import { kindLabel, noteText, peopleIn, recalledText, useNames } from "../parts/names";
import { FileRow, LinkedObject, Pictures } from "./Attachments";
import { openHistory, useLayers } from "./actions";
import { Folded } from "./Folded";
import { Markdown } from "./Markdown";
import styles from "./Message.module.css";
import { Reactions } from "./Reactions";
import { ReadMark } from "./ReadMark";

const Toolbar = late(() => import("./Toolbar"));

/** What a row needs to know of the room around it, and whom it tells. */
export interface RoomView {
  chat: Chat;
  isPhone: boolean;
  onJump: (seq: number) => void;
  onReply: (message: Data) => void;
  onEdit: (message: Data) => void;
  onRewrite: (text: string) => void;
  onAnnouncement: () => void;
  /** A long message is about to be shown whole. */
  onUnfold: () => void;
}

export interface MessageRowProps {
  row: Row;
  view: RoomView;
  /** Reached by Tab. */
  isStop: boolean;
  /** Marked for a moment after a jump. */
  isFlashing: boolean;
}

/** One row of a conversation: a message, a note of what happened, or what is on its way. */
export const MessageRow = memo(function MessageRow({ row, view, isStop, isFlashing }: MessageRowProps) {
  const { message, outgoing } = row;
  if (message?.recalled_at) return <Recalled message={message} view={view} />;
  if (message?.system) return <Note message={message} view={view} />;
  return (
    <Bubble
      row={row}
      view={view}
      isStop={isStop}
      isFlashing={isFlashing}
      content={message ?? (outgoing as Outgoing)}
    />
  );
});

function Note({ message, view }: { message: Data; view: RoomView }) {
  const t = useT();
  const me = useMyId();
  const nameOf = useNames(peopleIn(message));
  if (!message.system) return null;
  const by = { id: message.sender, name: message.sender_name };
  return (
    <div className={styles.note} data-seq={message.seq}>
      <span>{noteText(t, message.system, by, me, nameOf)}</span>
      {message.system.kind === "announced" && (
        <Pressable className={styles.noteAction ?? ""} onPress={view.onAnnouncement}>
          {t.note.seeAnnouncement}
        </Pressable>
      )}
    </div>
  );
}

function Recalled({ message, view }: { message: Data; view: RoomView }) {
  const t = useT();
  const me = useMyId();
  const nameOf = useNames(peopleIn(message));
  const text = wordsOf(message.id);
  return (
    <div className={styles.note} data-seq={message.seq}>
      <span>{recalledText(t, message, me, nameOf)}</span>
      {text !== undefined && (
        <Pressable className={styles.noteAction ?? ""} onPress={() => view.onRewrite(text)}>
          {t.message.reedit}
        </Pressable>
      )}
    </div>
  );
}

type Content = Pick<Outgoing, "text" | "files"> & {
  reply_to?: Quote | null | undefined;
  reply_hidden?: boolean;
  objects?: string[];
  edited_at?: number | null | undefined;
};

interface BubbleProps extends MessageRowProps {
  content: Content;
}

function Bubble({ row, view, isStop, isFlashing, content }: BubbleProps) {
  const t = useT();
  const time = useTime();
  const { message, outgoing, isMine } = row;
  const pictures = content.files.filter((file) => file.kind === "image");
  const others = content.files.filter((file) => file.kind !== "image");
  const sender = message?.sender_name ?? "";
  const isHot = useLayers((layers) => layers.hot === row.key);
  const [wasNear, setNear] = useState(false);
  const quote = content.reply_to ?? null;
  const answers = quote !== null || content.reply_hidden === true;
  const enter = (event: PointerEvent) => {
    if (event.pointerType !== "mouse") return;
    setNear(true);
    // Also while it is on its way: the pointer may rest on it until it has arrived.
    const { isHeld, hot } = useLayers.getState();
    if (!isHeld && hot !== row.key) useLayers.setState({ hot: row.key });
  };
  const leave = () => {
    if (!useLayers.getState().isHeld && useLayers.getState().hot === row.key)
      useLayers.setState({ hot: null });
  };
  const showsFace = row.isHead && !(isMine && view.isPhone);
  return (
    <article
      className={cx(
        styles.message,
        isMine && styles.mine,
        row.isHead && styles.head,
        isFlashing && styles.flash,
      )}
      data-row={row.key}
      data-seq={row.seq || undefined}
      tabIndex={isStop ? 0 : -1}
      aria-label={`${isMine ? t.you : sender} ${time.clock(row.at)}`}
      onPointerEnter={enter}
      onPointerMove={enter}
      onFocus={() => setNear(true)}
      onPointerLeave={leave}
    >
      <div className={styles.gutter}>
        {showsFace && message && (
          <PersonFace id={message.sender} name={sender} size={view.isPhone ? 34 : 36} />
        )}
        {showsFace && !message && <MyFace isPhone={view.isPhone} />}
        {!row.isHead && <time className={styles.aside}>{time.clock(row.at)}</time>}
      </div>
      <div className={styles.body}>
        {row.isHead && (
          <div className={styles.who}>
            {!isMine && message && (
              <Pressable
                className={styles.name ?? ""}
                onPress={({ target }) => openCard(message.sender, target)}
                excludeFromTabOrder
              >
                {sender}
              </Pressable>
            )}
            <time className={styles.time}>{time.clock(row.at)}</time>
          </div>
        )}
        <div className={styles.line}>
          <div className={styles.stack}>
            {(content.text !== "" || answers) && (
              <div className={cx(styles.bubble, !answers && isEmojiOnly(content.text) && styles.bare)}>
                {quote && <QuoteView quote={quote} onJump={view.onJump} />}
                {content.reply_hidden && (
                  <p className={cx(styles.quote, styles.quoteHidden)}>{t.message.quoteHidden}</p>
                )}
                {content.text !== "" && (
                  <Folded id={row.key} text={content.text} onUnfold={view.onUnfold}>
                    <Markdown
                      text={content.text}
                      after={
                        message?.edited_at ? <Edited message={message} at={message.edited_at} /> : undefined
                      }
                    />
                  </Folded>
                )}
              </div>
            )}
            {pictures.length > 0 && <Pictures files={pictures} isPhone={view.isPhone} />}
            {others.map((file) => (
              <FileRow key={file.id} file={file} />
            ))}
            {content.objects?.map((id) => (
              <LinkedObject key={id} id={id} />
            ))}
          </div>
          {outgoing && <SendState entry={outgoing} />}
          {message && isMine && (
            <ReadMark
              message={message}
              chat={view.chat}
              isQuiet={!row.isTail}
              isAsked={row.isTail || wasNear}
            />
          )}
          {message?.pinned && (
            <span className={styles.pinned} role="img" aria-label={t.message.pinned}>
              <Pin size={12} />
            </span>
          )}
          {message && isHot && <Toolbar message={message} view={view} />}
        </div>
        {message && <Reactions message={message} />}
      </div>
    </article>
  );
}

function MyFace({ isPhone }: { isPhone: boolean }) {
  const me = useMyId();
  const t = useT();
  return <PersonFace id={me} name={t.you} size={isPhone ? 34 : 36} />;
}

function Edited({ message, at }: { message: Data; at: number }) {
  const t = useT();
  const time = useTime();
  return (
    <Pressable
      className={styles.edited ?? ""}
      aria-label={`${t.message.edited} · ${t.message.editedAt(time.stamp(at))}`}
      onPress={() => openHistory(message)}
      excludeFromTabOrder
    >
      {t.message.edited}
    </Pressable>
  );
}

function QuoteView({ quote, onJump }: { quote: Quote; onJump: (seq: number) => void }) {
  const t = useT();
  const nameOf = useNames(namedIn(quote.text).filter((id) => id !== "all"));
  const line = quote.recalled
    ? t.message.quoteGone
    : plainLine(quote.text, nameOf) || kindLabel(t, quote.kind);
  return (
    <Pressable
      className={styles.quote ?? ""}
      onPress={() => onJump(quote.seq)}
      isDisabled={quote.recalled}
      excludeFromTabOrder
    >
      <span className={styles.quoteName}>{quote.sender_name}</span>
      {line}
    </Pressable>
  );
}

/** Where a message on its way is: sending, waiting for the network, or refused. */
function SendState({ entry }: { entry: Outgoing }) {
  const t = useT();
  if (entry.state === "failed") {
    return (
      <span className={styles.failed}>
        <CircleAlert size={16} aria-hidden="true" />
        <span className={styles.problem}>{entry.problem ?? t.message.failed}</span>
        <Pressable className={styles.noteAction ?? ""} onPress={() => retry(entry.client_id)}>
          {t.message.retry}
        </Pressable>
        <Pressable className={styles.noteAction ?? ""} onPress={() => discard(entry.client_id)}>
          {t.message.discard}
        </Pressable>
      </span>
    );
  }
  if (entry.state === "sent") return null;
  return (
    <span
      className={styles.sending}
      role="img"
      aria-label={entry.state === "waiting" ? t.message.waiting : t.message.sending}
    >
      <Clock3 size={14} />
    </span>
  );
}
