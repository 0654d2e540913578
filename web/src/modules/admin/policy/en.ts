import type zh from "./zh";

const en: typeof zh = {
  password: "Passwords",
  passwordText: "For passwords chosen from now on; present ones stay valid.",
  minLength: "Minimum length",
  mixed: "Needs both letters and digits",
  mixedHint: "Very common passwords, and the person's own name, login or phone, are never accepted",
  session: "Staying signed in",
  sessionDays: "Sign in again when not used for",
  lock: "Against guessing",
  lockText: "After wrong passwords in a row the account is locked for a while.",
  attempts: "Wrong passwords in a row",
  lockFor: "Locked for",
  selfEdit: "People may change themselves",
  selfEditText: "Name, departments, title and the rest are kept by administrators.",
  fields: { avatar: "Picture", email: "Email", phones: "Phones" },
  units: { characters: "characters", days: "days", times: "times", minutes: "minutes" },
  range: (min, max) => `Enter a whole number from ${min} to ${max}`,
  saved: "Sign-in policy saved",
};

export default en;
