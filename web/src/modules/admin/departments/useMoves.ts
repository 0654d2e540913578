import { useRef, useState } from "react";
import { asApiError } from "@/api/error";
import { toast } from "@/ui";
import { useT } from "./i18n";
import { writeSteps } from "./queries";
import { type DepartmentMap, type Place, planBack, planMove } from "./tree";

/** Moving departments, with a way back and a sentence for screen readers. */
export function useMoves(map: DepartmentMap) {
  const t = useT();
  const isBusy = useRef(false);
  const [said, setSaid] = useState("");

  const move = async (id: string, place: Place, isQuiet = false): Promise<void> => {
    const department = map.byId.get(id);
    const steps = planMove(map, id, place);
    if (typeof steps === "string") {
      toast.error(t.cannot[steps]);
      return;
    }
    if (!department || steps.length === 0 || isBusy.current) return;
    const back = planBack(map, steps);
    const target = place.parent === null ? undefined : map.byId.get(place.parent);
    const stays = (department.parent ?? null) === place.parent;
    const sentence = stays
      ? t.reordered(department.name)
      : target
        ? t.moved(department.name, target.name)
        : t.movedTop(department.name);
    isBusy.current = true;
    try {
      await writeSteps(steps);
      setSaid(sentence);
      if (!isQuiet) toast.undo(sentence, t.undo, () => void undo());
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      isBusy.current = false;
    }
    async function undo() {
      try {
        await writeSteps(back);
        toast.success(t.movedBack);
      } catch (thrown) {
        toast.failure(asApiError(thrown));
      }
    }
  };
  return { move, said };
}
