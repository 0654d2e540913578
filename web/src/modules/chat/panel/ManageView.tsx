import { asApiError } from "@/api/error";
import type { Chat, ChatSettings } from "@/api/types";
import { Select, Switch, toast } from "@/ui";
import { chatApi } from "../api";
import { takeChats } from "../engine/chats";
import { patchChat } from "../engine/store";
import { useT } from "../i18n";
import styles from "./Panel.module.css";

/** What owner and admins decide for a group: at once here, then on the server. */
export function ManageView({ chat }: { chat: Chat }) {
  const t = useT();
  const { settings } = chat;
  const change = async (changes: Partial<ChatSettings>) => {
    const wanted = { ...settings, ...changes };
    patchChat(chat.id, (known) => ({ ...known, settings: wanted }));
    try {
      takeChats([await chatApi.change(chat.id, { settings: wanted })]);
    } catch (error) {
      patchChat(chat.id, (known) => ({ ...known, settings }));
      toast.failure(asApiError(error));
    }
  };
  const who = (label: string, key: "who_can_post" | "who_can_add" | "who_can_mention_all") => (
    <Select
      label={label}
      choices={[
        { id: "all", label: t.panel.who.all },
        { id: "admins", label: t.panel.who.admins },
      ]}
      value={settings[key]}
      onChange={(value) => void change({ [key]: value })}
    />
  );
  return (
    <div className={styles.scroll}>
      <div className={styles.settings}>
        {who(t.panel.whoPost, "who_can_post")}
        {chat.kind === "group" && who(t.panel.whoAdd, "who_can_add")}
        {who(t.panel.whoMention, "who_can_mention_all")}
        <Switch
          isSelected={settings.history_for_new}
          onChange={(history_for_new) => void change({ history_for_new })}
        >
          {t.panel.historyForNew}
        </Switch>
      </div>
    </div>
  );
}
