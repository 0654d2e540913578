const zh = {
  label: "搜索与命令",
  placeholder: "搜索人、会话、消息，或输入命令",
  actions: "命令",
  recent: "最近打开",
  kinds: { person: "人员", chat: "会话", message: "消息" } as Record<string, string>,
  empty: (q: string) => `没有找到「${q}」`,
  emptyText: "试试姓名首字母，例如 ljw，或换一个词",
  hintOpen: "打开",
  hintMove: "选择",
  hintChat: "发消息",
  hintProfile: "查看详情",
  failed: "搜索暂时不可用，仍可使用命令",
  results: (n: number) => `${n} 个结果`,
  act: {
    settings: "打开设置",
    notices: "查看通知",
    light: "切换到浅色外观",
    dark: "切换到深色外观",
    system: "外观跟随系统",
    chinese: "切换语言：简体中文",
    english: "切换语言：English",
    shortcuts: "查看快捷键",
    signOut: "退出登录",
  },
};

export default zh;
