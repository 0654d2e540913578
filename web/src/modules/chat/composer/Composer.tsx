import { AtSign, Clock3, Paperclip, Pencil, Reply, SendHorizontal, Smile, X } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { asApiError } from "@/api/error";
import { live, useLive } from "@/api/live";
import type { Chat, Message } from "@/api/types";
import { cx } from "@/lib/cx";
import { isApple, useIsTouch } from "@/lib/media";
import { isComposing } from "@/lib/shortcuts";
import { UploadRows } from "@/shared/file/FileParts";
import type { UploadItem } from "@/shared/file/uploads";
import { IconButton, PickFiles, Pressable, toast } from "@/ui";
import { edit } from "../engine/acts";
import { clearDraft } from "../engine/drafts";
import { send } from "../engine/send";
import { useT } from "../i18n";
import { plainLine } from "../model/markdown/block";
import {
  encode,
  mentionEndingAt,
  mentionQuery,
  retyped,
  toggleMarks,
  type Written,
  withMention,
} from "../model/mentions";
import { late } from "../parts/lazy";
import { kindLabel, nameNow } from "../parts/names";
import styles from "./Composer.module.css";
import { Field } from "./Field";
import { typeInto, typeWhenFree } from "./typing";
import { isCutOff, mostFiles, sendWhenUploaded, useUploads } from "./uploads";
import { quoteOf, useDraft, withNames } from "./useDraft";
import { type MentionOption, useMentions } from "./useMentions";

const EmojiButton = late(() => import("./EmojiButton"), <EmojiSoon />);
const MentionList = late(() => import("./MentionList"));

/** Characters in a message, as the server has it, and from where on the rest is told. */
const mostLetters = 20_000;
const tellLeft = 500;
/** Others are told of typing this often. */
const typingEveryMs = 3000;

export interface ComposerHandle {
  reply: (message: Message) => void;
  edit: (message: Message) => void;
  rewrite: (text: string) => void;
  addFiles: (files: readonly File[]) => void;
  focus: () => void;
  box: () => HTMLElement | null;
}

export interface ComposerProps {
  chat: Chat;
  isPhone: boolean;
  /** ↑ in an empty box: the last message one may edit. */
  lastOwn: () => Message | undefined;
  ref: Ref<ComposerHandle>;
}

/** Where messages are written. */
export function Composer({ chat, isPhone, lastOwn, ref }: ComposerProps) {
  const t = useT();
  const isTouch = useIsTouch();
  const id = chat.id;
  const area = useRef<HTMLTextAreaElement>(null);
  const [isFocused, setFocused] = useState(false);
  const draft = useDraft(id, isFocused);
  const [editing, setEditing] = useState<{ message: Message; written: Written } | null>(null);
  const written = editing?.written ?? draft.written;
  const uploads = useUploads(id);
  const isOffline = useLive((state) => state.interrupted);
  const [caret, setCaret] = useState(0);
  const [closedAt, setClosedAt] = useState(-1);
  const listId = useId();

  const query = isFocused ? mentionQuery(written, caret) : undefined;
  const wanted = query && query.from !== closedAt ? query : undefined;
  const { options, isAnswered } = useMentions(chat, wanted?.q);
  /** The person that keys or the pointer have reached. */
  const [active, setActive] = useState<number>();
  const chosen = Math.min(active ?? 0, options.length - 1);
  const isPicking = wanted !== undefined && options.length > 0;
  const q = wanted?.q;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other letters, other people: the first is offered again.
  useEffect(() => setActive(undefined), [q]);
  /** A key was pressed before the people for these letters had come: it counts for them. */
  const [early, setEarly] = useState<{ q: string; key: string }>();

  const travelling = encode(written);
  const letters = travelling.length > mostLetters / 2 ? [...travelling].length : travelling.length;
  const isTooLong = letters > mostLetters;
  const isEmpty = travelling.trim() === "" && (editing ? true : uploads.items.length === 0);

  const write = (next: Written, answered = draft.reply) => {
    if (editing) setEditing({ ...editing, written: next });
    else draft.change(next, answered);
  };
  /** Set while a picked name is being typed into the box, so that it becomes a mention. */
  const picking = useRef<MentionOption | null>(null);
  const lastTyped = useRef(0);
  const onChange = (text: string, place: number) => {
    const option = picking.current;
    const from = option ? place - option.name.length - 2 : 0;
    const next = option
      ? withMention(written, from, from + (wanted ? wanted.q.length + 1 : 0), option.id, option.name)
      : retyped(written, text, place);
    picking.current = null;
    setCaret(place);
    if (text !== "" && text[place - 1] === "@") setClosedAt(-1);
    write(next);
    const now = Date.now();
    const isConnected = useLive.getState().connection === "open";
    if (!editing && text !== "" && isConnected && now - lastTyped.current > typingEveryMs) {
      lastTyped.current = now;
      live.signal("chat.typing", { chat: id });
    }
  };

  const pick = (option: MentionOption) => {
    const box = area.current;
    if (!box || !wanted) return;
    picking.current = option;
    box.focus();
    box.setSelectionRange(wanted.from, caret);
    if (!typeInto(box, `@${option.name} `)) picking.current = null;
  };

  const addFiles = (files: readonly File[]) => {
    const room = mostFiles - uploads.items.length;
    if (files.length > room) toast.error(t.compose.tooManyFiles(mostFiles));
    uploads.list.add(files.slice(0, Math.max(0, room)));
    area.current?.focus();
  };

  const finish = () => {
    // Words do not wait for files: those still on their way follow as a message of their own.
    const isTogether = uploads.isSettled && !uploads.isWaiting;
    const files = isTogether ? uploads.stored : [];
    const text = travelling.trim();
    if (text !== "" || files.length > 0) {
      send(id, text, draft.reply, files);
      clearDraft(id);
      draft.clear();
    }
    if (isTogether) uploads.list.clear();
    else if (!uploads.hasFailed) sendWhenUploaded(id);
    else if (text === "") toast.error(t.compose.uploadFailed);
    lastTyped.current = 0;
  };
  const submit = async () => {
    if (isEmpty && !(editing && editing.message.files.length > 0)) return;
    if (isTooLong) return toast.error(t.compose.tooLong(letters - mostLetters));
    if (!editing) return finish();
    const { message } = editing;
    setEditing(null);
    if (travelling.trim() === message.text) return;
    try {
      await edit(message, travelling.trim());
    } catch (error) {
      setEditing({ message, written });
      toast.failure(asApiError(error));
    }
  };
  useEffect(() => {
    if (!early || (early.q === q && !isAnswered)) return;
    setEarly(undefined);
    if (early.q !== q) return;
    const [option] = options;
    if (option) pick(option);
    else if (early.key === "Enter" && !isTouch) void submit();
    else if (early.key === "Enter" && area.current) typeInto(area.current, "\n");
  });
  const startEdit = async (message: Message) => {
    const text = await withNames(message.text);
    setEditing({ message, written: text });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(text.text.length, text.text.length);
    });
  };
  useImperativeHandle(ref, () => ({
    reply: (message) => {
      setEditing(null);
      draft.change(draft.written, quoteOf(message));
      area.current?.focus();
    },
    edit: (message) => void startEdit(message),
    rewrite: (text) => {
      void withNames(text).then((next) => {
        draft.change(next, draft.reply);
        area.current?.focus();
      });
    },
    addFiles,
    focus: () => area.current?.focus(),
    box: () => area.current,
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends a composition chooses a word, it does not send one.
    if (isComposing(event.nativeEvent)) return;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    const isPlain = !mod && !event.altKey && !event.shiftKey;
    if (wanted && !isAnswered && active === undefined && isPlain && ["Enter", "Tab"].includes(event.key)) {
      event.preventDefault();
      // Of an @ alone nobody knows whom it will offer first.
      if (wanted.q !== "") setEarly({ q: wanted.q, key: event.key });
      return;
    }
    // With Alt the arrows lead to other chats.
    if (isPicking && !mod && !event.altKey) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const option = options[chosen];
      if (step !== undefined) setActive((chosen + step + options.length) % options.length);
      else if ((event.key === "Enter" || event.key === "Tab") && option) pick(option);
      else if (event.key === "Escape") setClosedAt(wanted?.from ?? -1);
      if (step !== undefined || ["Enter", "Tab", "Escape"].includes(event.key)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
    }
    const box = event.currentTarget;
    const { selectionStart: start, selectionEnd: end } = box;
    // The keyboard of a screen has no Shift + Enter: there Enter begins a line, and the button sends.
    if (event.key === "Enter" && !event.shiftKey && !event.altKey && (mod || !isTouch)) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Backspace" && start === end) {
      const whole = mentionEndingAt(written, start);
      if (whole) box.setSelectionRange(whole.start, whole.end);
    } else if (mod && (event.key === "b" || event.key === "i")) {
      event.preventDefault();
      const change = toggleMarks(written.text, start, end, event.key === "b" ? "**" : "*");
      box.setSelectionRange(change.from, change.to);
      typeInto(box, change.insert);
      box.setSelectionRange(...change.select);
    } else if (event.key === "ArrowUp" && !event.altKey && written.text === "" && !editing) {
      const message = lastOwn();
      if (!message) return;
      event.preventDefault();
      void startEdit(message);
    } else if (event.key === "Escape" && (editing || draft.reply)) {
      event.preventDefault();
      event.stopPropagation();
      if (editing) setEditing(null);
      else draft.change(draft.written, null);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    addFiles(files);
  };
  const insert = (text: string) => {
    if (area.current) typeWhenFree(area.current, text);
  };

  const title = chat.title;
  // Files that wait already need no further word.
  const hasNews = !isEmpty && !(uploads.isWaiting && !editing && travelling.trim() === "");
  const canSend = (hasNews || (editing && editing.message.files.length > 0)) && !isTooLong;
  const sendButton = (
    <IconButton
      icon={<SendHorizontal size={20} strokeWidth={1.75} />}
      label={editing ? t.compose.saveEdit : t.compose.send}
      tone={canSend ? "primary" : "plain"}
      isDisabled={!canSend}
      tip={isPhone ? "none" : "top"}
      preventFocusOnPress
      onPress={() => void submit()}
      className={styles.send ?? ""}
    />
  );
  const tools = (
    <>
      <EmojiButton onPick={insert} />
      {!isPhone && (
        <IconButton
          icon={<AtSign size={20} strokeWidth={1.75} />}
          label={t.compose.mention}
          tip="top"
          preventFocusOnPress
          onPress={() => insert(/\S$/.test(written.text.slice(0, caret)) ? " @" : "@")}
        />
      )}
      {!editing && (
        <PickFiles multiple onFiles={addFiles}>
          <IconButton
            icon={<Paperclip size={20} strokeWidth={1.75} />}
            label={t.compose.attach}
            tip={isPhone ? "none" : "top"}
          />
        </PickFiles>
      )}
    </>
  );
  const waitText =
    isOffline && !uploads.isSettled && !uploads.hasFailed
      ? t.compose.waitsForNetwork
      : uploads.isWaiting
        ? t.compose.sendWhenReady
        : undefined;
  return (
    <div className={cx(styles.box, isPhone && styles.pill, isPhone && isRoomy(written.text) && styles.roomy)}>
      {isPicking && (
        <MentionList id={listId} options={options} active={chosen} onActive={setActive} onPick={pick} />
      )}
      {editing && (
        <Bar
          icon={<Pencil size={14} aria-hidden="true" />}
          text={t.compose.editing}
          close={t.compose.cancelEdit}
          onClose={() => setEditing(null)}
        />
      )}
      {!editing && draft.reply && (
        <Bar
          icon={<Reply size={14} aria-hidden="true" />}
          text={
            <>
              <b>{t.compose.replyTo(draft.reply.sender_name)}</b>{" "}
              {plainLine(draft.reply.text, nameNow) || kindLabel(t, draft.reply.kind)}
            </>
          }
          close={t.compose.cancelReply}
          onClose={() => draft.change(draft.written, null)}
        />
      )}
      {!editing && uploads.items.length > 0 && (
        <div className={styles.tray} role="group" aria-label={t.compose.uploads}>
          <UploadRows
            // Without a connection a share of the way says nothing.
            items={isOffline ? uploads.items.map(atRest) : uploads.items}
            onRemove={(item) => uploads.list.remove(item)}
            onRetry={(item) => uploads.list.retry(item)}
          />
          {waitText && <Waiting text={waitText} />}
        </div>
      )}
      <div className={styles.line}>
        <Field
          areaRef={area}
          written={written}
          placeholder={t.compose.to(title)}
          label={t.compose.label}
          enterKey={isTouch ? "enter" : "send"}
          listId={isPicking ? listId : undefined}
          activeId={isPicking ? `${listId}-${options[chosen]?.id}` : undefined}
          onChange={onChange}
          onCaret={setCaret}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onFocused={setFocused}
        />
        {isPhone && (
          <span className={styles.pillTools}>
            {tools}
            {sendButton}
          </span>
        )}
      </div>
      {!isPhone && (
        <div className={styles.tools}>
          {tools}
          <span className={styles.hint}>
            {letters > mostLetters - tellLeft ? (
              <span className={cx(isTooLong && styles.over)} role="status">
                {isTooLong ? t.compose.tooLong(letters - mostLetters) : t.compose.left(mostLetters - letters)}
              </span>
            ) : (
              !isTouch && t.compose.hint
            )}
          </span>
          {sendButton}
        </div>
      )}
      {isPhone && isTooLong && (
        <div className={styles.over} role="status">
          {t.compose.tooLong(letters - mostLetters)}
        </div>
      )}
    </div>
  );
}

function EmojiSoon() {
  const t = useT();
  return <IconButton icon={<Smile size={20} />} label={t.compose.emoji} tip="none" isDisabled />;
}

/** Letters beside which the buttons of a phone leave too little room. */
const mostBeside = 14;
const isRoomy = (text: string) => text.length > mostBeside || text.includes("\n");

const atRest = (item: UploadItem): UploadItem =>
  item.state === "sending" || isCutOff(item) ? { ...item, state: "waiting" } : item;

/** What the files still wait for. */
function Waiting({ text }: { text: string }) {
  return (
    <div className={styles.waiting} role="status">
      <Clock3 size={14} aria-hidden="true" />
      {text}
    </div>
  );
}

interface BarProps {
  icon: React.ReactNode;
  text: React.ReactNode;
  close: string;
  onClose: () => void;
}

function Bar({ icon, text, close, onClose }: BarProps) {
  return (
    <div className={styles.bar}>
      {icon}
      <span className={styles.barText}>{text}</span>
      <Pressable className={styles.barClose ?? ""} aria-label={close} onPress={onClose}>
        <X size={14} />
      </Pressable>
    </div>
  );
}
