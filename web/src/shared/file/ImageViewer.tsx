import {
  ChevronLeft,
  ChevronRight,
  Download,
  Maximize,
  RotateCw,
  Scan,
  X,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { fileUrl } from "@/api/client";
import type { StoredFile } from "@/api/types";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { fileSize } from "@/lib/time";
import { BareDialog, IconButton } from "@/ui";
import styles from "./File.module.css";
import { downloadFile } from "./FileParts";
import { useT } from "./i18n";

export interface ImageViewerProps {
  files: readonly StoredFile[];
  /** Which one shows; null when closed. */
  index: number | null;
  onIndex: (index: number | null) => void;
  /** One thing more to do with the picture that shows, such as going to where it was sent. It closes the viewer. */
  action?: ViewerAction;
}

export interface ViewerAction {
  label: string;
  icon: ReactNode;
  run: (index: number) => void;
}

/** Pictures over the whole screen: zoom, pan, rotate, next and previous, download. */
export function ImageViewer({ files, index, onIndex, action }: ImageViewerProps) {
  const t = useT();
  const file = index === null ? undefined : files[index];
  return (
    <BareDialog
      isOpen={file !== undefined}
      onOpenChange={(open) => !open && onIndex(null)}
      label={t.viewer.label}
      look="viewer"
    >
      {file && index !== null && (
        <Viewer key={file.id} file={file} at={index} of={files.length} onIndex={onIndex} action={action} />
      )}
    </BareDialog>
  );
}

interface View {
  scale: number;
  x: number;
  y: number;
  turns: number;
}

const start: View = { scale: 1, x: 0, y: 0, turns: 0 };
const smallest = 0.1;
const largest = 8;
const step = 1.4;
/** Room left around a fitted picture, in px. */
const margin = 72;
/** A swipe longer than this changes the picture, in px. */
const swipePx = 60;

interface ViewerProps {
  file: StoredFile;
  at: number;
  of: number;
  onIndex: (index: number | null) => void;
  action: ViewerAction | undefined;
}

function Viewer({ file, at, of, onIndex, action }: ViewerProps) {
  const t = useT();
  const common = useCommon();
  const [view, setView] = useState(start);
  const [isDragging, setDragging] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [natural, setNatural] = useState({ width: file.width ?? 0, height: file.height ?? 0 });
  const box = useRef<HTMLDivElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());

  /** Scale at which the picture fills the screen without growing beyond its size. */
  const [fit, setFit] = useState(1);
  useEffect(() => {
    const measure = () => {
      const element = box.current;
      if (!element || natural.width === 0) return;
      const side = window.innerWidth < 768 ? 0 : margin;
      const turned = view.turns % 2 === 1;
      const width = turned ? natural.height : natural.width;
      const height = turned ? natural.width : natural.height;
      setFit(Math.min(1, (element.clientWidth - side) / width, (element.clientHeight - 2 * margin) / height));
    };
    measure();
    window.addEventListener("resize", measure);
    return () => window.removeEventListener("resize", measure);
  }, [natural, view.turns]);

  const shown = view.scale * fit;
  const zoom = (factor: number, around?: { x: number; y: number }) =>
    setView((before) => {
      const scale = Math.min(Math.max(before.scale * factor, smallest / fit), largest / fit);
      const ratio = scale / before.scale;
      const element = box.current;
      const dx = around && element ? around.x - element.clientWidth / 2 : 0;
      const dy = around && element ? around.y - element.clientHeight / 2 : 0;
      return { ...before, scale, x: dx - (dx - before.x) * ratio, y: dy - (dy - before.y) * ratio };
    });
  const move = (to: number) => {
    if (to >= 0 && to < of) onIndex(to);
  };

  useEffect(() => box.current?.focus(), []);
  useEffect(() => {
    const element = box.current;
    // React listens to wheel passively, and the page must not zoom along.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const bounds = element?.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 120 : 400)), {
        x: event.clientX - (bounds?.left ?? 0),
        y: event.clientY - (bounds?.top ?? 0),
      });
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const acts: Record<string, (() => void) | undefined> = {
      arrowleft: move.bind(null, at - 1),
      arrowright: move.bind(null, at + 1),
      "+": zoom.bind(null, step, undefined),
      "=": zoom.bind(null, step, undefined),
      "-": zoom.bind(null, 1 / step, undefined),
      "0": setView.bind(null, start),
      "1": setView.bind(null, { ...start, scale: 1 / fit, turns: view.turns }),
      r: turn,
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
  function turn() {
    setView((before) => ({ ...start, turns: before.turns + 1 }));
  }

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    setDragging(true);
  };
  const swipe = useRef(0);
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const other = others[0];
    if (other) {
      const distance = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y);
      zoom(distance(now) / Math.max(distance(before), 1), {
        x: (now.x + other.x) / 2,
        y: (now.y + other.y) / 2,
      });
    } else if (view.scale <= 1.01 && event.pointerType === "touch") swipe.current += now.x - before.x;
    else setView((old) => ({ ...old, x: old.x + now.x - before.x, y: old.y + now.y - before.y }));
    pointers.current.set(event.pointerId, now);
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    setDragging(pointers.current.size > 0);
    if (pointers.current.size > 0) return;
    if (Math.abs(swipe.current) > swipePx) move(at + (swipe.current < 0 ? 1 : -1));
    swipe.current = 0;
  };

  const isFitted = view.scale === 1 && view.x === 0 && view.y === 0;
  return (
    <div
      ref={box}
      className={styles.viewer}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the viewer's keys work while the picture has the focus.
      tabIndex={0}
      onKeyDown={onKeyDown}
      aria-label={file.name}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging and pinching have keys and buttons beside them. */}
      <div
        className={styles.stage}
        data-dragging={isDragging || undefined}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onDoubleClick={(event) =>
          isFitted
            ? zoom(fit < 1 ? 1 / fit : 2, { x: event.clientX, y: event.clientY })
            : setView({ ...start, turns: view.turns })
        }
      >
        {isBroken ? (
          <span className={styles.gone}>{t.viewer.failed}</span>
        ) : (
          <img
            src={fileUrl(file.id)}
            alt={file.name}
            draggable={false}
            onLoad={(event) =>
              setNatural({
                width: event.currentTarget.naturalWidth,
                height: event.currentTarget.naturalHeight,
              })
            }
            onError={() => setBroken(true)}
            style={{
              ...(natural.width > 0 ? { width: natural.width, height: natural.height, flex: "none" } : {}),
              transform: `translate(${view.x}px, ${view.y}px) scale(${shown}) rotate(${view.turns * 90}deg)`,
            }}
          />
        )}
      </div>
      <div className={styles.top}>
        <div className={styles.caption}>
          <div className={styles.captionName}>{file.name}</div>
          <div className={styles.captionSub}>
            {[
              of > 1 && t.viewer.position(at + 1, of),
              natural.width > 0 && `${natural.width} × ${natural.height}`,
              fileSize(file.size),
            ]
              .filter(Boolean)
              .join(" · ")}
          </div>
        </div>
        <Tool icon={<X size={20} />} label={common.close} keys="Escape" onPress={() => onIndex(null)} />
      </div>
      {of > 1 && (
        <>
          <Tool
            className={cx(styles.side, styles.left)}
            icon={<ChevronLeft size={22} />}
            label={t.viewer.previous}
            isDisabled={at === 0}
            onPress={() => move(at - 1)}
          />
          <Tool
            className={cx(styles.side, styles.right)}
            icon={<ChevronRight size={22} />}
            label={t.viewer.next}
            isDisabled={at === of - 1}
            onPress={() => move(at + 1)}
          />
        </>
      )}
      <div className={styles.bottom}>
        <div className={styles.tools}>
          <Tool
            icon={<ZoomOut size={18} />}
            label={t.viewer.zoomOut}
            keys="-"
            onPress={() => zoom(1 / step)}
          />
          <span className={styles.scale}>{Math.round(shown * 100)}%</span>
          <Tool icon={<ZoomIn size={18} />} label={t.viewer.zoomIn} keys="+" onPress={() => zoom(step)} />
          <Tool
            icon={isFitted ? <Scan size={18} /> : <Maximize size={18} />}
            label={isFitted ? t.viewer.actual : t.viewer.fit}
            keys={isFitted ? "1" : "0"}
            onPress={() => setView({ ...start, scale: isFitted ? 1 / fit : 1, turns: view.turns })}
          />
          <Tool icon={<RotateCw size={18} />} label={t.viewer.rotate} keys="r" onPress={turn} />
          {action && (
            <Tool
              icon={action.icon}
              label={action.label}
              onPress={() => {
                onIndex(null);
                action.run(at);
              }}
            />
          )}
          <Tool icon={<Download size={18} />} label={common.download} onPress={() => downloadFile(file)} />
        </div>
      </div>
    </div>
  );
}

interface ToolProps {
  icon: ReactNode;
  label: string;
  keys?: string;
  isDisabled?: boolean;
  className?: string;
  onPress: () => void;
}

function Tool({ className, ...rest }: ToolProps) {
  return <IconButton {...rest} tip="top" className={cx(styles.tool, className)} />;
}
