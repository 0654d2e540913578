import { useState } from "react";
import { asApiError } from "@/api/error";
import { toast } from "@/ui";
import { useT } from "./i18n";
import { knownTree, writeMove } from "./queries";
import { type Place, placeOf, planMove } from "./tree";

/** Moving departments, with a way back and a sentence for screen readers. */
export function useMoves() {
  const t = useT();
  const [said, setSaid] = useState("");

  /** Resolves to whether the department stands there now by this move. */
  const write = async (id: string, place: Place): Promise<boolean> => {
    const step = planMove(knownTree(), id, place);
    if (typeof step === "string") {
      toast.error(t.cannot[step]);
      return false;
    }
    if (!step) return false;
    try {
      return await writeMove(step);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
      return false;
    }
  };

  const move = async (id: string, place: Place, isQuiet = false): Promise<void> => {
    const map = knownTree();
    const department = map.byId.get(id);
    const back = placeOf(map, id);
    if (!(await write(id, place)) || !department) return;
    const target = place.parent === null ? undefined : map.byId.get(place.parent);
    const sentence =
      back.parent === place.parent
        ? t.reordered(department.name)
        : target
          ? t.moved(department.name, target.name)
          : t.movedTop(department.name);
    setSaid(sentence);
    if (!isQuiet) toast.undo(sentence, t.undo, () => void undo(id, back));
  };
  const undo = async (id: string, back: Place) => {
    if (await write(id, back)) toast.success(t.movedBack);
  };
  return { move, said };
}
