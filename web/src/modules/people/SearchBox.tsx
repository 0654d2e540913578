import { useEffect, useState } from "react";
import { useDebounced } from "@/lib/debounce";
import { go } from "@/lib/nav";
import { isComposing } from "@/lib/shortcuts";
import { SearchField } from "@/ui";
import { useT } from "./i18n";
import { useFoundPeople } from "./queries";
import { setTyped, useDirectory } from "./state";

const boxId = "directory-search";

/** Moves the focus to the search box and selects what stands in it. */
export function focusSearch() {
  const input = document.querySelector<HTMLInputElement>(`#${boxId} input`);
  input?.focus();
  input?.select();
}

/** The text that is searched for, once typing pauses. */
export function useQueryText(): string {
  return useDebounced(useDirectory((state) => state.typed.trim()));
}

/** The search box: ↑ ↓ move through the people found, Enter opens one, Esc clears. */
export function SearchBox() {
  const t = useT();
  const typed = useDirectory((state) => state.typed);
  const q = useQueryText();
  const found = useFoundPeople(q);
  const isAnswered = q === typed.trim() && found.isAnswered;
  // What stands there for an earlier text is nobody's choice for this one.
  const people = isAnswered && q !== "" ? (found.people ?? []) : [];
  /** Enter was pressed before what was typed had its answer: it counts for the answer. */
  const [isEarly, setEarly] = useState(false);
  const openReached = () => {
    const person = people[useDirectory.getState().activeIndex];
    if (person) void go(`/people/user/${person.id}`);
  };
  useEffect(() => {
    if (!isEarly || !isAnswered) return;
    setEarly(false);
    openReached();
  });

  return (
    <div id={boxId}>
      <SearchField
        placeholder={t.search}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          setEarly(false);
        }}
        maxLength={100}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent)) return;
          const { activeIndex } = useDirectory.getState();
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined && people.length > 0) {
            event.preventDefault();
            const next = Math.min(Math.max(activeIndex + step, 0), people.length - 1);
            useDirectory.setState({ activeIndex: next });
          } else if (event.key === "Enter") {
            if (isAnswered) openReached();
            else setEarly(typed.trim() !== "");
          } else event.continuePropagation();
        }}
      />
    </div>
  );
}
