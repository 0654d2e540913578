import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { primeCards } from "@/api/people";
import type { Chat, UserCard } from "@/api/types";
import { chatApi } from "../api";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";

const shown = 8;
const everyoneWords = ["all", "everyone", "suoyouren", "syr", "所有人"];

export interface MentionOption {
  /** A person, or `all`. */
  id: string;
  name: string;
  person?: UserCard;
}

function mayCallAll(chat: Chat): boolean {
  if (chat.kind === "direct") return false;
  return chat.me.role !== "member" || chat.settings.who_can_mention_all === "all";
}

export interface Mentions {
  options: readonly MentionOption[];
  /** They are those for what is typed; until then they may be those of fewer letters, or none. */
  isAnswered: boolean;
}

const nobody: Mentions = { options: [], isAnswered: true };

/** Whom an `@` may mean: members by name, pinyin or initials as the server ranks them. Undefined asks nothing. */
export function useMentions(chat: Chat, q: string | undefined): Mentions {
  const t = useT();
  const me = useMyId();
  const { data, isPending, isPlaceholderData, fetchStatus } = useQuery({
    queryKey: ["chat", "members", chat.id, "named", q],
    queryFn: async ({ signal }) => {
      const { items } = await chatApi.members(chat.id, { limit: shown + 1, signal, ...(q ? { q } : {}) });
      primeCards(items.map((member) => member.user));
      return items.map((member) => member.user);
    },
    enabled: q !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // Who goes on typing asks anew anyway, and Enter waits for the answer.
    retry: false,
  });
  if (q === undefined) return nobody;
  // Without a connection no answer comes: those for fewer letters are not meant.
  const known = isPlaceholderData && fetchStatus === "paused" ? [] : (data ?? []);
  const people = known
    .filter((person) => person.id !== me)
    .slice(0, shown)
    .map((person) => ({ id: person.id, name: person.name, person }));
  const isAll = everyoneWords.some((word) => word.startsWith(q.toLowerCase()));
  return {
    options: mayCallAll(chat) && isAll ? [{ id: "all", name: t.everyone }, ...people] : people,
    isAnswered: fetchStatus !== "fetching" || !(isPending || isPlaceholderData),
  };
}
