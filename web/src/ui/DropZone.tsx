import { Upload } from "lucide-react";
import { type DragEvent, type ReactElement, type ReactNode, useRef, useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { useIsTouch } from "@/lib/media";
import { Button } from "./Button";
import styles from "./DropZone.module.css";

export interface PickFilesProps {
  /** The Button, IconButton or Pressable that opens the system's file dialog. */
  children: ReactElement;
  /** Types as in `accept`: `image/*`, `.csv`. */
  accept?: readonly string[];
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}

/** Opens the system's file dialog. */
export function PickFiles({ children, accept, multiple, onFiles }: PickFilesProps) {
  return (
    <FileTrigger
      {...(accept ? { acceptedFileTypes: accept } : {})}
      allowsMultiple={multiple ?? false}
      onSelect={(list) => {
        if (list && list.length > 0) onFiles([...list]);
      }}
    >
      {children}
    </FileTrigger>
  );
}

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** Listeners for a place that takes dropped files, and whether files hover over it. */
function useFileDrop(onFiles: (files: File[]) => void) {
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return {
    isOver,
    listeners: {
      onDragEnter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      onDragLeave: () => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      },
      onDrop: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        leave();
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(files);
      },
    },
  };
}

export interface DropZoneProps {
  accept?: readonly string[];
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  /** What may be dropped, under the main line. */
  hint?: ReactNode;
  icon?: ReactNode;
  className?: string;
}

/** A framed place to drop files or choose them. */
export function DropZone({ accept, multiple, onFiles, hint, icon, className }: DropZoneProps) {
  const common = useCommon();
  const { isOver, listeners } = useFileDrop(onFiles);
  const isTouch = useIsTouch();
  return (
    <div className={cx(styles.zone, className)} data-drop-target={isOver || undefined} {...listeners}>
      {icon ?? <Upload size={28} strokeWidth={1.5} />}
      {!isTouch && <div>{isOver ? common.drop.active : common.drop.hint}</div>}
      {hint && <div>{hint}</div>}
      <PickFiles accept={accept} multiple={multiple} onFiles={onFiles}>
        <Button>{common.choose}</Button>
      </PickFiles>
    </div>
  );
}

/** Makes everything inside take dropped files; a veil shows while files hover. */
export function DropArea({
  onFiles,
  label,
  children,
  className,
}: {
  onFiles: (files: File[]) => void;
  /** What dropping does: 松开发送到「三季度发布」. */
  label: string;
  children: ReactNode;
  className?: string;
}) {
  const { isOver, listeners } = useFileDrop(onFiles);
  return (
    <div className={cx(styles.area, className)} {...listeners}>
      {children}
      {isOver && (
        <div className={styles.veil}>
          <Upload size={28} strokeWidth={1.5} />
          {label}
        </div>
      )}
    </div>
  );
}
