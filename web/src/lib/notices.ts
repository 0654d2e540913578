import { create } from "zustand";
import { onForget } from "@/api/query";
import { isApple } from "./media";
import { go } from "./nav";
import { usePrefs } from "./prefs";

/**
 * Whether the browser lets this site show notifications. It cannot be asked without https (`insecure`), on an iPhone
 * or iPad before the app is on the home screen (`install`), and where it knows none at all (`unsupported`).
 */
export type NoticePermission = "granted" | "denied" | "default" | "insecure" | "install" | "unsupported";

export function noticePermission(): NoticePermission {
  if (!globalThis.isSecureContext) return "insecure";
  if (typeof Notification !== "undefined") return Notification.permission;
  return isApple ? "install" : "unsupported";
}

export const useNoticePermission = create<{ permission: NoticePermission }>(() => ({
  permission: noticePermission(),
}));

export async function askForNotices(): Promise<NoticePermission> {
  if (noticePermission() === "default") await Notification.requestPermission();
  const permission = noticePermission();
  useNoticePermission.setState({ permission });
  return permission;
}

/** Whether somebody looks at this page: it is visible and its window has the focus. */
export function isAttended(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

export interface DesktopNotice {
  title: string;
  body: string;
  icon?: string;
  /** Notices with the same tag replace each other, so that a busy chat shows one. */
  tag: string;
  /** Where a press leads, also when no page of the office is open any more. */
  url: string;
  /** What a press does instead while this page is open. */
  onOpen?: () => void;
}

const areOn = () => usePrefs.getState().desktopNotices && noticePermission() === "granted";

/** Shows them where a page itself may not, as on phones. */
let worker: ServiceWorkerRegistration | undefined;

/** What a press does, by tag. */
const opens = new Map<string, () => void>();
onForget(() => opens.clear());

/** Shows a desktop notification in any case; rejects where the browser has no way to. */
export async function presentNotice({ title, body, icon, tag, url, onOpen }: DesktopNotice): Promise<void> {
  const silent = !usePrefs.getState().sound;
  const options = { body, icon: icon ?? "/icon-192.png", tag, silent, data: { url } };
  const open = onOpen ?? (() => void go(url));
  if (worker?.active) {
    opens.set(tag, open);
    await worker.showNotification(title, options);
    return;
  }
  const notice = new Notification(title, options);
  notice.onclick = () => {
    window.focus();
    notice.close();
    open();
  };
}

/** Shows a desktop notification when nobody looks at the page; silent when not allowed or switched off. */
export function showNotice(notice: DesktopNotice) {
  if (!areOn() || isAttended()) return;
  // Where it cannot be shown, the list in the office still has it.
  presentNotice(notice).catch(() => undefined);
}

/** Brings the worker once notices are on, and hears from it what was pressed; returns how to stop. */
export function listenForNotices(): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const { serviceWorker } = navigator;
  const bring = async () => {
    if (!areOn() || worker) return;
    // Without it the page shows the notices itself, where it may.
    worker = await serviceWorker.register("/sw.js").catch(() => undefined);
  };
  const onMessage = ({ data }: MessageEvent<{ type?: string; tag: string; url: string } | null>) => {
    if (data?.type !== "notice") return;
    const open = opens.get(data.tag);
    opens.delete(data.tag);
    if (open) open();
    else void go(data.url);
  };
  void bring();
  const stopPrefs = usePrefs.subscribe(() => void bring());
  const stopPermission = useNoticePermission.subscribe(() => void bring());
  serviceWorker.addEventListener("message", onMessage);
  return () => {
    stopPrefs();
    stopPermission();
    serviceWorker.removeEventListener("message", onMessage);
  };
}
