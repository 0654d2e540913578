import { catalogue } from "@/i18n";
import zh from "./zh";

export const { useT } = catalogue(zh, () => import("./en"));
