import { useCallback, useEffect, useRef, useState } from "react";
import { cardKey, loadCard } from "@/api/people";
import { queries } from "@/api/query";
import type { Message } from "@/api/types";
import { chatApi } from "../api";
import { draftOf, keepDraft, saveDraft } from "../engine/drafts";
import { useChats } from "../engine/store";
import { plainLine } from "../model/markdown/block";
import { decode, encode, namedIn, nothing, type Written } from "../model/mentions";
import type { Quote } from "../model/types";
import { knownName, nameNow } from "../parts/names";

/** Fetches the names that a text needs before it is shown in a box. */
async function withNames(travelling: string): Promise<Written> {
  const unknown = namedIn(travelling).filter((id) => knownName(id) === undefined);
  const cards = await Promise.all(unknown.map((id) => loadCard(id).catch(() => null)));
  for (const card of cards) if (card) queries.setQueryData(cardKey(card.id), card);
  return decode(travelling, knownName);
}

/** A message as the one that is answered. */
export function quoteOf(message: Message): Quote {
  const text = plainLine(message.text, (id) => nameNow(id));
  const { id, seq, sender, sender_name, kind } = message;
  return { id, seq, sender, sender_name, kind, text: text.slice(0, 160), recalled: false };
}

/**
 * The text being written in a chat and the message it answers: taken up where it was left, here or on another
 * device, and kept as it changes.
 */
export function useDraft(id: string, isBusy: boolean) {
  const [written, setWritten] = useState<Written>(() => decode(draftOf(id).text, knownName));
  const [reply, setReply] = useState<Quote | null>(() => draftOf(id).reply);
  const touched = useRef(false);
  const there = useChats((store) => store.chats[id]?.me.draft?.updated_at ?? 0);
  const takenUp = useRef(0);

  const takeUp = useCallback(async () => {
    const draft = draftOf(id);
    const text = await withNames(draft.text);
    if (touched.current) return;
    setWritten(text);
    if (draft.reply || !draft.replyId) return setReply(draft.reply);
    const message = await chatApi.message(draft.replyId).catch(() => null);
    if (message && !message.recalled_at && !touched.current) setReply(quoteOf(message));
  }, [id]);

  // Another device wrote something newer: it is taken up unless somebody types here.
  useEffect(() => {
    if (takenUp.current === there && takenUp.current !== 0) return;
    takenUp.current = there;
    if (!touched.current || !isBusy) {
      touched.current = false;
      void takeUp();
    }
  }, [there, isBusy, takeUp]);

  useEffect(() => () => saveDraft(id), [id]);

  const change = useCallback(
    (next: Written, answered: Quote | null) => {
      touched.current = true;
      setWritten(next);
      setReply(answered);
      keepDraft(id, encode(next), answered);
    },
    [id],
  );
  const clear = useCallback(() => {
    touched.current = false;
    setWritten(nothing);
    setReply(null);
  }, []);

  return { written, reply, change, clear };
}

export { withNames };
