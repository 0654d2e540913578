const zh = {
  title: "通知",
  readAll: "全部已读",
  empty: "没有通知",
  emptyText: "有人提到你，或有事需要你处理时，会出现在这里。",
  new: "未读",
};

export default zh;
