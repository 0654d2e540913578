import { useParam } from "@/lib/nav";
import { Room } from "./Room";

/** The conversation of a chat. Another chat is another conversation, with nothing of the one before. */
export default function RoomPage() {
  const id = useParam("chatId") ?? "";
  return <Room key={id} id={id} />;
}
