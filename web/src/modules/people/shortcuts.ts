import type { ToldShortcut } from "@/lib/module";

/** What the pages of this module bind. */
export default [
  { keys: "mod+f", label: { "zh-CN": "搜索通讯录", en: "Search the directory" } },
] satisfies ToldShortcut[];
