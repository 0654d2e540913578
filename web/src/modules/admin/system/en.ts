import type zh from "./zh";

const en: typeof zh = {
  program: "Program",
  version: "Version",
  store: "Database",
  stores: { sqlite: "SQLite (one machine)", postgres: "PostgreSQL" },
  node: "This node",
  started: "Started",
  uptime: "Running for",
  clock: "Server time",
  drift: (seconds) => `${seconds} s apart from this device: check the clocks`,
  people: "People",
  online: "Online now",
  connections: "Connections",
  refreshed: "Refreshed every 10 seconds",
  days: (n) => (n === 1 ? "1 day" : `${n} days`),
  hours: (n) => (n === 1 ? "1 hour" : `${n} hours`),
  minutes: (n) => (n === 1 ? "1 minute" : `${n} minutes`),
  copy: "Copy system information",
  health: "Health and metrics",
  healthText: "For monitoring: readiness at /readyz, liveness at /healthz, Prometheus metrics at /metrics.",
};

export default en;
