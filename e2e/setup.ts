import { makeTemplate } from "./office.ts";

/** Once per run: the demo organisation that every office is a copy of; removed at the end. */
export default async function setup(): Promise<() => Promise<void>> {
  const { folder, remove } = await makeTemplate();
  process.env.COURTYARD_TEST_FOLDER = folder;
  return remove;
}
