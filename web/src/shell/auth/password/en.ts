import type zh from "./zh";

const en: typeof zh = {
  invite: {
    page: "Set a password",
    hello: (name) => `Hello, ${name}`,
    member: (org) => `Set a password to join ${org}`,
    owner: "Name your organisation and yourself, set a password, and begin",
    reset: "Choose a new password",
    welcome: "Welcome to Courtyard",
    ownName: "Your name",
    orgName: "Organisation name",
    orgHint: "Shown in the directory, in notifications and on invitations. You can change it later.",
    needOrgName: "Enter the name of the organisation",
    needOwnName: "Enter your name",
    login: "Login",
    loginText: "Sign in with it and the password below from now on",
    password: "New password",
    passwordHint: "The longer the better; mix letters, digits and symbols",
    passwordRules: (min, mixed) =>
      mixed
        ? `At least ${min} characters, with letters and digits`
        : `At least ${min} characters; mix letters, digits and symbols`,
    again: "Repeat the password",
    needPassword: "Choose a password",
    needAgain: "Enter the password again",
    mismatch: "The passwords differ",
    join: "Enter Courtyard",
    save: "Save and enter",
    gone: "This link no longer works",
    goneText: "It was used already or has expired. Ask an administrator for a new one.",
    toSignIn: "Go to sign-in",
    expires: (when) => `The link works until ${when}`,
  },
  change: {
    title: "Change your password first",
    text: "You are signing in for the first time, or an administrator reset your password.",
    current: "Current password",
    needCurrent: "Enter the current password",
    submit: "Change and continue",
  },
  strength: { label: "Password strength", weak: "Weak", fair: "Fair", good: "Good", strong: "Strong" },
};

export default en;
