import type { ModuleManifest } from "@/lib/module";

/** Every folder of src/modules with a module.tsx; adding a module changes no other file. */
const found = import.meta.glob<{ default: ModuleManifest }>("./modules/*/module.tsx", { eager: true });

export const manifests: readonly ModuleManifest[] = Object.values(found)
  .map((file) => file.default)
  .sort((a, b) => (a.navigation?.order ?? 1000) - (b.navigation?.order ?? 1000));
