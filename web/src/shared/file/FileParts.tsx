import {
  FileArchive,
  FileAudio,
  File as FileGlyph,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
  Presentation,
  RotateCw,
  X,
} from "lucide-react";
import { fileUrl } from "@/api/client";
import type { StoredFile } from "@/api/types";
import { fileSize } from "@/lib/time";
import { IconButton } from "@/ui";
import styles from "./File.module.css";
import { useT } from "./i18n";
import type { UploadItem } from "./uploads";

const families: readonly [family: string, icon: LucideIcon, endings: string][] = [
  ["word", FileText, "doc docx odt rtf txt md wps"],
  ["sheet", FileSpreadsheet, "xls xlsx csv ods et"],
  ["slides", Presentation, "ppt pptx odp dps key"],
  ["pdf", FileText, "pdf ofd"],
  ["archive", FileArchive, "zip rar 7z tar gz"],
  ["image", FileImage, "png jpg jpeg gif webp svg bmp heic avif"],
  ["video", FileVideo, "mp4 mov avi mkv webm"],
  ["audio", FileAudio, "mp3 wav m4a ogg flac aac amr"],
];

/** The family of a file by its ending: what decides icon and colour. */
export function fileFamily(name: string): { family: string; Icon: LucideIcon } {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const hit = families.find(([, , endings]) => endings.split(" ").includes(ending));
  return hit ? { family: hit[0], Icon: hit[1] } : { family: "other", Icon: FileGlyph };
}

export function FileIcon({ name, size = 40 }: { name: string; size?: number }) {
  const { family, Icon } = fileFamily(name);
  return (
    <span className={styles.icon} data-family={family} style={{ width: size, height: size }}>
      <Icon size={Math.round(size * 0.5)} strokeWidth={1.75} aria-hidden="true" />
    </span>
  );
}

/** A name that is cut in the middle: the end, with what kind of file it is, stays readable. */
export function FileName({ name }: { name: string }) {
  const dot = name.lastIndexOf(".");
  const cut = dot > 0 && name.length - dot <= 8 ? Math.max(dot - 2, 0) : name.length;
  return (
    <span className={styles.name} title={name}>
      <span className={styles.stem}>{name.slice(0, cut)}</span>
      <span className={styles.ending}>{name.slice(cut)}</span>
    </span>
  );
}

/** Saves a file through the browser. */
export function downloadFile(file: Pick<StoredFile, "id" | "name">) {
  const link = document.createElement("a");
  link.href = fileUrl(file.id, { download: true });
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Size at which a picture is drawn before it has loaded, so that nothing jumps when it does. */
export function pictureBox(file: StoredFile, maxWidth: number, maxHeight: number) {
  const width = file.width ?? maxWidth;
  const height = file.height ?? Math.round(maxWidth * 0.66);
  const scale = Math.min(1, maxWidth / width, maxHeight / height);
  return { width: Math.max(48, Math.round(width * scale)), height: Math.max(32, Math.round(height * scale)) };
}

export interface UploadRowsProps {
  items: readonly UploadItem[];
  onRemove: (id: string) => void;
  onRetry: (id: string) => void;
}

/** Files on their way, with progress, cancel and retry. */
export function UploadRows({ items, onRemove, onRetry }: UploadRowsProps) {
  const t = useT();
  if (items.length === 0) return null;
  return (
    <ul className={styles.uploads}>
      {items.map((item) => (
        <li key={item.id} className={styles.upload}>
          {item.preview ? (
            <img className={styles.uploadThumb} src={item.preview} alt="" />
          ) : (
            <FileIcon name={item.file.name} />
          )}
          <span className={styles.text}>
            <FileName name={item.file.name} />
            <UploadState item={item} />
          </span>
          {item.state === "failed" && (
            <IconButton
              size="sm"
              icon={<RotateCw size={16} />}
              label={`${t.retry} ${item.file.name}`}
              onPress={() => onRetry(item.id)}
            />
          )}
          <IconButton
            size="sm"
            icon={<X size={16} />}
            label={`${item.state === "sending" ? t.cancel : t.remove} ${item.file.name}`}
            onPress={() => onRemove(item.id)}
          />
          {item.state === "sending" && <span className={styles.bar} style={{ width: `${item.progress}%` }} />}
        </li>
      ))}
    </ul>
  );
}

function UploadState({ item }: { item: UploadItem }) {
  const t = useT();
  if (item.state === "failed") {
    const words = item.error?.title ?? t.failed;
    return (
      <span className={`${styles.sub} ${styles.bad}`} title={words}>
        {words}
      </span>
    );
  }
  const text = {
    waiting: t.waiting,
    sending: t.uploading(Math.round(item.progress)),
    done: fileSize(item.file.size),
  }[item.state];
  return <span className={styles.sub}>{text}</span>;
}
