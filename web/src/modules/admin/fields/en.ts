import type zh from "./zh";

const en: typeof zh = {
  add: "New field",
  text: "Add what your organisation keeps about its people, such as desk, grade or starting date. Columns of an import can be put into these fields too.",
  none: "No custom fields yet",
  noneText: "Such as desk, grade or starting date: they show on cards and in the form of a person",
  kinds: { text: "Text", number: "Number", date: "Date", choice: "Choice" },
  kindHints: {
    text: "At most 500 characters",
    number: "May have decimals",
    date: "Such as 2026-01-31",
    choice: "One of the listed values",
  },
  visible: { all: "Everyone", admins: "Admins only" },
  visibleHints: { all: "Shown on cards and in the directory", admins: "Shown in the admin console only" },
  edit: (name) => `Edit “${name}”`,
  actions: (name) => `${name}: actions`,
  label: "Name",
  labelHint: "What everyone reads, at most 40 characters",
  key: "Key",
  keyHint: "For the API and imports; cannot change later, such as seat_no",
  kind: "Kind",
  kindChange: "What was filled in stays; what does not fit the new kind must be entered again",
  choices: "Choices",
  choicesHint: "One a line",
  visibility: "Visible to",
  up: (name) => `Move “${name}” up`,
  down: (name) => `Move “${name}” down`,
  remove: "Delete field",
  removeTitle: (name) => `Delete the field “${name}”?`,
  removeText: "Whatever was filled in for anyone is deleted with it and cannot be restored.",
  removed: (name) => `Deleted the field “${name}”`,
  saved: "Saved",
  limit: (n) => `At most ${n} fields`,
  faults: {
    label: "Enter the name",
    key: "Begins with a small letter; small letters, digits and underscores only",
    choices: "List at least one choice",
  },
};

export default en;
