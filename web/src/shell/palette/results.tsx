import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import {
  Bell,
  Keyboard,
  Languages,
  LogOut,
  MessageCircle,
  MessagesSquare,
  Monitor,
  Moon,
  Settings,
  Sun,
} from "lucide-react";
import { api, call } from "@/api/client";
import { useMe } from "@/api/people";
import type { SearchHit } from "@/api/types";
import { useText } from "@/i18n";
import { hasModule, modules, type PaletteAction, type PaletteItem } from "@/lib/module";
import { go } from "@/lib/nav";
import { openKeyboardMap, openNotices } from "@/lib/overlays";
import { matchName } from "@/lib/pinyin";
import { idOfPlace, useRecent } from "@/lib/recent";
import { plainSnippet } from "@/lib/snippet";
import { useTime } from "@/lib/time";
import { openChatWith, PersonAvatar } from "@/shared/person";
import { Avatar, Highlight } from "@/ui";
import { askToSignOut } from "../ask";
import { useEntries } from "../Rail";
import { rememberLocale, rememberTheme } from "../session";
import { useT } from "./i18n";

/** A row of the palette, ready to draw and to run. */
export interface Row extends PaletteItem {
  keys?: string | undefined;
  /** What ⌘Enter does, with its name. */
  second?: { label: string; run: () => void };
  /** Name of what Enter does; "open" when left out. */
  verb?: string;
}

export interface Group {
  id: string;
  title: string;
  rows: readonly Row[];
}

const perGroup = 5;

/** A command with the names by which somebody asks for it and for nothing else. */
interface Command extends PaletteAction {
  names?: readonly string[];
}

function useShellActions(): Command[] {
  const t = useT();
  const text = (value: string) => ({ "zh-CN": value, en: value });
  return [
    {
      id: "settings",
      label: text(t.act.settings),
      keywords: "shezhi sz settings preferences",
      names: ["设置", "settings"],
      icon: Settings,
      keys: "g s",
      href: "/settings",
    },
    {
      id: "notices",
      label: text(t.act.notices),
      keywords: "tongzhi tz notifications",
      names: ["通知", "notifications"],
      icon: Bell,
      keys: "g n",
      run: openNotices,
    },
    {
      id: "light",
      label: text(t.act.light),
      keywords: "qianse waiguan theme light 主题",
      names: ["浅色", "light theme"],
      icon: Sun,
      run: () => void rememberTheme("light"),
    },
    {
      id: "dark",
      label: text(t.act.dark),
      keywords: "shense anse waiguan theme dark 主题 夜间",
      names: ["深色", "dark theme"],
      icon: Moon,
      run: () => void rememberTheme("dark"),
    },
    {
      id: "system",
      label: text(t.act.system),
      keywords: "gensui xitong theme system 主题",
      icon: Monitor,
      run: () => void rememberTheme("system"),
    },
    {
      id: "chinese",
      label: text(t.act.chinese),
      keywords: "zhongwen yuyan language chinese",
      icon: Languages,
      run: () => void rememberLocale("zh-CN"),
    },
    {
      id: "english",
      label: text(t.act.english),
      keywords: "yingwen yuyan language english",
      icon: Languages,
      run: () => void rememberLocale("en"),
    },
    {
      id: "shortcuts",
      label: text(t.act.shortcuts),
      keywords: "kuaijiejian kjj keyboard",
      names: ["快捷键", "keyboard shortcuts"],
      icon: Keyboard,
      keys: "?",
      run: openKeyboardMap,
    },
    {
      id: "signout",
      label: text(t.act.signOut),
      keywords: "tuichu tc logout",
      names: ["退出", "sign out"],
      icon: LogOut,
      run: () => void askToSignOut(),
    },
  ];
}

interface CommandRow extends Row {
  /** What was typed is its name, not a part of it. */
  isNamed: boolean;
}

/** Commands that match what is typed, those named so before the rest; all of them when nothing is typed. */
function useActions(query: string): CommandRow[] {
  const text = useText();
  const me = useMe();
  const own = useShellActions();
  const entries = useEntries();
  const wanted = query.toLowerCase();
  const all: Command[] = [
    ...modules().flatMap((module) => module.actions ?? []),
    ...entries.map(({ module, navigation }) => ({
      id: `go-${module.id}`,
      label: navigation.label,
      keywords: `${module.id} ${navigation.label["zh-CN"]} ${navigation.label.en}`,
      icon: navigation.icon,
      ...(navigation.key ? { keys: `g ${navigation.key}` } : {}),
      href: navigation.to,
    })),
    ...own,
  ];
  const rows = all.flatMap((action): CommandRow[] => {
    if (action.isVisible && !action.isVisible(me)) return [];
    const label = text(action.label);
    const ranges = wanted === "" ? [] : matchName(wanted, label, "");
    const byKeyword =
      wanted !== "" &&
      (action.keywords ?? "")
        .toLowerCase()
        .split(" ")
        .some((word) => word.startsWith(wanted));
    const isNamed =
      wanted !== "" &&
      [...Object.values(action.label), ...(action.names ?? [])].some((name) => name.toLowerCase() === wanted);
    if (ranges === null && !byKeyword && !isNamed) return [];
    const Icon = action.icon;
    return [
      {
        id: `action-${action.id}`,
        title: label,
        ranges: ranges ?? [],
        icon: <Icon size={18} />,
        keys: action.keys,
        isNamed,
        ...(action.href ? { href: action.href } : {}),
        ...(action.run ? { run: action.run } : {}),
      },
    ];
  });
  return [...rows.filter((row) => row.isNamed), ...rows.filter((row) => !row.isNamed)];
}

/** The places that were opened last, as rows. */
function useRecentRows(): Row[] {
  const me = useMe();
  const { owner, places } = useRecent();
  if (owner !== me.user.id) return [];
  const there = places.filter(({ kind }) => kind !== "chat" || hasModule("chat"));
  return there.slice(0, perGroup).map((place) => ({
    id: `recent-${place.id}`,
    title: place.title,
    subtitle: place.subtitle,
    href: place.href,
    icon:
      place.kind === "person" ? (
        <PersonAvatar person={{ id: idOfPlace(place), name: place.title }} size={28} withPresence />
      ) : (
        <KindIcon kind={place.kind} title={place.title} />
      ),
  }));
}

/** Icon of a found thing that is not a person. */
function KindIcon({ kind, title }: { kind: string; title: string }) {
  if (kind === "chat") return <Avatar name={title} shape="square" size={28} />;
  if (kind === "message") return <MessageCircle size={18} />;
  return <MessagesSquare size={18} />;
}

function useHitRow(): (hit: SearchHit) => Row {
  const t = useT();
  const time = useTime();
  const me = useMe();
  return (hit) => {
    const found = hit.snippet && hit.kind === "message" ? plainSnippet(hit.snippet) : hit.snippet;
    const shared = {
      id: `${hit.kind}-${hit.id}`,
      title: hit.place ? `${hit.title.text} · ${hit.place}` : hit.title.text,
      ranges: hit.title.ranges,
      subtitle: found && <Highlight text={found.text} ranges={found.ranges} />,
      ...(hit.at ? { meta: time.list(hit.at) } : {}),
      href: hit.url,
    };
    if (hit.kind !== "person")
      return { ...shared, icon: <KindIcon kind={hit.kind} title={hit.title.text} /> };
    const canChat = hasModule("chat") && hit.id !== me.user.id;
    return {
      ...shared,
      icon: (
        <PersonAvatar
          person={{ id: hit.id, name: hit.title.text, ...(hit.avatar ? { avatar: hit.avatar } : {}) }}
          size={28}
          withPresence
        />
      ),
      ...(canChat
        ? {
            run: () => void openChatWith(hit.id),
            verb: t.hintChat,
            second: { label: t.hintProfile, run: () => void go(hit.url) },
          }
        : {}),
    };
  };
}

/** Everything the palette shows for a text, group by group. */
export function usePaletteGroups(query: string): { groups: Group[]; isFailed: boolean; isFetching: boolean } {
  const t = useT();
  const text = useText();
  const actions = useActions(query);
  const hitRow = useHitRow();
  const isAsking = query !== "";
  const recent = useRecentRows();

  const server = useQuery({
    queryKey: ["core", "search", query],
    queryFn: async ({ signal }) => {
      const kinds = hasModule("chat") ? "person,chat,message" : "person";
      const params = { query: { q: query, kinds, limit: perGroup } };
      return (await call(api.GET("/api/v1/core/search", { params, signal }))).groups;
    },
    enabled: isAsking,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const sources = modules()
    .flatMap((module) => module.palette ?? [])
    .sort((a, b) => a.order - b.order);
  const found = useQueries({
    queries: sources.map(({ id, find, recent: offer }) => ({
      queryKey: ["palette", id, query],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await (isAsking ? find?.(query, signal) : offer?.())) ?? [],
      enabled: Boolean(isAsking ? find : offer),
      retry: false,
    })),
  });
  const fromModules = sources.map(({ id, group }, index) => ({
    id,
    title: text(group),
    rows: found[index]?.data ?? [],
  }));

  // Offline a question waits: what was found for the one before is no answer to it.
  const isUnanswered = isAsking && (server.isError || server.fetchStatus === "paused");
  const groups: Group[] = [];
  const commands = { id: "actions", title: t.actions };
  if (isAsking) {
    // Whoever types the name of a command wants the command, and not what was said about it.
    const isNamed = actions[0]?.isNamed ?? false;
    if (isNamed) groups.push({ ...commands, rows: actions.slice(0, perGroup) });
    for (const group of (isUnanswered && server.isPlaceholderData ? undefined : server.data) ?? []) {
      groups.push({
        id: group.kind,
        title: t.kinds[group.kind] ?? group.kind,
        rows: group.items.map(hitRow),
      });
    }
    groups.push(...fromModules);
    if (!isNamed) groups.push({ ...commands, rows: actions.slice(0, perGroup) });
  } else {
    groups.push({ id: "recent", title: t.recent, rows: recent });
    const isNew = (row: Row) => !recent.some((place) => place.href === row.href);
    groups.push(...fromModules.map((group) => ({ ...group, rows: group.rows.filter(isNew) })));
    groups.push({ ...commands, rows: actions });
  }
  return {
    groups: groups.filter((group) => group.rows.length > 0),
    isFailed: isUnanswered,
    isFetching: isAsking && server.isFetching,
  };
}
