import { useRef } from "react";
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
  const found = useFoundPeople(q).people;
  const input = useRef<HTMLInputElement>(null);
  const people = q === "" ? [] : (found ?? []);

  return (
    <div id={boxId}>
      <SearchField
        placeholder={t.search}
        value={typed}
        onChange={setTyped}
        inputRef={input}
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
            const person = people[activeIndex];
            if (person) void go(`/people/user/${person.id}`);
          } else event.continuePropagation();
        }}
      />
    </div>
  );
}
