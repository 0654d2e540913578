import type zh from "./zh";

const en: typeof zh = {
  name: "Name",
  nameHint: "Shown in the directory, in notifications and on invitations",
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
