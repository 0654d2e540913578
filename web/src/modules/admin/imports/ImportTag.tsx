import { Tag, type Tone } from "@/ui";
import type { ImportState } from "./api";
import { useT } from "./i18n";

const tones: Readonly<Record<ImportState, Tone>> = {
  reading: "accent",
  ready: "warning",
  applying: "accent",
  done: "success",
  failed: "danger",
  cancelled: "neutral",
};

/** How far an import is. */
export function ImportTag({ state }: { state: ImportState }) {
  const t = useT();
  return <Tag tone={tones[state]}>{t.states[state]}</Tag>;
}
