import { useChats } from "../engine/store";
import { useT } from "../i18n";
import { useNames } from "../parts/names";
import styles from "./Room.module.css";

/** Who is typing, in a line whose place is kept free so that nothing moves. */
export function Typing({ id }: { id: string }) {
  const t = useT();
  const typing = useChats((store) => store.typing[id]);
  const people = Object.keys(typing ?? {});
  const nameOf = useNames(people.slice(0, 2));
  const [a, b] = people;
  let text = "";
  if (people.length > 2) text = t.room.typingMany(people.length);
  else if (a !== undefined && b !== undefined) text = t.room.typingTwo(nameOf(a), nameOf(b));
  else if (a !== undefined) text = t.room.typing(nameOf(a));
  return <div className={styles.typing}>{text}</div>;
}
