import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The password of everyone in the demo organisation. */
export const PASSWORD = "courtyard-journeys-2026";

/** Enough people for a tree of departments, few enough to be quick. */
const PEOPLE = 60;

/** A start takes under a second; a machine busy with other work is forgiven a lot. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

/** What the server is run as: `cargo xtask` names the program it built. */
function program(): string {
  return process.env.COURTYARD_BIN ?? fileURLToPath(new URL("../target/debug/courtyard", import.meta.url));
}

/** What the server sees of the environment: none of the settings of whoever starts the journeys, nor our own. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("COURTYARD_")),
);

/** A running office with a data folder of its own. */
export interface Office {
  /** Such as http://127.0.0.1:40123, without a slash at the end. */
  url: string;
  /** The logins of everyone, the owner's first. */
  logins: readonly string[];
  /** Everyone's password. */
  password: string;
  /** Where its data lies. */
  data: string;
  /** Ends it and removes its data. */
  stop: () => Promise<void>;
}

/** Fills a data folder with the demo organisation once; each office starts from a copy of it. */
export async function makeTemplate(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "courtyard-e2e-"));
  const data = join(folder, "template");
  await mkdir(data);
  await run(program(), ["demo", "--people", `${PEOPLE}`, "--password", PASSWORD, "--data", data], { env });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts an office on a copy of the template, on a free port; `name` tells its log from others. */
export async function startOffice(name: string): Promise<Office> {
  const folder = process.env.COURTYARD_E2E;
  if (!folder) throw new Error("COURTYARD_E2E names no folder: the global setup has not run");
  const data = join(folder, name);
  await cp(join(folder, "template"), data, { recursive: true });

  const { stdout } = await run(program(), ["user", "list", "--data", data], { env });
  const logins = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0] ?? "")
    .filter((login) => login !== "");

  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const server = spawn(program(), ["serve", "--data", data, "--listen", address], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await mkdir("results", { recursive: true });
  const log = createWriteStream(join("results", `server-${name}.log`));
  server.stdout?.pipe(log, { end: false });
  server.stderr?.pipe(log, { end: false });
  const ended = once(server, "exit").then(() => log.end());

  try {
    await ready(server, url);
  } catch (error) {
    server.kill("SIGKILL");
    throw error;
  }
  const stop = async () => {
    server.kill("SIGTERM");
    const timely = await Promise.race([ended.then(() => true), pause(STOP_LIMIT_MS, false, { ref: false })]);
    if (!timely) server.kill("SIGKILL");
    await ended;
    await rm(data, { recursive: true, force: true });
    if (!timely) throw new Error(`the office did not stop within ${STOP_LIMIT_MS} ms of SIGTERM`);
  };
  return { url, logins, password: PASSWORD, data, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit) {
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(
        `the office ended while starting (${server.exitCode ?? server.signalCode}): see results/`,
      );
    }
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await pause(50);
  }
  throw new Error(`the office was not ready within ${START_LIMIT_MS} ms: see results/`);
}
