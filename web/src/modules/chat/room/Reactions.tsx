import { SmilePlus } from "lucide-react";
import { useUserCards } from "@/api/people";
import type { Message, Reaction } from "@/api/types";
import { cx } from "@/lib/cx";
import { Pressable, Tip } from "@/ui";
import { toggleReaction } from "../engine/acts";
import { useMyId } from "../engine/store";
import { useT } from "../i18n";
import { openPicker } from "./actions";
import styles from "./Message.module.css";

/** Reactions below a message: pressing joins or leaves one, a long press tells who reacted. */
export function Reactions({ message }: { message: Message }) {
  const t = useT();
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {message.reactions.map((reaction) => (
        <Tip key={reaction.emoji} label={<Reactors reaction={reaction} />} placement="top">
          <Pressable
            className={cx(styles.reaction, reaction.mine && styles.reactionMine)}
            aria-pressed={reaction.mine}
            aria-label={`${reaction.emoji} ${reaction.count}`}
            data-emoji={reaction.emoji}
            onPress={() => void toggleReaction(message, reaction.emoji)}
          >
            <span className={styles.emoji}>{reaction.emoji}</span>
            <span>{reaction.count}</span>
          </Pressable>
        </Tip>
      ))}
      <Pressable
        className={cx(styles.reaction, styles.reactionAdd)}
        aria-label={t.message.addReaction}
        onPress={({ target }) => openPicker(message, target)}
      >
        <SmilePlus size={14} />
      </Pressable>
    </div>
  );
}

/** People named in the tip before the rest becomes a number. */
const mostNamed = 8;

/** Who reacted; asked for only while the tip shows. */
function Reactors({ reaction }: { reaction: Reaction }) {
  const t = useT();
  const me = useMyId();
  const cards = useUserCards(reaction.users.slice(0, mostNamed).filter((id) => id !== me));
  const names = [...(reaction.mine ? [t.you] : []), ...cards.map((card) => card.name)];
  const list = t.note.names(names, Math.max(reaction.count, names.length));
  return <>{t.message.reactedBy(list, reaction.emoji)}</>;
}
