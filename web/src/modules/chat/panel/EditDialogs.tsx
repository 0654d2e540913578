import { useState } from "react";
import { asApiError } from "@/api/error";
import type { Chat } from "@/api/types";
import { useCommon } from "@/i18n";
import { Button, Dialog, Form, TextArea, TextField, toast } from "@/ui";
import { chatApi } from "../api";
import { takeChats } from "../engine/chats";
import { useT } from "../i18n";
import { mostAnnouncement, mostTitle, useLimit } from "../parts/useLimit";

interface EditDialogProps {
  chat: Chat;
  onClose: () => void;
}

function useSave(chat: Chat, onClose: () => void) {
  const [isBusy, setBusy] = useState(false);
  const [fields, setFields] = useState<Readonly<Record<string, string>>>();
  const save = async (body: { title?: string; announcement?: string }) => {
    // Enter comes past the button, which does not take a second press.
    if (isBusy) return;
    setBusy(true);
    try {
      takeChats([await chatApi.change(chat.id, body)]);
      onClose();
    } catch (thrown) {
      const error = asApiError(thrown);
      setFields(error.fields);
      if (Object.keys(error.fields).length === 0) toast.failure(error);
      setBusy(false);
    }
  };
  return { isBusy, fields, save };
}

export function RenameDialog({ chat, onClose }: EditDialogProps) {
  const t = useT();
  const common = useCommon();
  const [title, setTitle] = useState(chat.title);
  const { isBusy, fields, save } = useSave(chat, onClose);
  const limit = useLimit(title, mostTitle);
  const isReady = title.trim() !== "" && !limit.isOver;
  const submit = () => {
    if (isReady) void save({ title: title.trim() });
  };
  return (
    <Dialog
      isOpen
      size="sm"
      title={t.panel.rename}
      onOpenChange={onClose}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isPending={isBusy} isDisabled={!isReady} onPress={submit}>
            {common.save}
          </Button>
        </>
      }
    >
      <Form errors={fields} onSubmit={submit}>
        <TextField
          aria-label={t.panel.rename}
          name="title"
          value={title}
          onChange={setTitle}
          hint={limit.left}
          error={limit.error}
          autoFocus
        />
      </Form>
    </Dialog>
  );
}

export function AnnouncementDialog({ chat, onClose }: EditDialogProps) {
  const t = useT();
  const common = useCommon();
  const [text, setText] = useState(chat.announcement);
  const { isBusy, fields, save } = useSave(chat, onClose);
  const limit = useLimit(text, mostAnnouncement);
  const submit = () => {
    if (!limit.isOver) void save({ announcement: text.trim() });
  };
  return (
    <Dialog
      isOpen
      isKept
      title={t.panel.editAnnouncement}
      onOpenChange={onClose}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isPending={isBusy} isDisabled={limit.isOver} onPress={submit}>
            {t.panel.publish}
          </Button>
        </>
      }
    >
      <Form errors={fields} onSubmit={submit}>
        <TextArea
          aria-label={t.panel.announcement}
          name="announcement"
          placeholder={t.panel.announcementPlaceholder}
          hint={limit.left ?? t.panel.announcementHint}
          error={limit.error}
          rows={8}
          value={text}
          onChange={setText}
          autoFocus
        />
      </Form>
    </Dialog>
  );
}
