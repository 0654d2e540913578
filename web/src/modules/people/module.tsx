import { Users } from "lucide-react";
import { defineModule } from "@/lib/module";

export default defineModule({
  id: "people",
  navigation: {
    label: { "zh-CN": "通讯录", en: "Directory" },
    icon: Users,
    to: "/people",
    order: 20,
    key: "c",
  },
  routes: [
    {
      path: "people",
      load: () => import("./PeoplePage"),
      children: [
        { path: "/", load: () => import("./HomePane") },
        { path: "all", isDetail: true, load: () => import("./EveryonePane") },
        { path: "dept/$departmentId", isDetail: true, load: () => import("./DepartmentPane") },
        { path: "user/$userId", isDetail: true, load: () => import("./PersonPane") },
      ],
    },
  ],
  palette: [
    {
      id: "departments",
      group: { "zh-CN": "部门", en: "Departments" },
      order: 30,
      find: async (query, signal) => (await import("./palette")).findDepartments(query, signal),
    },
  ],
  shortcuts: () => import("./shortcuts"),
  resident: () => import("./Resident"),
});
