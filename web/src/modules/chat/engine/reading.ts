import { chatApi } from "../api";
import { readUpTo, withMine } from "../model/entry";
import { moveMark } from "../model/reads";
import { patchChat, set, state } from "./store";

/** Scrolling through a chat must not cost a request a message. */
const settleMs = 350;

const wanted = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

export function resetReading() {
  clearTimeout(timer);
  wanted.clear();
}

/** Marks a chat as read up to a place: at once here, soon on the server. */
export function markRead(id: string, seq: number) {
  const chat = state().chats[id];
  if (!chat || seq <= chat.me.read_seq) return;
  patchChat(id, (known) => readUpTo(known, seq));
  wanted.set(id, Math.max(seq, wanted.get(id) ?? 0));
  clearTimeout(timer);
  timer = setTimeout(flushReads, settleMs);
}

/** Marks all of a chat as read, as from the menu of the list. */
export function markAllRead(id: string) {
  const chat = state().chats[id];
  if (chat) markRead(id, chat.last_seq);
}

/** Tells the server what was read; what fails is told again with the next connection. `isLast` when the page goes. */
export function flushReads(isLast = false) {
  clearTimeout(timer);
  const { me } = state();
  for (const [id, seq] of wanted) {
    wanted.delete(id);
    chatApi.read(id, seq, isLast).then(
      (mine) => {
        if (state().me === me)
          patchChat(id, (chat) => withMine(chat, { ...mine, draft: chat.me.draft ?? null }));
      },
      () => {
        if (state().me === me) wanted.set(id, Math.max(seq, wanted.get(id) ?? 0));
      },
    );
  }
}

/** Moves somebody's read mark: by reading, or by posting, which the server counts as reading without a word. */
export function moveMarkTo(chat: string, user: string, seq: number) {
  const { marks } = state();
  const known = marks[chat];
  const moved = known && moveMark(known, user, seq);
  if (moved && moved !== known) set({ marks: { ...marks, [chat]: moved } });
}

/** Somebody has read up to a place, perhaps the reader on another device. */
export function heardRead(data: {
  chat: string;
  user: string;
  read_seq: number;
  unread?: number;
  last_seq?: number;
  mentions?: number;
}) {
  moveMarkTo(data.chat, data.user, data.read_seq);
  if (data.user !== state().me) return;
  patchChat(data.chat, (chat) =>
    withMine(chat, {
      ...chat.me,
      read_seq: data.read_seq,
      unread: data.unread ?? chat.me.unread,
      last_seq: data.last_seq ?? chat.me.last_seq,
      mentions: data.mentions ?? chat.me.mentions,
    }),
  );
}
