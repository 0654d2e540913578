import type { UserCard } from "@/api/types";

const han = /\p{Script=Han}/u;

/** The first reading of a Chinese name, as under a name on a card: `liu jing|jin wen` is "liu jing wen". */
export function reading(person: Pick<UserCard, "name" | "pinyin">): string {
  if (!han.test(person.name)) return "";
  return person.pinyin
    .trim()
    .split(/\s+/)
    .map((syllable) => syllable.split("|")[0])
    .join(" ");
}

/** The title that somebody holds in one department; elsewhere the primary one. */
export function titleIn(person: UserCard, department: string | undefined): string | null | undefined {
  const place = person.departments.find((membership) => membership.id === department);
  return place?.title ?? person.title;
}

export function headsHere(person: UserCard, department: string | undefined): boolean {
  return person.departments.some((membership) => membership.id === department && membership.head);
}
