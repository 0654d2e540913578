import { confirm } from "@/ui";
import { words } from "./i18n";
import { signOut } from "./session";

export async function askToSignOut() {
  const t = words();
  const agreed = await confirm({ title: t.signOutTitle, text: t.signOutText, action: t.signOut });
  if (agreed) await signOut();
}
