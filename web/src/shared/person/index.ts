export { openChatWith } from "./chat";
export { Fact } from "./Fact";
export {
  mainDepartment,
  PersonAvatar,
  type PersonAvatarProps,
  type PersonHint,
  PersonName,
  type PersonNameProps,
  PersonPopover,
  personLine,
} from "./Person";
export { cardText, PersonFacts, useUser } from "./PersonCard";
export { PersonPicker, type PersonPickerProps, type Picked } from "./PersonPicker";
export { useEveryone, useMembers, usePeopleSearch, userQuery } from "./queries";
export { departmentKeys, directoryKeys, peopleKeys, refreshDirectory } from "./refresh";
