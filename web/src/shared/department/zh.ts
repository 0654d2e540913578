const zh = {
  tree: "组织架构",
  search: "搜索部门",
  none: "没有找到部门",
  noneText: "试试部门名称或拼音首字母，例如 xxzx",
  empty: "还没有部门",
  emptyText: "管理员可以在管理后台创建部门，或导入通讯录",
  people: (n: number) => `${n.toLocaleString("zh-CN")} 人`,
  top: "最上级",
  topHint: "不属于任何上级部门",
  unavailable: "不可选",
  results: "匹配的部门",
  chosen: (path: string) => `已选：${path}`,
  nothing: "请选择一个部门",
};

export default zh;
