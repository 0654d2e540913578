import { late } from "./late";
import type * as Bodies from "./MenuBody";

let parts: typeof Bodies | undefined;

/** The open part of a menu; its code comes with the first menu that opens. */
export const MenuBody = late(async () => {
  parts = await import("./MenuBody");
  return parts.MenuBody;
});

/** What stands inside of an open menu, where the code has come already. */
export function menuParts(): typeof Bodies {
  if (!parts) throw new Error("entries of a menu stand inside of a menu");
  return parts;
}
