import { commonHeaders } from "@/api/client";
import { asApiError, networkError, readProblem } from "@/api/error";
import { toast } from "@/ui";

/** Cells that a spreadsheet would take for a formula get an apostrophe, so that a name cannot run anything. */
const formula = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV; with the mark that makes Excel read it as UTF-8. */
export function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Hands a text to the browser as a file to save. */
export function saveText(name: string, text: string, type: string) {
  saveBlob(name, new Blob([text], { type }));
}

/** How long what is to be saved can be read. */
const readMs = 60_000;

function saveBlob(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Safari asks before it saves, and reads the address only then.
  setTimeout(() => URL.revokeObjectURL(url), readMs);
}

/** The name that the server gives a download; in its own characters where it has them. */
export function nameIn(disposition: string | null): string | undefined {
  const own = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  if (own) return decodeURIComponent(own);
  return /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1];
}

/** Fetches a file and hands it to the browser to save; a refusal is told instead of being saved as a file. */
export async function download(path: string, fallbackName: string): Promise<boolean> {
  try {
    const response = await fetch(path, { headers: commonHeaders(), credentials: "same-origin" }).catch(
      (cause: unknown) => {
        throw networkError(cause);
      },
    );
    if (!response.ok) throw await readProblem(response);
    const name = nameIn(response.headers.get("Content-Disposition")) ?? fallbackName;
    saveBlob(name, await response.blob());
    return true;
  } catch (thrown) {
    toast.failure(asApiError(thrown));
    return false;
  }
}
