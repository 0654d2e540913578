import {
  BadgeCheck,
  Building2,
  FileClock,
  FileInput,
  ListChecks,
  LockKeyhole,
  type LucideIcon,
  Network,
  Server,
  TextCursorInput,
  Users,
} from "lucide-react";
import type { Me } from "@/api/types";
import type zh from "./zh";

export type SectionId = keyof (typeof zh)["sections"];

export interface AdminSectionSpec {
  id: SectionId;
  group: keyof (typeof zh)["groups"];
  icon: LucideIcon;
  isVisible: (me: Me) => boolean;
}

const wide = (me: Me) => me.permissions.manage_policy;

/** The parts of the console in the order of the navigation, and who sees them; the server checks again. */
export const sections: readonly AdminSectionSpec[] = [
  { id: "people", group: "directory", icon: Users, isVisible: (me) => me.permissions.manage_people },
  {
    id: "departments",
    group: "directory",
    icon: Network,
    isVisible: (me) => me.permissions.manage_departments,
  },
  { id: "roles", group: "directory", icon: BadgeCheck, isVisible: (me) => me.roles.length > 0 },
  { id: "imports", group: "directory", icon: FileInput, isVisible: (me) => me.permissions.import },
  { id: "fields", group: "directory", icon: TextCursorInput, isVisible: wide },
  { id: "organisation", group: "security", icon: Building2, isVisible: wide },
  { id: "policy", group: "security", icon: LockKeyhole, isVisible: wide },
  { id: "audit", group: "security", icon: FileClock, isVisible: (me) => me.permissions.view_audit },
  { id: "jobs", group: "system", icon: ListChecks, isVisible: wide },
  { id: "system", group: "system", icon: Server, isVisible: wide },
];

export function visibleSections(me: Me): readonly AdminSectionSpec[] {
  return sections.filter((section) => section.isVisible(me));
}
