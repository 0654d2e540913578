import { create } from "zustand";

interface Title {
  page: string;
  unread: number;
}

const useTitle = create<Title>(() => ({ page: "", unread: 0 }));

useTitle.subscribe(({ page, unread }) => {
  const count = unread > 99 ? "(99+) " : unread > 0 ? `(${unread}) ` : "";
  document.title = `${count}${page || "合院"}`;
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

/** Puts the number of unread things before the page's name and on the icon of the installed app. */
export function setUnreadBadge(unread: number) {
  useTitle.setState({ unread });
}
