import type zh from "./zh";

const en: typeof zh = {
  label: "Search and commands",
  placeholder: "Search people, chats, messages or commands",
  actions: "Commands",
  recent: "Recent",
  kinds: { person: "People", chat: "Chats", message: "Messages" },
  empty: (q) => `Nothing found for “${q}”`,
  emptyText: "Try the initials of a name, such as ljw, or another word",
  hintOpen: "Open",
  hintMove: "Select",
  hintChat: "Message",
  hintProfile: "Profile",
  failed: "Search is not available right now. Commands still work.",
  results: (n) => (n === 1 ? "1 result" : `${n} results`),
  act: {
    settings: "Open settings",
    notices: "Show notifications",
    light: "Use the light theme",
    dark: "Use the dark theme",
    system: "Match the system theme",
    chinese: "Language: 简体中文",
    english: "Language: English",
    shortcuts: "Show keyboard shortcuts",
    signOut: "Sign out",
  },
};

export default en;
