import { useEffect } from "react";
import { live } from "@/api/live";
import { forgetPerson, meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Me } from "@/api/types";
import { changesOf, Spread } from "./refresh";

/** Keeps what is cached of the directory in step with what changes on the server. Draws nothing. */
export default function Resident() {
  useEffect(() => {
    const spread = new Spread((keys) => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: ["people", key] });
    });
    const stopEvents = live.subscribe<{ id?: string | null }>("people.", ({ kind, data }) => {
      const change = changesOf(kind);
      if (change.isPerson && data.id) {
        forgetPerson(data.id);
        const me = queries.getQueryData<Me>(meKey);
        if (me?.user.id === data.id) void queries.invalidateQueries({ queryKey: meKey });
      }
      spread.add(change.lists);
    });
    const stopReconnect = live.onReconnect(() => spread.add(changesOf("people.directory.imported.v1").lists));
    return () => {
      stopEvents();
      stopReconnect();
      spread.stop();
    };
  }, []);
  return null;
}
