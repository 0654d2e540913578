import type zh from "./zh";

const en: typeof zh = {
  title: "Notifications",
  readAll: "Mark all as read",
  empty: "No notifications",
  emptyText: "When someone mentions you or something needs you, it shows here.",
  new: "Unread",
};

export default en;
