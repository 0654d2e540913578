import type zh from "./zh";

const en: typeof zh = {
  signIn: "Sign in",
  welcome: (org) => `Sign in to ${org}`,
  welcomePlain: "Sign in to Courtyard",
  sub: "Use the account your administrator set up for you",
  login: "Account",
  loginHint: "Phone, employee number or login",
  password: "Password",
  submit: "Sign in",
  capsLock: "Caps Lock is on",
  forgot: "Forgot your password?",
  forgotText: "Ask an administrator of your organisation to reset it for you.",
  ended: "Your session has ended. Please sign in again.",
  wait: (seconds) =>
    seconds >= 60
      ? `Too many attempts. Try again in ${Math.ceil(seconds / 60)} min.`
      : `Too many attempts. Try again in ${seconds} s.`,
  missing: "Enter your account and password",
  slogan: "Many rooms, one courtyard",
  sloganText: "Find anyone, talk, work together in one place. Your data stays on your own server.",
  language: "简体中文",
  invite: {
    hello: (name) => `Hello, ${name}`,
    member: (org) => `Set a password to join ${org}`,
    owner: "Name your organisation and yourself, set a password, and begin",
    reset: "Choose a new password",
    welcome: "Welcome to Courtyard",
    ownName: "Your name",
    orgName: "Organisation name",
    orgHint: "Everyone sees it, on the sign-in page too. You can change it later.",
    password: "New password",
    passwordHint: "The longer the better; mix letters, digits and symbols",
    passwordRules: (min, mixed) =>
      mixed
        ? `At least ${min} characters, with letters and digits`
        : `At least ${min} characters; mix letters, digits and symbols`,
    again: "Repeat the password",
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
    submit: "Change and continue",
  },
  strength: { label: "Password strength", weak: "Weak", fair: "Fair", good: "Good", strong: "Strong" },
};

export default en;
