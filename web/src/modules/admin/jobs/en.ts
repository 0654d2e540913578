import type zh from "./zh";

const en: typeof zh = {
  states: { dead: "Failed", queued: "Waiting", running: "Running" },
  stateLabel: "State",
  columns: { name: "Job", attempts: "Attempts", created: "Created", due: "Due", error: "Error" },
  none: { dead: "No failed jobs", queued: "Nothing is waiting", running: "Nothing is running" },
  noneText: {
    dead: "Notifications, search index and the like are all up to date",
    queued: "Jobs appear here when there is work",
    running: "Jobs usually take a few seconds",
  },
  text: "Jobs that failed again and again rest here. Retry once the cause is gone, or remove what is no longer needed.",
  times: (n) => String(n),
  retry: "Retry",
  retryAll: "Retry all",
  retried: "Queued again",
  retriedAll: (n) => `${n} ${n === 1 ? "job" : "jobs"} queued again`,
  remove: "Remove",
  removeTitle: "Remove this job?",
  removeText: "What it was to do will not happen, such as sending a notification. The audit log records it.",
  removed: "Removed",
  detail: "Job",
  id: "Number",
  copyError: "Copy error",
  noError: "No error recorded",
};

export default en;
