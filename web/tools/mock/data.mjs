// A small made-up organisation for developing without the server.
const surnames = [
  ["刘", "liu"], ["陈", "chen"], ["王", "wang"], ["周", "zhou"], ["赵", "zhao"], ["孙", "sun"], ["李", "li"],
  ["单", "dan|shan|chan"], ["林", "lin"], ["郭", "guo"], ["沈", "shen"], ["曾", "ceng|zeng"],
];
const given = [
  ["竞文", "jing|jin wen"], ["晓云", "xiao yun"], ["思远", "si yuan"], ["晓彤", "xiao tong"], ["敏", "min"],
  ["浩然", "hao ran"], ["嘉怡", "jia yi"], ["华志", "hua zhi"], ["梓涵", "zi han"], ["凡英", "fan ying"],
  ["丽雪", "li xue"], ["国栋", "guo dong"],
];
const titles = ["科员", "副主任", "产品经理", "工程师", "审批专员", "客户经理", "会计", "法务顾问"];

export const org = { id: "1", name: "云和县政务服务中心", logo: null };

const tree = [
  ["10", null, "办公室"], ["11", null, "政务服务科"], ["12", null, "信息中心"], ["13", null, "乡镇街道"],
  ["111", "11", "综合窗口"], ["112", "11", "审批一组"], ["113", "11", "审批二组"],
  ["121", "12", "系统运维组"], ["122", "12", "数据治理组"],
  ["131", "13", "浮云街道"], ["132", "13", "元和街道"], ["133", "13", "崇头镇"], ["1331", "133", "便民服务站"],
];
const parentOf = new Map(tree.map(([id, parent]) => [id, parent]));
const nameOf = new Map(tree.map(([id, , name]) => [id, name]));

export function pathOf(id) {
  const path = [];
  for (let at = id; at; at = parentOf.get(at)) path.unshift({ id: at, name: nameOf.get(at) });
  return path;
}

const leaves = tree.map(([id]) => id).filter((id) => ![...parentOf.values()].includes(id));

export const users = [];
for (let index = 0; index < 240; index += 1) {
  const [family, familyPinyin] = surnames[index % surnames.length];
  const [first, firstPinyin] = given[Math.floor(index / surnames.length + index) % given.length];
  const department = leaves[index % leaves.length];
  const latin = index === 7;
  users.push({
    id: String(9007199254741000n + BigInt(index)),
    name: latin ? "Emma Wilson" : family + first,
    avatar: null,
    departments: [
      {
        id: department,
        name: nameOf.get(department),
        path: pathOf(department).map((step) => step.name),
        title: index < leaves.length ? "科长" : titles[index % titles.length],
        head: index < leaves.length,
        primary: true,
      },
    ],
    title: index < leaves.length ? "科长" : titles[index % titles.length],
    state: index % 41 === 40 ? "invited" : "active",
    pinyin: latin ? "emma wilson" : `${familyPinyin} ${firstPinyin}`,
    phone: `138 ${String(1000 + index * 7).padStart(4, "0")} ${String(2000 + index * 13).slice(-4)}`,
  });
}

const under = (id, root) => pathOf(id).some((step) => step.id === root);
export const membersOf = (id, deep) =>
  users.filter((user) => user.departments.some((entry) => entry.id === id || (deep && under(entry.id, id))));

export const departments = tree.map(([id, parent, name], order) => ({
  id,
  name,
  parent,
  order,
  path: pathOf(id),
  people: membersOf(id, true).length,
  direct_people: membersOf(id, false).length,
  children: tree.filter(([, above]) => above === id).length,
  heads: membersOf(id, false).filter((user) => user.departments[0].head),
}));

export function fullUser(card) {
  return {
    ...card,
    employee_no: `YH${card.id.slice(-4)}`,
    phones: [{ number: card.phone, label: "mobile" }, { number: "0578-5121234", label: "office" }],
    email: `${card.pinyin.split(/[ |]/).join("")}@yunhe.example`,
    manager: card === users[0] ? null : users[0],
    dotted_managers: [],
    attributes: [{ key: "room", label: "办公室", value: "3 号楼 402" }],
    login: card.pinyin.split(/[ |]/)[0] + card.id.slice(-2),
    created_at: Date.UTC(2024, 4, 1),
    joined_at: Date.UTC(2021, 6, 12),
    left_at: null,
    reports: card === users[0] ? 12 : 0,
    can: { edit: true, manage: true },
  };
}

export const me = {
  user: fullUser(users[1]),
  org,
  roles: [{ role: "owner", department: null }],
  permissions: {
    manage_people: true,
    manage_departments: true,
    manage_roles: true,
    manage_policy: true,
    view_audit: true,
    import: true,
  },
  preferences: {},
  self_edit: ["avatar", "email", "phones"],
  must_change_password: false,
};

const minutes = (n) => Date.now() - n * 60_000;

export const notices = [
  [users[0], "在「防汛值班」中提到了你", "@陈晓云 今晚的值班表请确认一下", 4, false],
  [users[3], "请你审批「窗口设备采购」", "金额 86,000 元，请在今天 18:00 前处理", 52, false],
  [null, "通讯录导入已完成", "新增 12 人，调动 3 人，2 行需要修正", 60 * 5, true],
  [users[5], "把你加入了群聊「一网通办专班」", "", 60 * 26, true],
].map(([actor, title, text, ago, read], index) => ({
  id: String(500 + index),
  kind: "demo",
  title: actor ? `${actor.name}${title}` : title,
  text,
  url: "/settings/profile",
  at: minutes(ago),
  read,
  actor,
}));

export const chats = [
  ["group", "防汛值班", "刘竞文：今晚的值班表请确认一下", 3, 2],
  ["direct", users[0].name, "好的，那我们下午三点对一下", 0, 0],
  ["department", "政务服务科", "周晓彤：客服话术我来准备", 12, 0],
  ["everyone", "全员公告", "国庆假期安排与值班表", 0, 0],
].map(([kind, title, text, unread, mentions], index) => ({
  id: String(700 + index),
  kind,
  title,
  avatar: null,
  peer: kind === "direct" ? users[0] : null,
  members: 28 - index * 5,
  last_seq: 40,
  event_seq: 40,
  created_at: minutes(9000),
  settings: { history_for_new: true, who_can_post: "all", who_can_add: "all", who_can_mention_all: "all" },
  last_message: message(String(700 + index), 40, users[0], text, minutes(7 + index * 300)),
  me: { role: "member", read_seq: 40 - unread, unread, mentions, level: "all", muted: kind === "everyone", pinned: index === 0, history_from: 0 },
}));

export function message(chat, seq, sender, text, at) {
  return {
    id: `${chat}${String(seq).padStart(6, "0")}`,
    chat,
    seq,
    sender: sender.id,
    sender_name: sender.name,
    kind: "text",
    text,
    mentions: [],
    files: [],
    objects: [],
    reactions: [],
    created_at: at,
    pinned: false,
  };
}
