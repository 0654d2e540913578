import { useQuery } from "@tanstack/react-query";
import { Camera, FolderOpen, Pencil, Pin, Plus, Search, Settings2, UsersRound } from "lucide-react";
import { useState } from "react";
import { asApiError } from "@/api/error";
import { primeCards } from "@/api/people";
import type { Chat } from "@/api/types";
import { uploadFile } from "@/api/uploads";
import { go } from "@/lib/nav";
import { PersonAvatar, PersonFacts, PersonName, useUser } from "@/shared/person";
import {
  Button,
  confirm,
  ErrorState,
  IconButton,
  PickFiles,
  Pressable,
  Select,
  SkeletonRows,
  Switch,
  Tag,
  toast,
} from "@/ui";
import { chatApi } from "../api";
import { settleChat, takeChats } from "../engine/chats";
import { forgetChat, useMyId, whileLeaving } from "../engine/store";
import { useT, words } from "../i18n";
import type { Level } from "../model/types";
import { ChatFace } from "../parts/Face";
import { Markdown } from "../room/Markdown";
import type { PanelView } from "../room/Room";
import { AddMembers, mayAdd } from "./AddMembers";
import { AnnouncementDialog, RenameDialog } from "./EditDialogs";
import styles from "./Panel.module.css";

/** Faces shown before the list of all. */
const faces = 9;

interface InfoViewProps {
  chat: Chat;
  onView: (view: PanelView | undefined) => void;
}

/** What the chat is, and the reader's own settings for it. */
export function InfoView({ chat, onView }: InfoViewProps) {
  const t = useT();
  const isGroup = chat.kind !== "direct";
  const isAdmin = chat.me.role !== "member";
  const settle = (choice: Parameters<typeof settleChat>[1]) =>
    void settleChat(chat.id, choice).catch((error: unknown) => toast.failure(asApiError(error)));
  const levels = (["all", "mentions", "none"] as const).filter((level) => isGroup || level !== "mentions");
  return (
    <div className={styles.scroll}>
      {isGroup ? <GroupHead chat={chat} isAdmin={isAdmin} /> : <PersonHead chat={chat} />}
      {isGroup && <Announcement chat={chat} isAdmin={isAdmin} />}
      {isGroup && <Faces chat={chat} onAll={() => onView("members")} />}
      <div className={styles.links}>
        <PanelLink icon={<Pin size={18} />} label={t.panel.pins} onPress={() => onView("pins")} />
        <PanelLink icon={<FolderOpen size={18} />} label={t.panel.files} onPress={() => onView("files")} />
        <PanelLink icon={<Search size={18} />} label={t.panel.search} onPress={() => onView("search")} />
        {isGroup && isAdmin && (
          <PanelLink icon={<Settings2 size={18} />} label={t.panel.manage} onPress={() => onView("manage")} />
        )}
      </div>
      <div className={styles.settings}>
        <Select
          label={t.panel.notify}
          choices={levels.map((level) => ({ id: level, label: t.panel.levels[level] }))}
          value={chat.me.level}
          onChange={(level) => settle({ level: level as Level })}
        />
        <Switch isSelected={chat.me.pinned} onChange={(pinned) => settle({ pinned })}>
          {t.panel.pinChat}
        </Switch>
      </div>
      {chat.kind === "group" && <Leave chat={chat} />}
    </div>
  );
}

function PanelLink({ icon, label, onPress }: { icon: React.ReactNode; label: string; onPress: () => void }) {
  return (
    <Pressable className={styles.link ?? ""} onPress={onPress}>
      {icon}
      <span>{label}</span>
    </Pressable>
  );
}

function PersonHead({ chat }: { chat: Chat }) {
  const { peer } = chat;
  const { data: user } = useUser(peer?.id ?? "");
  if (!peer) return null;
  return (
    <>
      <div className={styles.who}>
        <PersonAvatar person={peer} size={56} withPresence opensCard />
        <div>
          <PersonName person={peer} className={styles.nameText ?? ""} />
          <div className={styles.sub}>{peer.title}</div>
        </div>
      </div>
      <div className={styles.section}>
        <PersonFacts person={peer} user={user} />
      </div>
    </>
  );
}

function GroupHead({ chat, isAdmin }: { chat: Chat; isAdmin: boolean }) {
  const t = useT();
  const [isRenaming, setRenaming] = useState(false);
  const setAvatar = async (files: File[]) => {
    const [file] = files;
    if (!file) return;
    try {
      const stored = await uploadFile(file);
      takeChats([await chatApi.change(chat.id, { avatar_file: stored.id })]);
    } catch (error) {
      toast.failure(asApiError(error));
    }
  };
  return (
    <div className={styles.who}>
      <div className={styles.avatar}>
        <ChatFace chat={chat} size={56} />
        {isAdmin && (
          <PickFiles accept={["image/*"]} onFiles={(files) => void setAvatar(files)}>
            <Pressable className={styles.avatarEdit ?? ""} aria-label={t.panel.avatar}>
              <Camera size={20} />
            </Pressable>
          </PickFiles>
        )}
      </div>
      <div>
        <div className={styles.name}>
          <span className={styles.nameText}>{chat.title}</span>
          {isAdmin && (
            <IconButton
              size="sm"
              icon={<Pencil size={14} />}
              label={t.panel.rename}
              onPress={() => setRenaming(true)}
            />
          )}
        </div>
        <div className={styles.sub}>
          {chat.kind === "group" ? t.room.members(chat.members) : t.panel.follows}
        </div>
      </div>
      {isRenaming && <RenameDialog chat={chat} onClose={() => setRenaming(false)} />}
    </div>
  );
}

function Announcement({ chat, isAdmin }: { chat: Chat; isAdmin: boolean }) {
  const t = useT();
  const [isEditing, setEditing] = useState(false);
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <span>{t.panel.announcement}</span>
        {isAdmin && (
          <IconButton
            size="sm"
            icon={<Pencil size={14} />}
            label={t.panel.editAnnouncement}
            onPress={() => setEditing(true)}
          />
        )}
      </div>
      {chat.announcement === "" ? (
        <div className={styles.quiet}>{t.panel.noAnnouncement}</div>
      ) : (
        <div className={styles.announcement}>
          <Markdown text={chat.announcement} />
        </div>
      )}
      {isEditing && <AnnouncementDialog chat={chat} onClose={() => setEditing(false)} />}
    </section>
  );
}

function Faces({ chat, onAll }: { chat: Chat; onAll: () => void }) {
  const t = useT();
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["chat", "members", chat.id, "first", chat.members],
    queryFn: async () => {
      const { items } = await chatApi.members(chat.id, { limit: faces });
      primeCards(items.map((member) => member.user));
      return items;
    },
    placeholderData: (before) => before,
  });
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <span>{t.panel.memberCount(chat.members)}</span>
        <Button size="sm" variant="ghost" icon={<UsersRound size={14} />} onPress={onAll}>
          {t.panel.allMembers}
        </Button>
      </div>
      {!data && error && <ErrorState isSmall error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={2} height={56} />}
      {data && (
        <div className={styles.faces}>
          {data.map(({ user, role }) => (
            <div key={user.id} className={styles.faceCell}>
              <PersonAvatar person={user} size={40} withPresence opensCard />
              <span className={styles.faceName} title={user.name}>
                {user.name}
              </span>
              {role === "owner" && <Tag tone="accent">{t.panel.roles.owner}</Tag>}
            </div>
          ))}
          {mayAdd(chat) && (
            <div className={styles.faceCell}>
              <Pressable
                className={styles.add ?? ""}
                aria-label={t.panel.addMembers}
                onPress={() => setAdding(true)}
              >
                <Plus size={18} />
              </Pressable>
            </div>
          )}
        </div>
      )}
      {isAdding && <AddMembers chat={chat} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** Leaving, and for the owner dissolving. */
function Leave({ chat }: { chat: Chat }) {
  const t = useT();
  const me = useMyId();
  const isOwner = chat.me.role === "owner";
  const leave = async () => {
    const agreed = await confirm({
      title: t.panel.leaveTitle,
      text: isOwner ? t.panel.leaveOwner : t.panel.leaveText,
      action: t.panel.leave,
      isDanger: true,
    });
    if (agreed) await goAway(chat, () => chatApi.removeMember(chat.id, me), words().panel.left);
  };
  const dissolve = async () => {
    const agreed = await confirm({
      title: t.panel.dissolveTitle,
      text: t.panel.dissolveText,
      action: t.panel.dissolve,
      isDanger: true,
    });
    if (agreed) await goAway(chat, () => chatApi.dissolve(chat.id), words().panel.dissolved);
  };
  return (
    <div className={styles.leave}>
      <Button variant="dangerGhost" wide onPress={() => void leave()}>
        {t.panel.leave}
      </Button>
      {isOwner && (
        <Button variant="dangerGhost" wide onPress={() => void dissolve()}>
          {t.panel.dissolve}
        </Button>
      )}
    </div>
  );
}

async function goAway(chat: Chat, act: () => Promise<unknown>, said: string) {
  try {
    await whileLeaving(chat.id, async () => {
      await act();
      await go("/chat", { replace: true });
      forgetChat(chat.id);
    });
    toast.success(said);
  } catch (error) {
    toast.failure(asApiError(error));
  }
}
