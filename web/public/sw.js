// Phones show notifications only through a worker, and only a worker hears of a press on one whose page is gone.
// It fetches and keeps nothing.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("notificationclick", (event) => {
  const { tag, data } = event.notification;
  event.notification.close();
  event.waitUntil(open(tag, data.url));
});

async function open(tag, url) {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (!page) {
    await self.clients.openWindow(url);
    return;
  }
  // A browser may keep the focus to itself; the page goes there all the same.
  await page.focus().catch(() => undefined);
  page.postMessage({ type: "notice", tag, url });
}
