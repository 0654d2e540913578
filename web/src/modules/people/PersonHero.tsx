import { Copy, Info, MessageCircle, PenLine, Phone, Settings2 } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/people";
import { usePresence } from "@/api/presence";
import type { User, UserCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { copyText } from "@/lib/clipboard";
import { useIsPhone } from "@/lib/media";
import { hasModule } from "@/lib/module";
import { go } from "@/lib/nav";
import { dialText } from "@/lib/phone";
import { useTime } from "@/lib/time";
import { cardText, openChatWith, personLine } from "@/shared/person";
import { Slot } from "@/shared/slot/Slot";
import { Avatar, Button, IconButton, LinkButton, Tag } from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { reading } from "./text";

const nothing = () => undefined;

/** Face, name, title, and what one can do with a person. */
export function PersonHero({ person, user }: { person: UserCard; user: User | undefined }) {
  const t = useT();
  const common = useCommon();
  const isPhone = useIsPhone();
  const presence = usePresence(person.id);
  const pinyin = reading(person);
  const line = personLine(person);
  return (
    <>
      <header className={styles.hero}>
        <Avatar name={person.name} src={person.avatar} size={72} presence={presence} />
        <div className={styles.heroText}>
          <div className={styles.heroLine}>
            <h2 className={styles.heroName}>{person.name}</h2>
            {pinyin && !isPhone && <span className={styles.pinyin}>{pinyin}</span>}
            {person.state !== "active" && (
              <Tag tone={person.state === "left" ? "neutral" : "warning"}>{t.states[person.state]}</Tag>
            )}
          </div>
          {line && <div className={styles.heroSub}>{line}</div>}
          {presence && presence !== "offline" && (
            <div className={styles.presence} data-state={presence}>
              {common.presence[presence]}
            </div>
          )}
        </div>
      </header>
      <Notice person={person} user={user} />
      <Actions person={person} user={user} />
    </>
  );
}

/** Why the person may not answer. */
function Notice({ person, user }: { person: UserCard; user: User | undefined }) {
  const t = useT();
  const time = useTime();
  if (person.state === "active") return null;
  const text = {
    invited: t.person.invitedNotice,
    suspended: t.person.suspendedNotice,
    left: user?.left_at ? t.person.leftNotice(time.date(user.left_at)) : t.person.leftNoticePlain,
  }[person.state];
  return (
    <p className={styles.notice}>
      <Info size={16} />
      {text}
    </p>
  );
}

function Actions({ person, user }: { person: UserCard; user: User | undefined }) {
  const t = useT();
  const me = useMe();
  const isPhone = useIsPhone();
  const [isOpening, setOpening] = useState(false);
  const isMe = me.user.id === person.id;
  const mobile = user?.phones.find((phone) => phone.label === "mobile") ?? user?.phones[0];
  const message = async () => {
    setOpening(true);
    await openChatWith(person.id);
    setOpening(false);
  };
  return (
    <div className={styles.actions}>
      {isMe ? (
        <Button icon={<PenLine size={16} />} onPress={() => void go("/settings/profile")}>
          {t.person.editMe}
        </Button>
      ) : (
        hasModule("chat") &&
        person.state === "active" && (
          <Button
            variant="primary"
            icon={<MessageCircle size={16} />}
            isPending={isOpening}
            onPress={() => void message()}
          >
            {t.person.message}
          </Button>
        )
      )}
      {isPhone && mobile && !isMe && (
        <LinkButton href={`tel:${dialText(mobile.number)}`} icon={<Phone size={16} />}>
          {t.person.call}
        </LinkButton>
      )}
      <Slot name="person.actions" with={{ person, close: nothing }} />
      {user && (
        <IconButton
          icon={<Copy size={16} />}
          label={t.person.copy}
          onPress={() => void copyText(cardText(user), t.person.copied(user.name))}
        />
      )}
      {user?.can.edit && hasModule("admin") && (
        <IconButton
          icon={<Settings2 size={16} />}
          label={t.person.admin}
          onPress={() => void go(`/admin/people?user=${person.id}`)}
        />
      )}
    </div>
  );
}
