import { useEffect, useState } from "react";
import { useDebounced } from "@/lib/debounce";
import { go, goBack, useSearch, useSetSearch } from "@/lib/nav";
import { PaneHeader, SearchField } from "@/ui";
import { useT } from "../i18n";
import { type Filter, Filters, type KindChoice, noFilter, type TimeChoice } from "./Filters";
import { Found } from "./Found";
import styles from "./Search.module.css";

/** Search over the messages of all chats; words and filters stand in the address. */
export default function SearchPage() {
  const t = useT();
  const search = useSearch();
  const setSearch = useSetSearch();
  const [typed, setTyped] = useState(search.q ?? "");
  const q = useDebounced(typed.trim(), 250);
  const filter: Filter = {
    sender: search.sender,
    time: (search.time as TimeChoice | undefined) ?? "any",
    from: search.from ?? "",
    to: search.to ?? "",
    kind: (search.kind as KindChoice | undefined) ?? "any",
  };
  const asked = search.q ?? "";
  // Another search from the list replaces the words; typing here replaces those in the address.
  const [known, setKnown] = useState(asked);
  if (asked !== known) {
    setKnown(asked);
    if (asked !== q) setTyped(asked);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only new words are written into the address.
  useEffect(() => {
    if (q !== asked) setSearch({ q: q === "" ? undefined : q });
  }, [q]);
  const change = (next: Filter) =>
    setSearch({
      sender: next.sender,
      time: next.time === noFilter.time ? undefined : next.time,
      from: next.from || undefined,
      to: next.to || undefined,
      kind: next.kind === noFilter.kind ? undefined : next.kind,
    });
  return (
    <>
      <PaneHeader title={t.search.title} onBack={() => goBack("/chat")} />
      <div className={styles.head}>
        <SearchField placeholder={t.search.placeholder} value={typed} onChange={setTyped} autoFocus />
        <Filters filter={filter} onChange={change} />
      </div>
      <div className={styles.results}>
        <Found
          q={q}
          filter={filter}
          onOpen={(hit) => void go(`/chat/${hit.message.chat}?seq=${hit.message.seq}`)}
        />
      </div>
    </>
  );
}
