const zh = {
  signIn: "登录",
  welcome: (org: string) => `登录${org}`,
  welcomePlain: "登录合院",
  sub: "使用管理员为你开通的账号",
  login: "账号",
  loginHint: "手机号、工号或登录名",
  password: "密码",
  submit: "登录",
  capsLock: "大写锁定已打开",
  forgot: "忘记密码？",
  forgotText: "请联系本单位管理员，由管理员为你重置密码。",
  firstStart: "刚装好、还没有人登录过？请用服务器启动时给出的一次性链接开通。",
  ended: "登录已失效，请重新登录。",
  wait: (account: string, seconds: number) =>
    seconds >= 60
      ? `账号「${account}」尝试过于频繁，请 ${Math.ceil(seconds / 60)} 分钟后再试`
      : `账号「${account}」尝试过于频繁，请 ${seconds} 秒后再试`,
  missing: "请填写账号和密码",
  slogan: "各室相邻，同处一院",
  sloganText: "找得到人，说得上话，办得成事。数据存放在你们自己的服务器上。",
  language: "English",
};

export default zh;
