import type { ToldShortcut } from "@/lib/module";

/** What the pages of this module bind. */
export default [
  { keys: "alt+ArrowUp", label: { "zh-CN": "上一个会话", en: "Previous chat" } },
  { keys: "alt+ArrowDown", label: { "zh-CN": "下一个会话", en: "Next chat" } },
  { keys: "mod+f", label: { "zh-CN": "搜索聊天记录", en: "Search this chat" } },
  { keys: "r", label: { "zh-CN": "回复选中的消息", en: "Reply to the focused message" } },
  { keys: "e", label: { "zh-CN": "编辑选中的消息", en: "Edit the focused message" } },
  { keys: "c", label: { "zh-CN": "复制选中的消息", en: "Copy the focused message" } },
  { keys: "+", label: { "zh-CN": "给选中的消息加表情", en: "React to the focused message" } },
] satisfies ToldShortcut[];
