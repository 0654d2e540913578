import { Network } from "lucide-react";
import { api, call } from "@/api/client";
import { currentLocale } from "@/i18n";
import type { PaletteItem } from "@/lib/module";

const most = 5;

/** Departments for the command palette; people come with the server's own search. */
export async function findDepartments(query: string, signal: AbortSignal): Promise<PaletteItem[]> {
  const q = query.trim();
  if (q === "") return [];
  const params = { query: { q, limit: most } };
  const { items } = await call(api.GET("/api/v1/people/departments/search", { params, signal }));
  return items.map((department) => ({
    id: department.id,
    title: department.name,
    subtitle: department.path
      .slice(0, -1)
      .map((step) => step.name)
      .join(" / "),
    icon: <Network size={18} strokeWidth={1.75} />,
    meta: department.people.toLocaleString(currentLocale()),
    href: `/people/dept/${department.id}`,
  }));
}
