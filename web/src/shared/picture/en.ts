import type zh from "./zh";

const en: typeof zh = {
  notImage: "Choose a picture",
};

export default en;
