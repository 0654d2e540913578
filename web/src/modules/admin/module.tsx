import { FileClock, FileInput, Settings2, UserPlus } from "lucide-react";
import { canAdminister } from "@/api/people";
import { defineModule } from "@/lib/module";

export default defineModule({
  id: "admin",
  navigation: {
    label: { "zh-CN": "管理", en: "Admin" },
    icon: Settings2,
    to: "/admin",
    order: 900,
    key: "a",
    deskOnly: true,
    isVisible: canAdminister,
  },
  routes: [
    {
      path: "admin",
      load: () => import("./AdminPage"),
      children: [
        { path: "/", isDetail: true, load: () => import("./AdminHome") },
        { path: "people", isDetail: true, load: () => import("./members/MembersPage") },
        { path: "departments", isDetail: true, load: () => import("./departments/DepartmentsPage") },
        { path: "roles", isDetail: true, load: () => import("./roles/RolesPage") },
        { path: "imports", isDetail: true, load: () => import("./imports/ImportsPage") },
        { path: "imports/$importId", isDetail: true, load: () => import("./imports/ImportPage") },
        { path: "fields", isDetail: true, load: () => import("./fields/FieldsPage") },
        { path: "organisation", isDetail: true, load: () => import("./organisation/OrganisationPage") },
        { path: "policy", isDetail: true, load: () => import("./policy/PolicyPage") },
        { path: "audit", isDetail: true, load: () => import("./audit/AuditPage") },
        { path: "jobs", isDetail: true, load: () => import("./jobs/JobsPage") },
        { path: "system", isDetail: true, load: () => import("./system/SystemPage") },
      ],
    },
  ],
  actions: [
    {
      id: "add-person",
      label: { "zh-CN": "添加成员", en: "Add a person" },
      keywords: "tjcy add member",
      icon: UserPlus,
      href: "/admin/people?user=new",
      isVisible: (me) => me.permissions.manage_people,
    },
    {
      id: "import-people",
      label: { "zh-CN": "导入通讯录", en: "Import the directory" },
      keywords: "drtxl csv xlsx",
      icon: FileInput,
      href: "/admin/imports",
      isVisible: (me) => me.permissions.import,
    },
    {
      id: "audit",
      label: { "zh-CN": "查看审计日志", en: "Open the audit log" },
      keywords: "sjrz",
      icon: FileClock,
      href: "/admin/audit",
      isVisible: (me) => me.permissions.view_audit,
    },
  ],
});
