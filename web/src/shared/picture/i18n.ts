import { catalogue } from "@/i18n";
import zh from "./zh";

export const { useT, words } = catalogue(zh, () => import("./en"));
