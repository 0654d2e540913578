import { useEffect } from "react";
import { useMe, useUserCard } from "@/api/people";
import type { User, UserCard } from "@/api/types";
import { useIsPhone } from "@/lib/media";
import { goBack, useParam } from "@/lib/nav";
import { placeId, rememberPlace } from "@/lib/recent";
import { setPageTitle } from "@/lib/title";
import { personLine, useUser } from "@/shared/person";
import { Slot } from "@/shared/slot/Slot";
import { Loaded, PaneHeader, SkeletonRows } from "@/ui";
import { useT } from "./i18n";
import styles from "./People.module.css";
import { ContactFacts, MoreFacts, PositionFacts } from "./PersonFacts";
import { PersonHero } from "./PersonHero";
import { ReportingLine } from "./ReportingLine";

/** A person in full: a page on a phone, the third column at a desk. */
export default function PersonPane() {
  const id = useParam("userId") ?? "";
  return <PersonPage key={id} id={id} />;
}

function PersonPage({ id }: { id: string }) {
  const t = useT();
  const isPhone = useIsPhone();
  const me = useMe().user.id;
  const card = useUserCard(id);
  const query = useUser(id);
  // The card is usually known from the list: face and name stand at once, the rest follows.
  const person: UserCard | undefined = query.data ?? card ?? undefined;
  const name = person?.name;
  useEffect(() => {
    if (name) setPageTitle(name);
  }, [name]);
  const line = person && personLine(person);
  useEffect(() => {
    if (!name || id === me) return;
    const href = `/people/user/${id}`;
    rememberPlace(me, { id: placeId("person", id), kind: "person", title: name, subtitle: line, href });
  }, [name, line, id, me]);
  return (
    <>
      {isPhone && <PaneHeader title={t.person.page} onBack={() => goBack("/people")} />}
      <div className={styles.page}>
        {person && !(query.error && !query.data) ? (
          <article className={styles.sheet} aria-label={person.name}>
            <PersonHero person={person} user={query.data} />
            <Loaded query={query} skeleton={<SkeletonRows rows={4} height={40} face={0} />}>
              {(user) => <Details user={user} />}
            </Loaded>
          </article>
        ) : (
          <Loaded
            query={query}
            skeleton={
              <div className={styles.sheet}>
                <SkeletonRows rows={1} height={96} face={72} />
                <SkeletonRows rows={5} height={40} face={0} />
              </div>
            }
          >
            {() => null}
          </Loaded>
        )}
      </div>
    </>
  );
}

function Details({ user }: { user: User }) {
  const t = useT();
  const me = useMe();
  return (
    <>
      <section className={styles.block}>
        <h3 className={styles.blockTitle}>{t.person.contact}</h3>
        <ContactFacts user={user} />
      </section>
      <section className={styles.block}>
        <h3 className={styles.blockTitle}>{t.person.work}</h3>
        <PositionFacts user={user} isMe={me.user.id === user.id} />
      </section>
      {(user.manager || user.reports > 0 || user.dotted_managers.length > 0) && <ReportingLine user={user} />}
      {user.attributes.some((attribute) => attribute.value) && (
        <section className={styles.block}>
          <h3 className={styles.blockTitle}>{t.person.more}</h3>
          <MoreFacts user={user} />
        </section>
      )}
      <Slot name="person.facts" with={{ person: user }} />
    </>
  );
}
