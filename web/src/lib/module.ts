import type { LucideIcon } from "lucide-react";
import type { ComponentType, ReactNode } from "react";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Me, ObjectCard, UserCard } from "@/api/types";
import type { Text } from "@/i18n";

/** A key that a page binds, told without opening the page. */
export interface ToldShortcut {
  keys: string;
  label: Text;
}

/**
 * What a module gives to the shell. The manifest is part of the first load, so it holds only names, icons and
 * small hooks; everything else is behind `load`.
 */
export interface ModuleManifest {
  /** As in the API: `chat`, `people`. */
  id: string;
  /** Entry in the rail and, on phones, in the tab bar. */
  navigation?: Navigation;
  routes: readonly ModuleRoute[];
  settings?: readonly SettingsPanel[];
  /** Where the command palette finds more than the server's search does. */
  palette?: readonly PaletteSource[];
  /** Commands of the palette that need no query. */
  actions?: readonly PaletteAction[];
  /** What its pages bind, for the keyboard map of these pages and for the settings, which list all. */
  shortcuts?: () => Promise<{ default: readonly ToldShortcut[] }>;
  slots?: SlotFillings;
  /**
   * Draws nothing and lives as long as the shell: the place to keep the cache in step with live events while
   * another module is open.
   */
  resident?: () => Promise<{ default: ComponentType }>;
}

export interface Navigation {
  label: Text;
  icon: LucideIcon;
  /** Where it leads: `/chat`. */
  to: string;
  /** Place in the rail, small first. */
  order: number;
  /** Second key after G, such as `m`. */
  key?: string;
  /** What waits there: a hook, called on every render of the rail. */
  useBadge?: () => NavigationBadge | undefined;
  /** Who sees it; everyone when left out. */
  isVisible?: (me: Me) => boolean;
  /** Left out of the phone's tab bar; reachable from the page 我. */
  deskOnly?: boolean;
}

export interface NavigationBadge {
  count: number;
}

export interface ModuleRoute {
  /** Below the parent: `chat`, `$chatId`, `dept/$departmentId`. `/` is what the parent shows when no child matches. */
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  children?: readonly ModuleRoute[];
  /** On a phone it covers the tab bar. */
  isDetail?: boolean;
  /** Name in the browser's tab; pages with a better one call setPageTitle. */
  title?: Text;
}

export interface SettingsPanel {
  /** Last part of its address: `/settings/chat`. */
  id: string;
  label: Text;
  icon: LucideIcon;
  order: number;
  load: () => Promise<{ default: ComponentType }>;
  isVisible?: (me: Me) => boolean;
}

export interface PaletteItem {
  id: string;
  title: string;
  /** Found parts of the title. */
  ranges?: readonly (readonly number[])[];
  subtitle?: ReactNode;
  icon?: ReactNode;
  /** Where Enter leads, or what it does. */
  href?: string;
  run?: () => void;
  meta?: string;
}

export interface PaletteSource {
  id: string;
  group: Text;
  order: number;
  /** What it offers before anything is typed. */
  recent?: () => Promise<readonly PaletteItem[]>;
  /** Answers while the person types; stale answers are dropped. */
  find?: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]> | readonly PaletteItem[];
}

export interface PaletteAction {
  id: string;
  label: Text;
  /** Other words and pinyin initials that find it. */
  keywords?: string;
  icon: LucideIcon;
  /** Key binding; the shell binds it while no dialog is open. */
  keys?: string;
  href?: string;
  run?: () => void;
  isVisible?: (me: Me) => boolean;
}

/** Named places that modules may fill. Each filling stands behind its own error boundary. */
export interface Slots {
  /** Buttons on a person's card and page. */
  "person.actions": { person: UserCard; close: () => void };
  /** More facts about a person, below the card's own. */
  "person.facts": { person: UserCard };
  /** Actions on the card of an object, by the object's kind. */
  "object.actions": { card: ObjectCard };
}

export type SlotFillings = { readonly [K in keyof Slots]?: ComponentType<Slots[K]> };

let all: readonly ModuleManifest[] = [];

/** Called once at start with the manifests found in src/modules. */
export function setModules(modules: readonly ModuleManifest[]) {
  all = modules;
}

/** Every module of this build, on or off. */
export const allModules = (): readonly ModuleManifest[] => all;

/** The modules that the server has switched on; before it is known who signed in, all. */
export function modules(): readonly ModuleManifest[] {
  const on = queries.getQueryData<Me>(meKey)?.modules;
  return on ? all.filter(({ id }) => on.includes(id)) : all;
}

/** Whether a module is there to work with, for what another part offers only then. */
export function hasModule(id: string): boolean {
  return modules().some((module) => module.id === id);
}

/** Declares a module; `src/modules/<id>/module.tsx` exports the result as default. */
export function defineModule(manifest: ModuleManifest): ModuleManifest {
  return manifest;
}
