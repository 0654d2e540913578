import type zh from "./zh";

const en: typeof zh = {
  name: "Name",
  nameHint: "Shown at sign-in, in the directory and in notifications",
  needName: "Enter the name",
  logo: {
    label: "Logo",
    hint: "PNG, JPEG or WebP, best square",
    change: "Change logo",
    remove: "Remove logo",
    changed: "Logo updated",
    removed: "Logo removed",
  },
};

export default en;
