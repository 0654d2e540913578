const zh = {
  program: "程序",
  version: "版本",
  store: "数据库",
  stores: { sqlite: "SQLite（单机）", postgres: "PostgreSQL" } as Record<string, string>,
  node: "当前节点",
  started: "启动时间",
  uptime: "已运行",
  clock: "服务器时间",
  drift: (seconds: number) => `与本机相差 ${seconds} 秒，请检查时间设置`,
  people: "在册成员",
  online: "在线人数",
  connections: "连接数",
  refreshed: "每 10 秒自动刷新",
  days: (n: number) => `${n} 天`,
  hours: (n: number) => `${n} 小时`,
  minutes: (n: number) => `${n} 分钟`,
  copy: "复制系统信息",
  health: "健康检查与指标",
  healthText: "供监控系统使用的地址：就绪检查 /readyz，存活检查 /healthz，Prometheus 指标 /metrics。",
};

export default zh;
