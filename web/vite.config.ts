import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The server under development; `COURTYARD_SERVER` points the proxy elsewhere, for example at the mock. */
const server = process.env.COURTYARD_SERVER ?? "http://127.0.0.1:8080";

const compressible = /\.(js|css|html|svg|json|webmanifest|txt|wasm)$/;
/** Below this a compressed copy saves no packet. */
const smallestCompressed = 1024;

/** Writes `.br` and `.gz` beside every text file of the build, so that the server compresses nothing at run time. */
function precompress(): Plugin {
  let out = "dist";
  return {
    name: "courtyard-precompress",
    apply: "build",
    configResolved(config) {
      out = config.build.outDir;
    },
    async closeBundle() {
      const br = promisify(brotliCompress);
      const gz = promisify(gzip);
      const names = await readdir(out, { recursive: true, withFileTypes: true });
      for (const entry of names) {
        if (!entry.isFile() || !compressible.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        if (bytes.length < smallestCompressed) continue;
        await writeFile(
          `${path}.br`,
          await br(bytes, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            },
          }),
        );
        await writeFile(`${path}.gz`, await gz(bytes, { level: 9 }));
      }
    },
  };
}

const { version } = JSON.parse(await readFile(new URL("./package.json", import.meta.url), "utf8")) as {
  version: string;
};

export default defineConfig({
  define: { __CLIENT_VERSION__: JSON.stringify(version) },
  plugins: [
    { ...optimizeLocales.vite({ locales: ["zh-CN", "en-US"] }), enforce: "pre" },
    react(),
    precompress(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: 5173,
    proxy: {
      "/api": { target: server, ws: true, changeOrigin: false },
    },
  },
  preview: {
    port: 4173,
    proxy: {
      "/api": { target: server, ws: true, changeOrigin: false },
    },
  },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Small files that many pages share travel together: fewer requests, and shorter lists of what to preload.
          // Never put all of react-aria in a group: what only a few pages need would join the first load.
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "data", test: /node_modules[\\/](@tanstack|zustand|openapi-fetch)[\\/]/ },
            {
              name: "base",
              test: /src[\\/](api[\\/](client|error|query|people)|lib[\\/](nav|prefs|media|module|cx|guard|title)|i18n[\\/](index|zh))\.ts/,
            },
            // What little else shows: files of a few bytes each would weigh double.
            {
              name: "rare",
              test: /lucide-react[\\/].*[\\/](video|stamp|file-text|languages|calendar|table-2|user-plus|settings-2)\.m?js$/,
            },
            { name: "icons", test: /node_modules[\\/]lucide-react[\\/]/, minShareCount: 20 },
            { name: "signs", test: /node_modules[\\/]lucide-react[\\/]/, minShareCount: 6 },
            // What sign-in draws, and what its fields and the shell have in common.
            {
              name: "core",
              test: /src[\\/]ui[\\/](Button|State|confirm|toast|ToastHost|ConfirmHost|Provider|late)\.tsx?$|dist[\\/]private[\\/](Text|Autocomplete|LocalizedString\w+|i18n[\\/]useLocalizedStringFormatter|utils[\\/]useControlledState)\.mjs/,
            },
            { name: "field", test: /src[\\/]ui[\\/]Field\.tsx$/ },
            // What every page of a signed-in person draws.
            { name: "frame", test: /src[\\/]ui[\\/](IconButton|Tooltip|Badge|Avatar)\.tsx$/ },
            {
              name: "live",
              test: /src[\\/](api|lib)[\\/](live|presence|shortcuts|time|avatar|clipboard|debounce|notices|overlays|idle)\.ts/,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    // One that hangs still ends; a busy machine is no failure.
    testTimeout: 30_000,
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
  },
});
