const zh = {
  password: "密码",
  passwordText: "只影响以后设置的密码，已有密码继续有效。",
  minLength: "最短长度",
  mixed: "必须同时包含字母和数字",
  mixedHint: "过于常见的密码，以及与姓名、账号、手机号相同的密码始终不能使用",
  session: "登录保持",
  sessionDays: "不活动多久后需要重新登录",
  lock: "防猜测",
  lockText: "连续输错密码后，账号暂时锁定，防止被人反复尝试。",
  attempts: "连续输错",
  lockFor: "锁定",
  selfEdit: "成员可自行修改",
  selfEditText: "姓名、部门、职务等其他资料由管理员维护。",
  fields: { avatar: "头像", email: "邮箱", phones: "电话" },
  units: { characters: "个字符", days: "天", times: "次", minutes: "分钟" },
  range: (min: number, max: number) => `请填写 ${min} 至 ${max} 之间的整数`,
  saved: "已保存登录策略",
};

export default zh;
