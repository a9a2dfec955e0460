import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const output = "../src/ketenkompas/web/static/ketenkompas/build";

/** Put a gzipped copy beside every asset: the server sends it without packing anything itself. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    closeBundle() {
      const folder = join(import.meta.dirname, output, "assets");
      for (const name of readdirSync(folder).filter((one) => /\.(js|css)$/.test(one))) {
        writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "/static/ketenkompas/build/",
  plugins: [packed()],
  css: { transformer: "lightningcss" },
  build: {
    outDir: output,
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: { input: ["src/main.ts"] },
  },
});
