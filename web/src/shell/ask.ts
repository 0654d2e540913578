import { api, call } from "@/api/client";
import { live } from "@/api/live";
import { confirm } from "@/ui";
import { words } from "./i18n";
import { leave } from "./session";

export async function askToSignOut() {
  const t = words();
  const agreed = await confirm({ title: t.signOutTitle, text: t.signOutText, action: t.signOut });
  if (agreed) await signOut();
}

/** Ends this device's session. The device leaves the account even if the server cannot be told. */
async function signOut() {
  live.stop();
  try {
    await call(api.DELETE("/api/v1/people/sessions/{id}", { params: { path: { id: "current" } } }));
  } catch {
    // Offline: the session runs out by itself, and its owner can end it from another device.
  }
  await leave("/signin");
}
