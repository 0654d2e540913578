import {
  Bell,
  CircleUserRound,
  Info,
  Keyboard,
  KeyRound,
  LockKeyhole,
  type LucideIcon,
  MonitorSmartphone,
  Palette,
} from "lucide-react";
import type { ComponentType } from "react";
import type { Me } from "@/api/types";
import type { Text } from "@/i18n";
import { modules } from "@/lib/module";
import { late, SkeletonRows } from "@/ui";
import type zh from "./zh";

type OwnSection = keyof (typeof zh)["sections"];

export interface SettingsSection {
  id: string;
  group: "account" | "app" | "modules";
  icon: LucideIcon;
  /** A section of the shell has its name in the catalogue; one of a module brings it. */
  own?: OwnSection;
  label?: Text;
  Panel: ComponentType;
  isVisible?: ((me: Me) => boolean) | undefined;
  deskOnly?: boolean;
}

const panel = (load: () => Promise<{ default: ComponentType }>) =>
  late(load, <SkeletonRows rows={4} face={0} />);

export const sections: readonly SettingsSection[] = [
  {
    id: "profile",
    own: "profile",
    group: "account",
    icon: CircleUserRound,
    Panel: panel(() => import("./Profile")),
  },
  {
    id: "security",
    own: "security",
    group: "account",
    icon: LockKeyhole,
    Panel: panel(() => import("./Security")),
  },
  {
    id: "devices",
    own: "devices",
    group: "account",
    icon: MonitorSmartphone,
    Panel: panel(() => import("./Devices")),
  },
  { id: "tokens", own: "tokens", group: "account", icon: KeyRound, Panel: panel(() => import("./Tokens")) },
  { id: "notifications", own: "notices", group: "app", icon: Bell, Panel: panel(() => import("./Notices")) },
  {
    id: "appearance",
    own: "appearance",
    group: "app",
    icon: Palette,
    Panel: panel(() => import("./Appearance")),
  },
  {
    id: "shortcuts",
    own: "shortcuts",
    group: "app",
    icon: Keyboard,
    deskOnly: true,
    Panel: panel(() => import("./Shortcuts")),
  },
  { id: "about", own: "about", group: "app", icon: Info, Panel: panel(() => import("./About")) },
  ...modules()
    .flatMap((module) => module.settings ?? [])
    .sort((a, b) => a.order - b.order)
    .map(
      (spec): SettingsSection => ({
        id: spec.id,
        label: spec.label,
        group: "modules",
        icon: spec.icon,
        isVisible: spec.isVisible,
        Panel: panel(spec.load),
      }),
    ),
];
