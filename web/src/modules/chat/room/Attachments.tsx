import { Download } from "lucide-react";
import { fileUrl, thumbnailUrl } from "@/api/client";
import type { ObjectCard as Card, StoredFile } from "@/api/types";
import { fileSize } from "@/lib/time";
import { downloadFile, FileIcon, FileName, pictureBox } from "@/shared/file/FileParts";
import { useObject } from "@/shared/object/queries";
import { Pressable } from "@/ui";
import { useT } from "../i18n";
import { late } from "../parts/lazy";
import styles from "./Attachments.module.css";
import { openPictures } from "./actions";

const ObjectCard = late<{ card: Card }>(() =>
  import("@/shared/object/ObjectCard").then((module) => ({ default: module.ObjectCard })),
);

/** Pictures of a message: one in its own shape, several as a grid. Their room is reserved before they load. */
export function Pictures({ files, isPhone }: { files: readonly StoredFile[]; isPhone: boolean }) {
  const [only] = files;
  if (!only) return null;
  const most = isPhone ? 240 : 320;
  const box = files.length === 1 ? pictureBox(only, most, most) : undefined;
  return (
    <div
      className={files.length === 1 ? styles.single : styles.grid}
      style={box}
      data-count={files.length === 2 || files.length === 4 ? 2 : 3}
    >
      {files.map((file, index) => (
        <Pressable
          key={file.id}
          className={styles.picture ?? ""}
          aria-label={file.name}
          onPress={() => openPictures(files, index)}
        >
          <img
            src={file.thumb ? thumbnailUrl(file.id) : fileUrl(file.id)}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
          />
        </Pressable>
      ))}
    </div>
  );
}

/** A file with its kind, name and size; pressing saves it. */
export function FileRow({ file }: { file: StoredFile }) {
  const t = useT();
  return (
    <Pressable
      className={styles.file ?? ""}
      aria-label={`${t.act.download} ${file.name}`}
      onPress={() => downloadFile(file)}
    >
      <FileIcon name={file.name} />
      <span className={styles.fileText}>
        <FileName name={file.name} />
        <span className={styles.fileSub}>{fileSize(file.size)}</span>
      </span>
      <Download size={18} className={styles.fileGet} aria-hidden="true" />
    </Pressable>
  );
}

/** The card of something of the office that a message links to; nothing when the reader may not see it. */
export function LinkedObject({ id }: { id: string }) {
  const { data } = useObject(id);
  if (!data) return null;
  return (
    <div className={styles.object}>
      <ObjectCard card={data} />
    </div>
  );
}
