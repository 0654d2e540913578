import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Crown, Ellipsis, ShieldCheck, ShieldOff, UserMinus, UserPlus } from "lucide-react";
import { useState } from "react";
import { asApiError } from "@/api/error";
import { primeCards, useMe } from "@/api/people";
import { queries } from "@/api/query";
import type { Chat, ChatMember } from "@/api/types";
import { useDebounced } from "@/lib/debounce";
import { PersonAvatar, PersonName, personLine } from "@/shared/person";
import {
  Button,
  confirm,
  EmptyState,
  ErrorState,
  IconButton,
  Menu,
  MenuItem,
  NextPage,
  SearchField,
  SkeletonRows,
  Tag,
  toast,
  VirtualList,
} from "@/ui";
import { chatApi } from "../api";
import { refreshChat } from "../engine/chats";
import { useT } from "../i18n";
import { type MemberRights, rightsOver } from "../model/rights";
import { AddMembers, mayAdd } from "./AddMembers";
import styles from "./Panel.module.css";
import rows from "./Rows.module.css";

const pageSize = 60;

/** Everyone in a chat: found by name or pinyin, with what one may do with each. */
export function MembersView({ chat }: { chat: Chat }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [isAdding, setAdding] = useState(false);
  const q = useDebounced(typed.trim());
  const query = useInfiniteQuery({
    queryKey: ["chat", "members", chat.id, "all", q, chat.members],
    queryFn: async ({ pageParam, signal }) => {
      const page = await chatApi.members(chat.id, {
        limit: pageSize,
        signal,
        ...(q ? { q } : {}),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      primeCards(page.items.map((member) => member.user));
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const members = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={styles.fill}>
      <div className={styles.field}>
        <SearchField placeholder={t.panel.searchMembers} value={typed} onChange={setTyped} />
      </div>
      {mayAdd(chat) && (
        <div className={styles.field}>
          <Button wide variant="soft" icon={<UserPlus size={16} />} onPress={() => setAdding(true)}>
            {t.panel.addMembers}
          </Button>
        </div>
      )}
      {query.error && !query.data && (
        <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows rows={8} height={56} />}
      {query.data && members.length === 0 && <EmptyState isSmall title={t.compose.noPeople} />}
      {members.length > 0 && (
        <VirtualList
          // Other people begin at their top, and are asked for further from there.
          key={`${q} ${query.isPlaceholderData}`}
          label={t.panel.members}
          items={members}
          getKey={(member) => member.user.id}
          itemSize={56}
          onEndReached={() => query.hasNextPage && query.fetchNextPage()}
          footer={<NextPage query={query} skeleton={<SkeletonRows rows={3} height={56} />} />}
          renderItem={(member) => <MemberRow chat={chat} member={member} />}
        />
      )}
      {isAdding && <AddMembers chat={chat} onClose={() => setAdding(false)} />}
    </div>
  );
}

function MemberRow({ chat, member }: { chat: Chat; member: ChatMember }) {
  const t = useT();
  const me = useMe();
  const { user, role } = member;
  const rights = rightsOver(member, chat, me);
  return (
    <div className={rows.row}>
      <PersonAvatar person={user} size={36} withPresence opensCard />
      <div className={rows.text}>
        <div className={rows.line}>
          <PersonName person={user} className={rows.name ?? ""} />
          {user.id === me.user.id && <span className={rows.quiet}>{t.panel.you}</span>}
          {role !== "member" && (
            <Tag tone={role === "owner" ? "accent" : "neutral"}>{t.panel.roles[role]}</Tag>
          )}
        </div>
        <div className={rows.sub}>{personLine(user)}</div>
      </div>
      {(rights.appoint || rights.transfer || rights.remove) && (
        <MemberMenu chat={chat} member={member} rights={rights} />
      )}
    </div>
  );
}

interface MemberMenuProps {
  chat: Chat;
  member: ChatMember;
  rights: MemberRights;
}

function MemberMenu({ chat, member, rights }: MemberMenuProps) {
  const t = useT();
  const { user, role } = member;

  const act = async (run: () => Promise<unknown>) => {
    try {
      await run();
      void queries.invalidateQueries({ queryKey: ["chat", "members", chat.id] });
      void refreshChat(chat.id).catch(() => undefined);
    } catch (error) {
      toast.failure(asApiError(error));
    }
  };
  const ask = async (title: string, text: string, action: string, run: () => Promise<unknown>) => {
    if (await confirm({ title, text, action, isDanger: true })) await act(run);
  };
  return (
    <Menu
      label={t.panel.memberMenu}
      trigger={
        <IconButton
          size="sm"
          tip="none"
          icon={<Ellipsis size={16} />}
          label={`${t.panel.memberMenu} ${user.name}`}
        />
      }
    >
      {rights.appoint && (
        <MenuItem
          label={role === "admin" ? t.panel.unmakeAdmin : t.panel.makeAdmin}
          icon={role === "admin" ? <ShieldOff size={16} /> : <ShieldCheck size={16} />}
          onAction={() =>
            void act(() => chatApi.changeMember(chat.id, user.id, role === "admin" ? "member" : "admin"))
          }
        />
      )}
      {rights.transfer && (
        <MenuItem
          label={t.panel.transfer}
          icon={<Crown size={16} />}
          onAction={() =>
            void ask(t.panel.transferTitle(user.name), t.panel.transferText, t.panel.transfer, () =>
              chatApi.transfer(chat.id, user.id),
            )
          }
        />
      )}
      {rights.remove && (
        <MenuItem
          label={t.panel.remove}
          icon={<UserMinus size={16} />}
          isDanger
          onAction={() =>
            void ask(t.panel.removeTitle(user.name), t.panel.removeText, t.panel.remove, () =>
              chatApi.removeMember(chat.id, user.id),
            )
          }
        />
      )}
    </Menu>
  );
}
