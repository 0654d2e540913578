const zh = {
  states: { dead: "失败", queued: "等待中", running: "运行中" },
  stateLabel: "任务状态",
  columns: { name: "任务", attempts: "已尝试", created: "创建时间", due: "执行时间", error: "错误" },
  none: {
    dead: "没有失败的任务",
    queued: "没有等待中的任务",
    running: "没有正在运行的任务",
  },
  noneText: {
    dead: "通知、搜索索引等后台工作都已完成",
    queued: "新的任务会在需要时出现",
    running: "任务通常在几秒内完成",
  },
  text: "多次重试后仍失败的任务停在这里。排除原因后可以重试，确认不再需要时可以移除。",
  times: (n: number) => `${n} 次`,
  retry: "重试",
  retryAll: "全部重试",
  retried: "已重新排队",
  retriedAll: (n: number) => `${n} 个任务已重新排队`,
  remove: "移除",
  removeTitle: "移除这个任务？",
  removeText: "它要做的事将不会再发生，例如一条通知不会发出。操作会记入审计日志。",
  removed: "已移除",
  detail: "任务详情",
  id: "编号",
  copyError: "复制错误信息",
  noError: "没有错误信息",
};

export default zh;
