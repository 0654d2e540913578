import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Search, SearchX, X } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { api, call } from "@/api/client";
import type { SearchGroup, SearchHit } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { go } from "@/lib/nav";
import { plainSnippet } from "@/lib/snippet";
import { useTime } from "@/lib/time";
import { openChatWith } from "@/shared/person/chat";
import {
  Avatar,
  EmptyState,
  ErrorState,
  Highlight,
  IconButton,
  ListItem,
  SearchField,
  SkeletonRows,
} from "@/ui";
import { useChats, useWritten } from "../engine/store";
import { useT } from "../i18n";
import { isBlank } from "../model/order";
import { ChatFace } from "../parts/Face";
import styles from "./List.module.css";

const hitsEach = 8;

function useFound(q: string) {
  return useQuery({
    queryKey: ["chat", "find", q],
    queryFn: async ({ signal }) => {
      const query = { q, kinds: "person,chat,message", limit: hitsEach };
      return (await call(api.GET("/api/v1/core/search", { params: { query }, signal }))).groups;
    },
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
}

/** Takes the place of the list while one searches: chats, people, messages. */
export default function SearchPane({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim());
  const everywhere = (words: string) => `/chat/search?q=${encodeURIComponent(words)}`;
  const { data, error, refetch } = useFound(q);
  const results = useRef<HTMLDivElement>(null);
  const groups = q === "" ? [] : (data ?? []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && typed === "") {
      event.preventDefault();
      return onClose();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const rows = [...(results.current?.querySelectorAll<HTMLElement>("a, button") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = rows[event.key === "ArrowDown" ? at + 1 : at - 1];
    if (!next && event.key === "ArrowDown") return;
    event.preventDefault();
    (next ?? event.currentTarget.querySelector("input"))?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move between the results, which carry the roles.
    <div className={styles.pane} onKeyDown={onKeyDown}>
      <div className={styles.paneHead}>
        <SearchField
          className={styles.paneField ?? ""}
          placeholder={t.list.search}
          value={typed}
          onChange={setTyped}
          autoFocus
          // What stands in the box now, whatever the results below are of.
          onSubmit={(text) => text.trim() !== "" && void go(everywhere(text.trim()))}
        />
        <IconButton icon={<X size={18} />} label={t.search.close} tip="none" onPress={onClose} />
      </div>
      <div ref={results} className={styles.results}>
        {q !== "" && !data && !error && <SkeletonRows rows={6} height={56} />}
        {q !== "" && error && <ErrorState isSmall error={error} onRetry={() => void refetch()} />}
        {groups.map((group) => (
          <Group key={group.kind} group={group} onClose={onClose} />
        ))}
        {q !== "" && data && groups.length === 0 && (
          <EmptyState
            isSmall
            icon={<SearchX size={30} strokeWidth={1.5} />}
            title={t.search.noneAnywhere}
            text={t.search.noneAnywhereText}
          />
        )}
        {q === "" && <Recent onClose={onClose} />}
        {q !== "" && (
          <ListItem
            className={styles.everywhere ?? ""}
            height={44}
            leading={<Search size={18} />}
            title={t.search.everywhere(q)}
            href={everywhere(q)}
          />
        )}
      </div>
    </div>
  );
}

function Group({ group, onClose }: { group: SearchGroup; onClose: () => void }) {
  const t = useT();
  const titles: Record<string, string> = {
    person: t.search.people,
    chat: t.search.chats,
    message: t.search.messages,
  };
  return (
    <section>
      <h2 className={styles.groupTitle}>{titles[group.kind] ?? group.kind}</h2>
      {group.items.map((hit) => (
        <Hit key={`${group.kind} ${hit.id}`} hit={hit} onClose={onClose} />
      ))}
    </section>
  );
}

function Hit({ hit, onClose }: { hit: SearchHit; onClose: () => void }) {
  const time = useTime();
  const chat = useChats((store) => (hit.kind === "chat" ? store.chats[hit.id] : undefined));
  const title = (
    <>
      <Highlight text={hit.title.text} ranges={hit.title.ranges} />
      {hit.place && <span className={styles.place}>{hit.place}</span>}
    </>
  );
  const found = hit.snippet && hit.kind === "message" ? plainSnippet(hit.snippet) : hit.snippet;
  const snippet = found && <Highlight text={found.text} ranges={found.ranges} />;
  if (hit.kind === "person") {
    return (
      <ListItem
        leading={<Avatar name={hit.title.text} src={hit.avatar} size={36} />}
        title={title}
        subtitle={snippet}
        onPress={() => {
          onClose();
          void openChatWith(hit.id);
        }}
      />
    );
  }
  return (
    <ListItem
      href={hit.url}
      {...(hit.kind === "chat" ? { onPress: onClose } : {})}
      leading={
        chat ? (
          <ChatFace chat={chat} size={36} />
        ) : (
          <Avatar
            name={hit.title.text}
            src={hit.avatar}
            size={36}
            shape={hit.kind === "chat" ? "square" : "circle"}
          />
        )
      }
      title={title}
      meta={hit.at ? <time>{time.list(hit.at)}</time> : undefined}
      subtitle={snippet}
    />
  );
}

/** Chats of late, while nothing is typed yet. */
function Recent({ onClose }: { onClose: () => void }) {
  const t = useT();
  const chats = useChats((store) => store.chats);
  const written = useWritten();
  const latest = Object.values(chats)
    .filter((chat) => !isBlank(chat, written))
    .sort((a, b) => b.last_at - a.last_at)
    .slice(0, hitsEach);
  return (
    <section>
      <h2 className={styles.groupTitle}>{t.search.chats}</h2>
      {latest.map((chat) => (
        <ListItem
          key={chat.id}
          href={`/chat/${chat.id}`}
          onPress={onClose}
          height={48}
          leading={<ChatFace chat={chat} size={32} />}
          title={chat.title}
        />
      ))}
    </section>
  );
}
