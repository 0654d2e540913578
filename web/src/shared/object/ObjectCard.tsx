import {
  Box,
  Calendar,
  CheckSquare,
  FileText,
  Folder,
  Image,
  type LucideIcon,
  MessageCircle,
  Stamp,
  Table2,
  User,
  Users,
  Video,
} from "lucide-react";
import type { ObjectCard as Card } from "@/api/types";
import { Link } from "@/ui";
import { Slot } from "../slot/Slot";
import { FileCard } from "./FileCard";
import styles from "./Object.module.css";

/** Icons by the name an object kind registers on the server. */
const icons: Readonly<Record<string, LucideIcon>> = {
  user: User,
  person: User,
  department: Users,
  chat: MessageCircle,
  message: MessageCircle,
  file: FileText,
  doc: FileText,
  document: FileText,
  image: Image,
  folder: Folder,
  table: Table2,
  base: Table2,
  approval: Stamp,
  task: CheckSquare,
  event: Calendar,
  meeting: Video,
};

/** A thing that has a page of its own. */
function PlaceCard({ card }: { card: Card }) {
  const Icon = icons[card.icon] ?? icons[card.kind] ?? Box;
  return (
    <Link href={card.url} plain className={styles.card}>
      <span className={styles.icon}>
        <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className={styles.text}>
        <div className={styles.title}>{card.title}</div>
        {card.subtitle && <div className={styles.sub}>{card.subtitle}</div>}
        {card.preview && <div className={styles.preview}>{card.preview}</div>}
      </span>
    </Link>
  );
}

/** What a link to something of this office unfolds to. */
export function ObjectCard({ card }: { card: Card }) {
  return (
    <div>
      {card.kind === "file" ? <FileCard card={card} /> : <PlaceCard card={card} />}
      <Slot name="object.actions" with={{ card }} />
    </div>
  );
}
