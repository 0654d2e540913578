import type zh from "./zh";

const en: typeof zh = {
  tree: "Organisation",
  search: "Search departments",
  none: "No department found",
  noneText: "Try part of its name or the initials of its pinyin, such as xxzx",
  empty: "No departments yet",
  emptyText: "An administrator can create departments in the admin console or import the directory",
  people: (n) => (n === 1 ? "1 person" : `${n.toLocaleString("en")} people`),
  top: "Top level",
  topHint: "Not below any department",
  unavailable: "Unavailable",
  results: "Matching departments",
  chosen: (path) => `Chosen: ${path}`,
  nothing: "Choose a department",
};

export default en;
