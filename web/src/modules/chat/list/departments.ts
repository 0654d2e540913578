import { api, call } from "@/api/client";
import type { UserCard } from "@/api/types";

const pageSize = 200;

/** People whom a group may begin with beside its maker; the server takes no more at once. */
export const mostAtOnce = 1000;

type Page = { items: UserCard[]; next?: string | null };

/** A page of everyone of a department and those below it. */
function page(department: string, cursor: string | undefined): Promise<Page> {
  return call(
    api.GET("/api/v1/people/departments/{id}/members", {
      params: {
        path: { id: department },
        query: { limit: pageSize, deep: true, ...(cursor ? { cursor } : {}) },
      },
    }),
  );
}

/**
 * The people chosen and everyone of the departments chosen, each once; null when they are too many for one group. No
 * more are asked for than it takes to know that.
 */
export async function everyoneChosen(
  people: readonly UserCard[],
  departments: readonly { id: string }[],
  me: string,
  ask: typeof page = page,
): Promise<UserCard[] | null> {
  const all = new Map(people.map((person) => [person.id, person]));
  // Whoever makes the group is in it anyway.
  const isTooMany = () => all.size - (all.has(me) ? 1 : 0) > mostAtOnce;
  for (const { id } of departments) {
    let cursor: string | undefined;
    do {
      const { items, next } = await ask(id, cursor);
      for (const person of items) all.set(person.id, person);
      cursor = next ?? undefined;
    } while (cursor && !isTooMany());
    if (isTooMany()) break;
  }
  return isTooMany() ? null : [...all.values()];
}
