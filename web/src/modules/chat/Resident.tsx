import { useEffect } from "react";
import { useMe } from "@/api/people";
import { watchMessages } from "./engine/notify";
import { follow } from "./engine/sync";

/** Follows the reader's chats wherever in the client they are: counts, notices, what waits to be sent. */
export default function Resident() {
  const me = useMe().user.id;
  useEffect(() => {
    const stop = follow(me);
    const stopNotices = watchMessages();
    return () => {
      stopNotices();
      stop();
    };
  }, [me]);
  return null;
}
