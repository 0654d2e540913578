import type zh from "./zh";

const en: typeof zh = {
  rail: "Main navigation",
  skip: "Skip to content",
  search: "Search",
  notices: "Notifications",
  unreadNotices: (n) => (n === 1 ? "1 unread notification" : `${n} unread notifications`),
  mine: "Me",
  settings: "Settings",
  theme: "Appearance",
  light: "Light",
  dark: "Dark",
  system: "Match system",
  language: "Language",
  shortcuts: "Keyboard shortcuts",
  signOut: "Sign out",
  signOutTitle: "Sign out?",
  signOutText: "This device will get no more messages. Drafts are kept.",
  account: "My account",
  offline: "Offline. Changes sync when you are back.",
  reconnecting: "Connection lost, reconnecting",
  retryNow: "Retry now",
  status: { active: "Online", away: "Away" },
  goTo: (name) => `Go to ${name}`,
  groups: { general: "General", go: "Go to", list: "Lists" },
  keys: {
    palette: "Search and commands",
    map: "Keyboard shortcuts",
    close: "Close the top layer",
    move: "Move in a list",
    openItem: "Open the selected item",
    regions: "Move between navigation, list and content",
    notices: "Open notifications",
    settings: "Open settings",
  },
  notFound: {
    title: "Nothing to see here",
    text: "The link may be out of date, or you may not have access. Ask whoever sent it to you.",
    home: "Go home",
  },
};

export default en;
