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
  ended: "登录已失效，请重新登录。",
  wait: (seconds: number) =>
    seconds >= 60
      ? `尝试过于频繁，请 ${Math.ceil(seconds / 60)} 分钟后再试`
      : `尝试过于频繁，请 ${seconds} 秒后再试`,
  missing: "请填写账号和密码",
  slogan: "各室相邻，同处一院",
  sloganText: "找得到人，说得上话，办得成事。数据存放在你们自己的服务器上。",
  language: "English",
  invite: {
    hello: (name: string) => `${name}，你好`,
    member: (org: string) => `设置密码，加入${org}`,
    owner: "写下组织和你的名字，设置密码，就可以开始了",
    reset: "设置一个新密码",
    welcome: "欢迎使用合院",
    ownName: "你的姓名",
    orgName: "组织名称",
    orgHint: "会显示在登录页和所有成员的界面上，以后可以修改",
    password: "新密码",
    passwordHint: "越长越安全，建议混合字母、数字和符号",
    passwordRules: (min: number, mixed: boolean) =>
      mixed ? `至少 ${min} 位，须同时包含字母和数字` : `至少 ${min} 位，建议混合字母、数字和符号`,
    again: "再次输入密码",
    mismatch: "两次输入的密码不一致",
    join: "进入合院",
    save: "保存并进入",
    gone: "这个链接已失效",
    goneText: "链接只能使用一次，或已过有效期。请联系管理员重新发送。",
    toSignIn: "前往登录",
    expires: (when: string) => `链接有效期至 ${when}`,
  },
  change: {
    title: "请先修改密码",
    text: "这是你第一次登录，或管理员重置过密码。修改后即可继续。",
    current: "当前密码",
    submit: "修改并继续",
  },
  strength: { label: "密码强度", weak: "弱", fair: "一般", good: "好", strong: "强" },
};

export default zh;
