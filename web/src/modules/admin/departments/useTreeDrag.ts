import { type DragEvent, useRef, useState } from "react";
import type { Department } from "@/api/types";
import type { RowProps } from "@/ui";
import { type DepartmentMap, dropPlace, type Place, planMove, type Zone, zoneAt } from "./tree";

/** How long the pointer rests on a closed branch before it opens. */
const openAfterMs = 600;

interface TreeDragOptions {
  map: DepartmentMap;
  expanded: ReadonlySet<string>;
  onExpand: (id: string) => void;
  mayMove: (department: Department) => boolean;
  mayHold: (parent: string | null) => boolean;
  onMove: (id: string, place: Place) => void;
}

/** Drag and drop for the rows of the tree. Everything it does can be done with menu and keyboard too. */
export function useTreeDrag({ map, expanded, onExpand, mayMove, mayHold, onMove }: TreeDragOptions) {
  const dragged = useRef<string>(undefined);
  const timer = useRef<{ id: string; handle: ReturnType<typeof setTimeout> }>(undefined);
  const [over, setOver] = useState<{ id: string; zone: Zone }>();

  const stopTimer = () => {
    clearTimeout(timer.current?.handle);
    timer.current = undefined;
  };
  const end = () => {
    stopTimer();
    dragged.current = undefined;
    setOver(undefined);
  };
  const placeOf = (event: DragEvent, id: string): { zone: Zone; place: Place } | undefined => {
    const from = dragged.current;
    if (from === undefined) return undefined;
    const box = event.currentTarget.getBoundingClientRect();
    const zone = zoneAt(event.clientY - box.top, box.height);
    const place = dropPlace(map, id, zone, expanded.has(id));
    if (!place || !mayHold(place.parent) || typeof planMove(map, from, place) === "string") return undefined;
    return { zone, place };
  };
  const rest = (department: Department, zone: Zone | undefined) => {
    const opens = zone === "inside" && department.children > 0 && !expanded.has(department.id);
    if (!opens) stopTimer();
    else if (timer.current?.id !== department.id) {
      stopTimer();
      timer.current = {
        id: department.id,
        handle: setTimeout(() => onExpand(department.id), openAfterMs),
      };
    }
  };

  return (department: Department): RowProps => ({
    draggable: mayMove(department),
    "data-drop": over?.id === department.id ? over.zone : undefined,
    onDragStart: (event) => {
      dragged.current = department.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", department.name);
    },
    onDragOver: (event) => {
      const found = placeOf(event, department.id);
      rest(department, found?.zone);
      if (!found) {
        setOver(undefined);
        return;
      }
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      if (over?.id !== department.id || over.zone !== found.zone) {
        setOver({ id: department.id, zone: found.zone });
      }
    },
    onDragLeave: (event) => {
      // Moving between the parts of a row leaves each of them, but not the row.
      if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
      setOver((now) => (now?.id === department.id ? undefined : now));
    },
    onDragEnd: end,
    onDrop: (event) => {
      const found = placeOf(event, department.id);
      const from = dragged.current;
      end();
      if (!found || from === undefined) return;
      event.preventDefault();
      onMove(from, found.place);
    },
  });
}
