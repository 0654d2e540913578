import { useEffect } from "react";
import { useMe } from "@/api/people";
import { Outlet, useParam, usePath } from "@/lib/nav";
import { Split } from "@/ui";
import { follow } from "./engine/sync";
import { useT } from "./i18n";
import { ChatList } from "./list/ChatList";
import { loseCard, useCardLayer } from "./parts/cardLayer";
import { late } from "./parts/lazy";

const CardHost = late(() => import("./parts/CardHost"));

/** List and conversation; on a phone one after the other. */
export default function ChatPage() {
  const t = useT();
  const me = useMe().user.id;
  const chatId = useParam("chatId");
  const isSearch = usePath() === "/chat/search";
  useEffect(() => follow(me), [me]);
  return (
    <Split
      side={<ChatList openId={chatId} />}
      sideLabel={t.list.label}
      hasDetail={chatId !== undefined || isSearch}
    >
      <Outlet />
      <Cards />
    </Split>
  );
}

/** The person card, fetched when the first face is pressed. */
function Cards() {
  const isWanted = useCardLayer((layer) => layer.anchor !== null);
  return isWanted && <CardHost onLost={loseCard} />;
}
