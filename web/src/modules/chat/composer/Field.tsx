import { type ClipboardEvent, Fragment, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { Written } from "../model/mentions";
import styles from "./Composer.module.css";

export interface FieldProps {
  areaRef: RefObject<HTMLTextAreaElement | null>;
  written: Written;
  placeholder: string;
  label: string;
  /** What the Enter key of a screen keyboard says. */
  enterKey: "enter" | "send";
  /** The list of people, while it is open. */
  listId: string | undefined;
  activeId: string | undefined;
  onChange: (text: string, caret: number) => void;
  onCaret: (caret: number) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onPaste: (event: ClipboardEvent) => void;
  onFocused: (isFocused: boolean) => void;
}

/**
 * The text box. A twin with the same text lies under it: it gives the box its height without measuring, and marks
 * the people who are named.
 */
export function Field({
  areaRef,
  written,
  placeholder,
  label,
  enterKey,
  listId,
  activeId,
  onChange,
  onCaret,
  onKeyDown,
  onPaste,
  onFocused,
}: FieldProps) {
  return (
    <div className={styles.field}>
      <div className={styles.twin} aria-hidden="true">
        {twin(written)}
        {"\n"}
      </div>
      <textarea
        ref={areaRef}
        className={styles.area}
        rows={1}
        value={written.text}
        placeholder={placeholder}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={listId}
        aria-activedescendant={activeId}
        enterKeyHint={enterKey}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value, event.target.selectionEnd)}
        onSelect={(event) => onCaret(event.currentTarget.selectionEnd)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onFocus={() => onFocused(true)}
        onBlur={() => onFocused(false)}
      />
    </div>
  );
}

function twin({ text, mentions }: Written): ReactNode {
  let at = 0;
  const parts = mentions.map((mention) => {
    const before = text.slice(at, mention.start);
    at = mention.end;
    return (
      <Fragment key={mention.start}>
        {before}
        <mark className={styles.named}>{text.slice(mention.start, mention.end)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
