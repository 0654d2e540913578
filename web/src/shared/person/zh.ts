const zh = {
  message: "发消息",
  copyCard: "复制名片",
  openPage: "查看详情",
  departments: "部门",
  title: "职务",
  phone: "电话",
  email: "邮箱",
  manager: "直属上级",
  employeeNo: "工号",
  head: "负责人",
  copied: (what: string) => `已复制${what}`,
  copyWhat: (what: string) => `复制${what}`,
  states: { invited: "待激活", active: "在职", suspended: "已停用", left: "已离职" },
  labels: { mobile: "手机", office: "办公", home: "家庭", fax: "传真", other: "其他" } as Record<
    string,
    string
  >,
  missing: "这个人不在通讯录中，或者你没有查看权限",
  picker: {
    search: "搜索姓名、拼音、部门或手机号",
    results: "搜索结果",
    none: "没有找到",
    noneText: "试试姓名首字母，例如 ljw",
    selected: (n: number) => `已选 ${n} 人`,
    chosen: "已选",
    clear: "清空",
    confirm: "确定",
    root: "组织架构",
    people: (n: number) => `${n} 人`,
    emptyDepartment: "这个部门没有直属成员",
    unavailable: "已在其中",
    whole: "整个部门",
    hint: "从左侧搜索或按部门选择",
  },
};

export default zh;
