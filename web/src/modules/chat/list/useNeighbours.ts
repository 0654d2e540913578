import { useEffect, useRef } from "react";
import type { Chat } from "@/api/types";
import { go } from "@/lib/nav";
import { useShortcut } from "@/lib/shortcuts";
import { useT } from "../i18n";
import { neighbour } from "../model/order";

/** Alt and an arrow open the chat above or below. */
export function useNeighbours(chats: readonly Chat[], openId: string | undefined) {
  const t = useT();
  // Chats on the way to which the page is: who presses twice at once goes two further, though the first is not open yet.
  const ahead = useRef<string[]>([]);
  useEffect(() => {
    // The page arrived at one of them, perhaps past those before it; or somebody went elsewhere.
    const at = ahead.current.indexOf(openId ?? "");
    ahead.current = at < 0 ? [] : ahead.current.slice(at + 1);
  }, [openId]);
  const step = (by: 1 | -1) => {
    const next = neighbour(chats, ahead.current[ahead.current.length - 1] ?? openId, by);
    if (next === undefined) return;
    ahead.current.push(next);
    void go(`/chat/${next}`);
  };
  const options = { whileTyping: true };
  useShortcut("alt+ArrowUp", t.list.up, t.list.group, () => step(-1), options);
  useShortcut("alt+ArrowDown", t.list.down, t.list.group, () => step(1), options);
}
