import type { UserCard, UserHit } from "@/api/types";
import { PersonAvatar, personLine } from "@/shared/person";
import { Highlight, ListItem, Tag } from "@/ui";
import { useT } from "./i18n";
import { headsHere, titleIn } from "./text";

interface PersonRowProps {
  person: UserCard;
  /** The department whose list this is; title and headship are those held there. */
  department?: string | undefined;
  /** Names the department too, as where several stand in one list. */
  withDepartment?: boolean;
  isActive?: boolean;
  tabIndex: 0 | -1;
}

/** A person in a list: face, name, title. */
export function PersonRow({ person, department, withDepartment, isActive, tabIndex }: PersonRowProps) {
  return (
    <ListItem
      height={56}
      tabIndex={tabIndex}
      href={`/people/user/${person.id}`}
      isActive={isActive ?? false}
      leading={<PersonAvatar person={person} size={36} withPresence />}
      title={person.name}
      subtitle={withDepartment ? personLine(person) : titleIn(person, department)}
      after={<PersonTags person={person} isHead={headsHere(person, department)} />}
    />
  );
}

function PersonTags({ person, isHead }: { person: UserCard; isHead: boolean }) {
  const t = useT();
  if (person.state !== "active") return <Tag tone="warning">{t.states[person.state]}</Tag>;
  return isHead ? <Tag tone="accent">{t.head}</Tag> : null;
}

interface FoundRowProps {
  person: UserHit;
  isActive?: boolean;
  tabIndex: 0 | -1;
  onOpen?: () => void;
}

/** A person found: what was found is marked, and named when it is not the name. */
export function FoundRow({ person, isActive, tabIndex, onOpen }: FoundRowProps) {
  const t = useT();
  const { matched } = person;
  const inName = matched?.field === "name" || matched?.field === "pinyin";
  const elsewhere = matched?.text && !inName ? matched : undefined;
  return (
    <ListItem
      height={56}
      tabIndex={tabIndex}
      href={`/people/user/${person.id}`}
      isActive={isActive ?? false}
      {...(onOpen ? { onPress: onOpen } : {})}
      leading={<PersonAvatar person={person} size={36} withPresence />}
      title={<Highlight text={person.name} ranges={inName ? matched?.ranges : null} />}
      subtitle={
        elsewhere ? (
          <>
            {t.matched[elsewhere.field]} <Highlight text={elsewhere.text ?? ""} ranges={elsewhere.ranges} />
          </>
        ) : (
          personLine(person)
        )
      }
      after={<PersonTags person={person} isHead={false} />}
    />
  );
}
