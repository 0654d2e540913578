import { Nobody } from "./HomePane";
import { EveryoneList } from "./PeopleColumn";
import { useLayout } from "./place";

/** Everyone by name: a page on a phone; at a desk the second column shows them. */
export default function EveryonePane() {
  return useLayout() === "phone" ? <EveryoneList withBack /> : <Nobody />;
}
