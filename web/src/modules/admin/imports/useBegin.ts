import { useState } from "react";
import { asApiError } from "@/api/error";
import { uploadFile } from "@/api/uploads";
import { go } from "@/lib/nav";
import { toast } from "@/ui";
import { importSteps } from "./api";
import { useT } from "./i18n";

export const accepted = [".csv", ".xlsx"] as const;

/** Uploads a table, begins an import of it and opens its page. */
export function useBegin() {
  const t = useT();
  const [upload, setUpload] = useState<{ name: string; percent: number }>();
  const begin = async ([file]: readonly File[]) => {
    if (!file) return;
    if (!accepted.some((ending) => file.name.toLowerCase().endsWith(ending))) {
      toast.error(t.wrongType);
      return;
    }
    setUpload({ name: file.name, percent: 0 });
    try {
      const stored = await uploadFile(file, {
        onProgress: (sent, total) =>
          setUpload({ name: file.name, percent: total > 0 ? (sent / total) * 100 : 100 }),
      });
      const begun = await importSteps.begin(stored.id);
      await go(`/admin/imports/${begun.id}`);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      setUpload(undefined);
    }
  };
  return { upload, begin };
}
