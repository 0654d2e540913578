import type zh from "./zh";

const en: typeof zh = {
  states: { dead: "Failed", queued: "Waiting", running: "Running" },
  names: {
    "blob.expire_uploads": "Clear unfinished uploads",
    "blob.sweep": "Clear files nobody uses",
    "blob.rewrap": "Change the keys of files",
    "chat.sync_members": "Follow departments with their groups",
    "core.purge_idempotency": "Clear old records of requests",
    "people.apply_import": "Apply a directory import",
    "people.clean_up": "Clear expired sessions and links",
    "people.read_import": "Read a directory import",
  },
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
  retryListed: (n) => `Retry the ${n} listed`,
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
