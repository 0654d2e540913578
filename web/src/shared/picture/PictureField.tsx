import { type ReactNode, useState } from "react";
import { asApiError } from "@/api/error";
import { uploadFile } from "@/api/uploads";
import { Button, PickFiles, Progress, toast } from "@/ui";
import { useT } from "./i18n";
import styles from "./Picture.module.css";

const accepted = ["image/png", "image/jpeg", "image/webp"] as const;

/** What is said of one kind of picture: a face, a logo. */
export interface PictureTexts {
  label: string;
  hint: string;
  change: string;
  remove: string;
  changed: string;
  removed: string;
}

export interface PictureFieldProps {
  /** The picture as it is now, or what stands in its place. */
  face: ReactNode;
  hasPicture: boolean;
  texts: PictureTexts;
  /** Only shown, as where the organisation does not allow to change it. */
  isFixed?: boolean;
  /** Takes an uploaded file for the picture; null removes it. */
  onChange: (file: string | null) => Promise<unknown>;
}

/** A picture that can be uploaded, replaced and removed. */
export function PictureField({ face, hasPicture, texts, isFixed, onChange }: PictureFieldProps) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  /** Percent uploaded; undefined while nothing is. */
  const [progress, setProgress] = useState<number>();

  const run = async (work: () => Promise<unknown>, done: string) => {
    setBusy(true);
    try {
      await work();
      toast.success(done);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      setBusy(false);
      setProgress(undefined);
    }
  };
  const change = async ([file]: readonly File[]) => {
    if (!file) return;
    if (!file.type.startsWith("image/")) {
      toast.error(t.notImage);
      return;
    }
    await run(async () => {
      setProgress(0);
      const stored = await uploadFile(file, {
        onProgress: (sent, total) => setProgress(total > 0 ? (sent / total) * 100 : 100),
      });
      await onChange(stored.id);
    }, texts.changed);
  };

  return (
    <div className={styles.row}>
      {face}
      {!isFixed && (
        <div className={styles.text}>
          <div className={styles.buttons}>
            <PickFiles accept={accepted} onFiles={(files) => void change(files)}>
              <Button isPending={isBusy}>{texts.change}</Button>
            </PickFiles>
            {hasPicture && (
              <Button
                variant="ghost"
                isDisabled={isBusy}
                onPress={() => void run(() => onChange(null), texts.removed)}
              >
                {texts.remove}
              </Button>
            )}
          </div>
          {progress === undefined ? (
            <p className={styles.hint}>{texts.hint}</p>
          ) : (
            <Progress label={texts.label} value={progress} />
          )}
        </div>
      )}
    </div>
  );
}
