import { useStore } from "zustand";
import { UploadList } from "@/shared/file/uploads";
import { atEnd } from "../engine/store";

/** Files in one message, as the server has it. */
export const mostFiles = 20;

/** Files on their way by chat: they go on while one looks at another chat. */
const lists = new Map<string, UploadList>();
atEnd(() => {
  for (const list of lists.values()) list.clear();
  lists.clear();
});

export function uploadsOf(chat: string): UploadList {
  const known = lists.get(chat);
  if (known) return known;
  const list = new UploadList();
  lists.set(chat, list);
  return list;
}

export function useUploads(chat: string) {
  const list = uploadsOf(chat);
  const items = useStore(list.store, (store) => store.items);
  return {
    list,
    items,
    isSettled: items.every((item) => item.state === "done"),
    hasFailed: items.some((item) => item.state === "failed"),
    stored: items.flatMap((item) => (item.stored ? [item.stored] : [])),
  };
}
