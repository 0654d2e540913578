import type { Message, UserCard } from "@/api/types";
import { PersonAvatar, personLine } from "@/shared/person";
import { ListItem, VirtualList } from "@/ui";
import { openCardAt } from "../parts/cardLayer";

interface PeopleListProps {
  label: string;
  people: readonly UserCard[];
  /** The message that the list is about: the card of a person opens beside it. */
  message: Message;
  onEndReached: () => void;
  onClose: () => void;
}

/** People in a dialog about a message; pressing one closes the dialog and opens the card. */
export function PeopleList({ label, people, message, onEndReached, onClose }: PeopleListProps) {
  return (
    <VirtualList
      label={label}
      items={people}
      getKey={(person) => person.id}
      onEndReached={onEndReached}
      itemSize={56}
      renderItem={(person, { tabIndex }) => (
        <ListItem
          tabIndex={tabIndex}
          leading={<PersonAvatar person={person} size={36} withPresence />}
          title={person.name}
          subtitle={personLine(person)}
          onPress={() => {
            onClose();
            openCardAt(person.id, message.seq);
          }}
        />
      )}
    />
  );
}
