import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useCommon } from "@/i18n";
import { Button, Dialog, Form, TextField, toast } from "@/ui";
import { download } from "../save";
import styles from "./Audit.module.css";
import { useT } from "./i18n";
import { evidenceName, evidencePath, verifyCommand } from "./queries";

const isIndex = (text: string) => /^\d{0,15}$/.test(text.trim());
const numberOf = (text: string) => (text.trim() === "" ? undefined : Number(text));

/** Part of the log as a file that proves itself. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const common = useCommon();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [isBusy, setBusy] = useState(false);
  const form = useId();
  const isBad = !isIndex(from) || !isIndex(to);
  const run = async () => {
    if (isBad) return;
    setBusy(true);
    const last = numberOf(to);
    const path = evidencePath(numberOf(from), last === undefined ? undefined : last + 1);
    const isSaved = await download(path, evidenceName);
    setBusy(false);
    if (!isSaved) return;
    toast.success(t.exported);
    onClose();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.exportTitle}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            icon={<Download size={16} />}
            isPending={isBusy}
            isDisabled={isBad}
          >
            {t.exporting}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={run}>
        <p className={styles.text}>{t.exportText}</p>
        <div className={styles.two}>
          <TextField
            label={t.exportFrom}
            inputMode="numeric"
            value={from}
            onChange={setFrom}
            error={isIndex(from) ? undefined : t.exportBad}
          />
          <TextField
            label={t.exportTo}
            inputMode="numeric"
            value={to}
            onChange={setTo}
            error={isIndex(to) ? undefined : t.exportBad}
          />
        </div>
        <p className={styles.text}>{t.exportHint}</p>
        <pre className={styles.pre}>{verifyCommand(undefined)}</pre>
      </Form>
    </Dialog>
  );
}
