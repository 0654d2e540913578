import { create } from "zustand";

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface ToastSpec {
  title: string;
  detail?: string | undefined;
  tone?: "plain" | "success" | "error" | "info";
  /** One action, such as undo; the toast closes when it runs. */
  action?: ToastAction;
  /** How long it stays, in ms; 0 keeps it until closed. */
  stays?: number;
}

export interface ToastEntry extends ToastSpec {
  id: number;
}

/** More than this at once is noise: the oldest leaves. */
const most = 3;
const usualMs = 4000;
/** An undo must be reachable without haste. */
const actionMs = 8000;

let nextId = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const useToasts = create<{ toasts: readonly ToastEntry[] }>(() => ({ toasts: [] }));

export function dismissToast(id: number) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((entry) => entry.id !== id) }));
}

/** Holds the clock while the pointer or the focus is on the toast. */
export function holdToast(id: number) {
  clearTimeout(timers.get(id));
}

export function releaseToast(entry: ToastEntry) {
  const ms = entry.stays ?? (entry.action ? actionMs : usualMs);
  clearTimeout(timers.get(entry.id));
  if (ms > 0)
    timers.set(
      entry.id,
      setTimeout(() => dismissToast(entry.id), ms),
    );
}

function show(spec: ToastSpec): () => void {
  const entry: ToastEntry = { ...spec, id: nextId };
  nextId += 1;
  const { toasts } = useToasts.getState();
  for (const old of toasts.slice(0, Math.max(0, toasts.length - most + 1))) dismissToast(old.id);
  useToasts.setState((state) => ({ toasts: [...state.toasts, entry] }));
  releaseToast(entry);
  return () => dismissToast(entry.id);
}

interface Refused {
  title: string;
  detail?: string | undefined;
  /** Message by field. */
  fields?: Readonly<Record<string, string>>;
}

/** A failure in one sentence: what is said of the first field tells more than "some entries are wrong". */
export function failureText({ title, fields = {} }: Refused): string {
  return Object.values(fields)[0] ?? title;
}

function showFailure(failure: Refused): () => void {
  return show({ title: failureText(failure), detail: failure.detail, tone: "error", stays: 6000 });
}

/** Short notes at the edge of the screen: `toast.success("已保存")`, `toast.undo("已移除", "撤销", put_back)`. */
export const toast = {
  show,
  success: (title: string, detail?: string) => show({ title, detail, tone: "success" }),
  info: (title: string, detail?: string) => show({ title, detail, tone: "info" }),
  error: (title: string, detail?: string) => show({ title, detail, tone: "error", stays: 6000 }),
  /** What a request answered, in the server's words. */
  failure: showFailure,
  /** For a form: only what none of its fields shows. */
  unshown: (failure: Refused, isShown: (field: string) => boolean) => {
    const all = Object.entries(failure.fields ?? {});
    const rest = all.filter(([field]) => !isShown(field));
    if (all.length === 0 || rest.length > 0) showFailure({ ...failure, fields: Object.fromEntries(rest) });
  },
  undo: (title: string, label: string, run: () => void) => show({ title, action: { label, run } }),
};
