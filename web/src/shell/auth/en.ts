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
  firstStart: "Just installed, and nobody has signed in yet? Open the one-time link that the server printed.",
  ended: "Your session has ended. Please sign in again.",
  wait: (account, seconds) =>
    seconds >= 60
      ? `Too many attempts for “${account}”. Try again in ${Math.ceil(seconds / 60)} min.`
      : `Too many attempts for “${account}”. Try again in ${seconds} s.`,
  missing: "Enter your account and password",
  slogan: "Many rooms, one courtyard",
  sloganText: "Find anyone, talk, work together in one place. Your data stays on your own server.",
  language: "简体中文",
};

export default en;
