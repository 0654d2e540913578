import { type ComponentType, lazy } from "react";
import { settleWords } from "@/i18n";

/** A component that arrives when it is first drawn, together with its words in the current language. */
export function late<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  return lazy<ComponentType<P>>(async () => {
    const module = await load();
    await settleWords();
    return module;
  });
}
