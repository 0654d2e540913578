import { commonWords } from "@/i18n";
import { toast } from "@/ui/toast";

/** Copies text and says so; on plain http, where the clipboard API is missing, falls back to a selection. */
export async function copyText(text: string, said?: string): Promise<boolean> {
  const words = commonWords();
  const copied = (await writeWithApi(text)) || writeWithSelection(text);
  if (copied) toast.success(said ?? words.copied);
  else toast.error(words.copyFailed);
  return copied;
}

async function writeWithApi(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function writeWithSelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  area.readOnly = true;
  document.body.append(area);
  const focused = document.activeElement;
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
