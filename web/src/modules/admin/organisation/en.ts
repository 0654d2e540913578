import type zh from "./zh";

const en: typeof zh = {
  name: "Name",
  nameHint: "Shown at sign-in, in the directory and in notifications",
  needName: "Enter the name",
  logo: "Logo",
  logoText: "PNG, JPEG or WebP, best square",
  change: "Change logo",
  remove: "Remove",
  removed: "Logo removed",
  uploaded: "Logo changed",
  notImage: "Choose a picture",
};

export default en;
