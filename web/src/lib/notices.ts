import { create } from "zustand";
import { usePrefs } from "./prefs";

export type NoticePermission = "granted" | "denied" | "default" | "unsupported";

const current = (): NoticePermission =>
  typeof Notification === "undefined" || !globalThis.isSecureContext
    ? "unsupported"
    : Notification.permission;

/** Whether the browser lets this site show desktop notifications. */
export const useNoticePermission = create<{ permission: NoticePermission }>(() => ({
  permission: current(),
}));

export async function askForNotices(): Promise<NoticePermission> {
  if (current() !== "unsupported") await Notification.requestPermission();
  const permission = current();
  useNoticePermission.setState({ permission });
  return permission;
}

export interface DesktopNotice {
  title: string;
  body: string;
  icon?: string;
  /** Notices with the same tag replace each other, so that a busy chat shows one. */
  tag: string;
  onOpen: () => void;
}

/** Shows a desktop notification when nobody looks at the page; silent when not allowed or switched off. */
export function showNotice({ title, body, icon, tag, onOpen }: DesktopNotice) {
  const { desktopNotices, sound } = usePrefs.getState();
  if (!desktopNotices || current() !== "granted" || document.visibilityState === "visible") return;
  try {
    const notice = new Notification(title, { body, icon: icon ?? "/icon-192.png", tag, silent: !sound });
    notice.onclick = () => {
      window.focus();
      notice.close();
      onOpen();
    };
  } catch {
    // Phones allow notifications only through a service worker: the in-app list still has the notice.
  }
}
