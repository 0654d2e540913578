import type { Outgoing } from "../model/types";
import type { LocalDraft } from "./store";

/**
 * What a device keeps of a person over a reload. Each thing has a key of its own: tabs of one browser write beside each
 * other, and none writes over what it has not heard of. A full or forbidden store costs only what a reload would have
 * brought back.
 */
function shelf<T>(name: string) {
  const prefix = (me: string) => `courtyard.chat.${name}.${me}.`;
  const read = (key: string): Partial<T> | undefined => {
    try {
      return (JSON.parse(localStorage.getItem(key) ?? "null") as Partial<T> | null) ?? undefined;
    } catch {
      return undefined;
    }
  };
  return {
    /** What lies there by id. It may have been written by another version: its parts are to be looked at. */
    all(me: string): Record<string, Partial<T>> {
      try {
        const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix(me)));
        return Object.fromEntries(
          keys.flatMap((key) => {
            const value = read(key);
            return value === undefined ? [] : [[key.slice(prefix(me).length), value]];
          }),
        );
      } catch {
        return {};
      }
    },
    get: (me: string, id: string): Partial<T> | undefined => read(prefix(me) + id),
    put(me: string, id: string, value: T) {
      try {
        localStorage.setItem(prefix(me) + id, JSON.stringify(value));
      } catch {}
    },
    drop(me: string, id: string) {
      try {
        localStorage.removeItem(prefix(me) + id);
      } catch {}
    },
  };
}

/** A draft as this device keeps it over a reload. */
export interface StoredDraft extends LocalDraft {
  isUnsaved?: boolean;
}

export const keptDrafts = shelf<StoredDraft>("drafts");
export const keptOutbox = shelf<Outgoing>("outbox");
