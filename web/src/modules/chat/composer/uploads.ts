import { create, useStore } from "zustand";
import { live } from "@/api/live";
import { type UploadItem, UploadList } from "@/shared/file/uploads";
import { send } from "../engine/send";
import { atEnd } from "../engine/store";

/** Files in one message, as the server has it. */
export const mostFiles = 20;

/** Files on their way by chat: they go on while one looks at another chat. */
const lists = new Map<string, UploadList>();
/** Chats whose files go as soon as they are all there. */
const useWaiting = create<Readonly<Record<string, boolean>>>(() => ({}));
let stopCatchUp: (() => void) | undefined;

/** Goes on once there may be a way again: the live connection is back, or the device says that it is online. */
function catchUp(): () => void {
  const stop = live.onReconnect(goOn);
  window.addEventListener("online", goOn);
  return () => {
    stop();
    window.removeEventListener("online", goOn);
  };
}

atEnd(() => {
  stopCatchUp?.();
  stopCatchUp = undefined;
  for (const list of lists.values()) list.clear();
  lists.clear();
  useWaiting.setState({}, true);
});

/** A file that only the connection kept back: it goes on by itself once that is back. */
export const isCutOff = (item: UploadItem) => item.state === "failed" && item.error?.isNetwork === true;
const hasFailed = (items: readonly UploadItem[]) =>
  items.some((item) => item.state === "failed" && !isCutOff(item));
const isSettled = (items: readonly UploadItem[]) => items.every((item) => item.state === "done");
const storedOf = (items: readonly UploadItem[]) =>
  items.flatMap((item) => (item.stored ? [item.stored] : []));

function goOn() {
  for (const list of lists.values()) {
    for (const item of list.store.getState().items.filter(isCutOff)) list.retry(item.id);
  }
}

export function uploadsOf(chat: string): UploadList {
  const known = lists.get(chat);
  if (known) return known;
  const list = new UploadList();
  stopCatchUp ??= catchUp();
  lists.set(chat, list);
  return list;
}

/** Sends the files of a chat as a message of their own with the last of them; one that fails stops it. */
export function sendWhenUploaded(chat: string) {
  if (useWaiting.getState()[chat]) return;
  useWaiting.setState({ [chat]: true });
  const list = uploadsOf(chat);
  const stop = list.store.subscribe(({ items }) => {
    if (!hasFailed(items) && !isSettled(items)) return;
    stop();
    useWaiting.setState({ [chat]: false });
    if (items.length === 0 || hasFailed(items)) return;
    send(chat, "", null, storedOf(items));
    list.clear();
  });
}

export function useUploads(chat: string) {
  const list = uploadsOf(chat);
  const items = useStore(list.store, (store) => store.items);
  const isWaiting = useWaiting((waiting) => waiting[chat] === true);
  return {
    list,
    items,
    isWaiting,
    isSettled: isSettled(items),
    hasFailed: hasFailed(items),
    stored: storedOf(items),
  };
}
