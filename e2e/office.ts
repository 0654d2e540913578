import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, open as openFile, readFile, rm } from "node:fs/promises";
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
const PORT_ATTEMPTS = 3;

/** What the server is run as: `cargo xtask` names the program it built. */
function program(): string {
  return (
    process.env.COURTYARD_TEST_BIN ?? fileURLToPath(new URL("../target/debug/courtyard", import.meta.url))
  );
}

/** The checkout. */
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** By hand it may have to build first. */
const BUILD_LIMIT_MS = 30 * 60_000;

/** How the README starts the program: `cargo xtask` names itself. */
function readme(): readonly [string, ...string[]] {
  const own = process.env.COURTYARD_TEST_XTASK;
  return own ? [own] : ["cargo", "xtask"];
}

/**
 * What the server sees of the environment: none of the settings of whoever starts the journeys, nor our own; the cache
 * is where `cargo xtask` finds what was built.
 */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !name.startsWith("COURTYARD_") || name === "COURTYARD_CACHE",
  ),
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
  /** What the first start says: where the owner sets a password. */
  invitation?: string;
  /** Ends it as a power cut would. */
  kill: () => Promise<void>;
  /** Starts it again where it was. */
  restart: () => Promise<void>;
  /** Ends it and removes its data. */
  stop: () => Promise<void>;
}

/** Fills a data folder with the demo organisation once; each office starts from a copy of it. */
export async function makeTemplate(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "courtyard-e2e-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const data = join(folder, "template");
  try {
    await mkdir(data);
    await run(program(), ["demo", "--people", `${PEOPLE}`, "--password", PASSWORD, "--data", data], { env });
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, remove };
}

/** Starts an office on a copy of the template, on a free port; `name` tells its log from others. */
export async function startOffice(name: string): Promise<Office> {
  const data = join(folder(), name);
  await cp(join(folder(), "template"), data, { recursive: true });
  const { stdout } = await run(program(), ["user", "list", "--data", data], { env });
  const logins = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0] ?? "")
    .filter((login) => login !== "");
  return serve(name, data, logins);
}

/** Starts an office in an empty folder, as the very first time. */
export async function startEmptyOffice(name: string): Promise<Office> {
  const data = join(folder(), name);
  await mkdir(data);
  const office = await serve(name, data, []);
  const invitation = /http:\S+\/invite\/\S+/.exec(await readFile(logOf(name), "utf8"))?.[0];
  if (!invitation) throw new Error("the first start named no link for the owner: see results/");
  return { ...office, invitation };
}

/** Starts an office with the README's command, in a folder that is not there yet; `said` is what it printed. */
export async function startByReadme(
  name: string,
  flags: readonly string[],
): Promise<Office & { said: () => Promise<string> }> {
  const data = join(folder(), name);
  const [command, ...before] = readme();
  const office = await onFreePort(name, (port) => {
    const words = [...before, "up", ...flags, "--data", data, "--port", `${port}`];
    return open(name, data, `http://127.0.0.1:${port}`, [], { command, words, limit: BUILD_LIMIT_MS });
  });
  return { ...office, said: () => readFile(logOf(name), "utf8") };
}

function folder(): string {
  const path = process.env.COURTYARD_TEST_FOLDER;
  if (!path) throw new Error("COURTYARD_TEST_FOLDER names no folder: the global setup has not run");
  return path;
}

const logOf = (name: string) => join("results", `server-${name}.log`);

interface Start {
  command: string;
  words: readonly string[];
  /** How long it may take until it answers, in milliseconds. */
  limit: number;
}

async function serve(name: string, data: string, logins: readonly string[]): Promise<Office> {
  return onFreePort(name, (port) => {
    const address = `127.0.0.1:${port}`;
    const words = ["serve", "--data", data, "--listen", address];
    return open(name, data, `http://${address}`, logins, {
      command: program(),
      words,
      limit: START_LIMIT_MS,
    });
  });
}

/** Between finding a port and using it somebody else may take it: then another one is found. */
async function onFreePort(name: string, start: (port: number) => Promise<Office>): Promise<Office> {
  for (let left = PORT_ATTEMPTS; ; left -= 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      const said = await readFile(logOf(name), "utf8").catch(() => "");
      if (left <= 1 || !/address already in use/i.test(said)) throw error;
    }
  }
}

async function open(
  name: string,
  data: string,
  url: string,
  logins: readonly string[],
  start: Start,
): Promise<Office> {
  await mkdir("results", { recursive: true });
  await rm(logOf(name), { force: true });

  let server = await launch(start, url, logOf(name));
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    const ended = server.exitCode === null && server.signalCode === null ? once(server, "exit") : undefined;
    server.kill(signal);
    const late = ended?.then(() => false);
    const timely = !(await Promise.race([late, pause(STOP_LIMIT_MS, true, { ref: false })]));
    if (!timely) server.kill("SIGKILL");
    await ended;
    return timely;
  };
  return {
    url,
    logins,
    password: PASSWORD,
    data,
    kill: async () => {
      await end("SIGKILL");
    },
    restart: async () => {
      server = await launch(start, url, logOf(name));
    },
    stop: async () => {
      const timely = await end("SIGTERM");
      await rm(data, { recursive: true, force: true });
      if (!timely) throw new Error(`the office did not stop within ${STOP_LIMIT_MS} ms of SIGTERM`);
    },
  };
}

/** Runs the command until it answers; what it prints goes to `log`. */
async function launch({ command, words, limit }: Start, url: string, log: string): Promise<ChildProcess> {
  // A file of its own rather than a pipe: what was said is there to read the moment it answers.
  const file = await openFile(log, "a");
  const server = spawn(command, words, { cwd: ROOT, env, stdio: ["ignore", file.fd, file.fd] });
  await file.close();
  try {
    await ready(server, url, limit);
  } catch (error) {
    server.kill("SIGKILL");
    throw error;
  }
  return server;
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

async function ready(server: ChildProcess, url: string, limit: number): Promise<void> {
  const end = Date.now() + limit;
  while (Date.now() < end) {
    if (server.exitCode !== null || server.signalCode !== null) {
      throw new Error(
        `the office ended while starting (${server.exitCode ?? server.signalCode}): see results/`,
      );
    }
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await pause(50);
  }
  throw new Error(`the office was not ready within ${limit} ms: see results/`);
}
