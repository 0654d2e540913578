import { Smile } from "lucide-react";
import { IconButton, Popover } from "@/ui";
import { useT } from "../i18n";
import { EmojiPicker } from "./EmojiPicker";
import { rememberEmoji } from "./frequent";

/** Opens the emoji for the text box. */
export default function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useT();
  return (
    <Popover
      placement="top start"
      label={t.emoji.label}
      trigger={
        <IconButton icon={<Smile size={20} strokeWidth={1.75} />} label={t.compose.emoji} tip="none" />
      }
    >
      {({ close }) => (
        <EmojiPicker
          onPick={(emoji) => {
            rememberEmoji(emoji);
            close();
            onPick(emoji);
          }}
        />
      )}
    </Popover>
  );
}
