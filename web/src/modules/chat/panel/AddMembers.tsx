import { asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Chat } from "@/api/types";
import { PersonPicker } from "@/shared/person";
import { toast } from "@/ui";
import { chatApi } from "../api";
import { refreshChat } from "../engine/chats";
import { useChats } from "../engine/store";
import { useT } from "../i18n";

/** As the server has it. */
const atOnce = 1000;

export const mayAdd = (chat: Chat) =>
  chat.kind === "group" && (chat.me.role !== "member" || chat.settings.who_can_add === "all");

/** Brings people, or everyone of departments, into a group. */
export function AddMembers({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const t = useT();
  const marks = useChats((store) => store.marks[chat.id]);
  const excluded = new Set(Object.keys(marks ?? {}));
  return (
    <PersonPicker
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.panel.addMembers}
      excluded={excluded}
      allowDepartments
      limit={atOnce}
      onPick={async ({ people, departments }) => {
        try {
          const { added } = await chatApi.addMembers(
            chat.id,
            people.map((person) => person.id),
            departments.map((department) => department.id),
          );
          toast.success(added > 0 ? t.panel.addDone(added) : t.panel.alreadyIn);
          void queries.invalidateQueries({ queryKey: ["chat", "members", chat.id] });
          void refreshChat(chat.id).catch(() => undefined);
        } catch (error) {
          toast.failure(asApiError(error));
          throw error;
        }
      }}
    />
  );
}
