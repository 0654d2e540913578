import { useEffect } from "react";
import { live } from "@/api/live";
import { meKey } from "@/api/people";
import { queries } from "@/api/query";
import type { Me } from "@/api/types";
import { directoryKeys, refreshDirectory } from "@/shared/person";
import { Spread, staleAfter } from "./refresh";

/** Keeps what is cached of the directory in step with what changes on the server. Draws nothing. */
export default function Resident() {
  useEffect(() => {
    const spread = new Spread((keys) => void refreshDirectory(keys));
    const stopEvents = live.subscribe<{ id?: string | null }>("people.", ({ kind, data }) => {
      const me = queries.getQueryData<Me>(meKey);
      spread.add(staleAfter(kind, data.id, me?.user.id));
    });
    const stopReconnect = live.onReconnect(() => spread.add(directoryKeys));
    return () => {
      stopEvents();
      stopReconnect();
      spread.stop();
    };
  }, []);
  return null;
}
