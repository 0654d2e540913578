import { create } from "zustand";
import { commonWords } from "@/i18n";

interface Title {
  page: string;
  /** By module. */
  unread: Readonly<Record<string, number>>;
}

const useTitle = create<Title>(() => ({ page: "", unread: {} }));

useTitle.subscribe(({ page, unread: parts }) => {
  const unread = Object.values(parts).reduce((sum, count) => sum + count, 0);
  const count = unread > 99 ? "(99+) " : unread > 0 ? `(${unread}) ` : "";
  document.title = `${count}${page || commonWords().product}`;
  const badge = navigator as Navigator & {
    setAppBadge?: (n: number) => Promise<void>;
    clearAppBadge?: () => Promise<void>;
  };
  // An installed app shows the count on its icon; a refusal changes nothing that matters.
  void (unread > 0 ? badge.setAppBadge?.(unread) : badge.clearAppBadge?.())?.catch(() => undefined);
});

/** Names the page in the browser's tab. */
export function setPageTitle(page: string) {
  useTitle.setState({ page });
}

/** Puts the number of a module's unread things before the page's name and on the icon of the installed app. */
export function setUnread(module: string, count: number) {
  useTitle.setState(({ unread }) => ({ unread: { ...unread, [module]: count } }));
}
