const zh = {
  title: "管理后台",
  nav: "管理后台导航",
  groups: { directory: "组织与成员", security: "设置与安全", system: "系统" },
  sections: {
    people: "成员",
    departments: "部门",
    roles: "角色与权限",
    imports: "导入与导出",
    fields: "自定义字段",
    organisation: "组织信息",
    policy: "登录策略",
    audit: "审计日志",
    jobs: "后台任务",
    system: "系统信息",
  },
  scope: (names: string) => `你的管理范围：${names}`,
  forbidden: "这一部分不在你的权限内",
  forbiddenText: "需要时请联系组织所有者，由其在「角色与权限」中授权。",
  owners: "所有者",
  unchanged: "没有修改",
};

export default zh;
