import type { Department, Me, UserCard } from "@/api/types";

export function card(id: string, name: string, more: Partial<UserCard> = {}): UserCard {
  return {
    id,
    name,
    avatar: null,
    departments: [
      { id: "1", name: "信息中心", path: ["信息中心"], title: "工程师", head: false, primary: true },
    ],
    title: "工程师",
    state: "active",
    pinyin: "",
    ...more,
  };
}

export function someDepartment(id: string, name: string, more: Partial<Department> = {}): Department {
  return {
    id,
    name,
    parent: null,
    order: 0,
    path: [{ id, name }],
    people: 3,
    direct_people: 3,
    children: 0,
    ...more,
  };
}

export function someMe(more: Partial<Me> = {}): Me {
  return {
    user: {
      ...card("1", "陈晓云"),
      phones: [],
      dotted_managers: [],
      attributes: [],
      created_at: 0,
      reports: 0,
      can: { edit: true, manage: false },
    },
    org: { id: "1", name: "云和县政务服务中心" },
    roles: [],
    permissions: {
      manage_people: false,
      manage_departments: false,
      manage_roles: false,
      manage_policy: false,
      view_audit: false,
      import: false,
    },
    preferences: { theme: "system" },
    self_edit: ["avatar", "email", "phones"],
    must_change_password: false,
    modules: ["core", "people", "chat", "admin"],
    ...more,
  };
}
