import { api, call } from "@/api/client";
import type { UserCard } from "@/api/types";

const pageSize = 200;
/** A group begins with at most this many people. */
const most = 1000;

/** Everyone of a department and those below it. */
export async function everyoneOf(department: string): Promise<UserCard[]> {
  const people: UserCard[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(
      api.GET("/api/v1/people/departments/{id}/members", {
        params: {
          path: { id: department },
          query: { limit: pageSize, deep: true, ...(cursor ? { cursor } : {}) },
        },
      }),
    );
    people.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor && people.length < most);
  return people;
}
