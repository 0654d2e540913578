// Checks the budgets of a build: brotli bytes of JS and CSS that a cold visit of a page loads, from the Vite manifest.
import { existsSync, readFileSync, statSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const dist = new URL("./dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const KB = 1024;

const compressed = new Map();
function size(file) {
  if (!compressed.has(file)) {
    const br = new URL(`${file}.br`, dist);
    compressed.set(
      file,
      existsSync(br) ? statSync(br).size : brotliCompressSync(readFileSync(new URL(file, dist))).length,
    );
  }
  return compressed.get(file);
}

/** Files a browser fetches for the entry and the lazy chunks of a page, without what those load later. */
function files(keys) {
  const seen = new Set();
  const found = new Set();
  const walk = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    const chunk = manifest[key];
    if (!chunk) return;
    found.add(chunk.file);
    for (const css of chunk.css ?? []) found.add(css);
    for (const imported of chunk.imports ?? []) walk(imported);
  };
  for (const key of keys) walk(key);
  return [...found];
}

const entry = "index.html";
const shell = "src/shell/AppShell.tsx";
/** What the pages of a module, or one page, may weigh in KB; `aim` is what they should come to weigh. */
const budgets = {
  chat: { most: 350, aim: 170 },
  // Its filters are selects that stand open to the eye: list boxes and their collections come with the page.
  "admin/AuditPage": { most: 222 },
};
const usual = { most: 200 };

/** A page is the entry and the lazy chunks on its way. */
const pages = [
  { name: "login", keys: ["src/shell/auth/SignInPage.tsx"], most: 140, mostJs: 140 },
  { name: "shell", keys: [shell], most: 155, mostJs: 150 },
  { name: "settings", keys: [shell, "src/shell/settings/SettingsPage.tsx"], ...usual },
  ...Object.keys(manifest).flatMap((key) => {
    const match = /^src\/modules\/(\w+)\/(?:.*\/)?(\w+Page)\.tsx$/.exec(key);
    if (!match || !manifest[key].isDynamicEntry) return [];
    const [, module, page] = match;
    const name = `${module}/${page}`;
    return [{ name, keys: [shell, key], ...(budgets[name] ?? budgets[module] ?? usual) }];
  }),
];

let failed = false;
for (const page of pages) {
  const loaded = files([entry, ...page.keys]);
  const sum = (ending) =>
    loaded.filter((file) => file.endsWith(ending)).reduce((total, file) => total + size(file), 0) / KB;
  const js = sum(".js");
  const css = sum(".css");
  const all = js + css;
  const over = all > page.most || (page.mostJs !== undefined && js > page.mostJs);
  failed ||= over;
  const aim = page.aim && all > page.aim ? `, aim ${page.aim}` : "";
  console.log(
    `${over ? "✗" : "✓"} ${page.name.padEnd(24)} ${all.toFixed(1).padStart(6)} KB brotli (js ${js.toFixed(1)}, css ${css.toFixed(1)}, ${loaded.length} files), limit ${page.most}${aim}`,
  );
  if (process.argv.includes("--files")) {
    for (const file of loaded.sort((a, b) => size(b) - size(a))) {
      console.log(`    ${(size(file) / KB).toFixed(1).padStart(6)}  ${file}`);
    }
  }
}

/** Style of one route; more is a sign of a second design system growing. */
const mostCss = 12 * KB;
for (const chunk of Object.values(manifest)) {
  for (const css of chunk.css ?? []) {
    if (size(css) <= mostCss) continue;
    failed = true;
    console.log(`✗ ${css} is ${(size(css) / KB).toFixed(1)} KB brotli, limit ${mostCss / KB}`);
  }
}
process.exit(failed ? 1 : 0);
