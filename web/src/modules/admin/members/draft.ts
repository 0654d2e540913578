import type { Attribute, NewMembership, NewUser, Phone, User, UserCard, UserPatch } from "@/api/types";
import { mainDepartment } from "@/shared/person";

/** A place in a department as the form holds it. */
export interface DraftPlace {
  id: string;
  name: string;
  path: readonly string[];
  title: string;
  head: boolean;
  primary: boolean;
}

/** What the form of a person holds; every text is there, empty when there is none. */
export interface PersonDraft {
  name: string;
  login: string;
  employee_no: string;
  email: string;
  phones: readonly Phone[];
  departments: readonly DraftPlace[];
  manager: UserCard | null;
  dotted: readonly UserCard[];
  /** By key. */
  attributes: Readonly<Record<string, string>>;
}

export function emptyDraft(place?: Omit<DraftPlace, "title" | "head" | "primary">): PersonDraft {
  return {
    name: "",
    login: "",
    employee_no: "",
    email: "",
    phones: [{ label: "mobile", number: "" }],
    departments: place ? [{ ...place, title: "", head: false, primary: true }] : [],
    manager: null,
    dotted: [],
    attributes: {},
  };
}

export function draftOf(user: User): PersonDraft {
  return {
    name: user.name,
    login: user.login ?? "",
    employee_no: user.employee_no ?? "",
    email: user.email ?? "",
    phones: user.phones.map(({ label, number }) => ({ label, number })),
    departments: user.departments.map(({ id, name, path, title, head, primary }) => ({
      id,
      name,
      path,
      title: title ?? "",
      head,
      primary,
    })),
    manager: user.manager ?? null,
    dotted: user.dotted_managers,
    attributes: Object.fromEntries(user.attributes.map(({ key, value }) => [key, value])),
  };
}

/** Without the rows nobody filled, so that the places of errors in the answer are those of the form. */
export function tidy(draft: PersonDraft): PersonDraft {
  return {
    ...draft,
    name: draft.name.trim(),
    login: draft.login.trim(),
    employee_no: draft.employee_no.trim(),
    email: draft.email.trim(),
    phones: draft.phones.filter((phone) => phone.number.trim() !== ""),
    departments: withOnePrimary(draft.departments),
  };
}

/** Exactly one place is the first: the marked one, else the first in the list. */
export function withOnePrimary(places: readonly DraftPlace[]): DraftPlace[] {
  const first = Math.max(
    places.findIndex((place) => place.primary),
    0,
  );
  return places.map((place, index) => ({ ...place, primary: index === first }));
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const orNull = (text: string) => (text === "" ? null : text);
const ids = (people: readonly UserCard[]) => people.map((person) => person.id);

function memberships(places: readonly DraftPlace[]): NewMembership[] {
  return places.map(({ id, title, head, primary }) => ({ id, title: orNull(title.trim()), head, primary }));
}

export function newUserOf(draft: PersonDraft): NewUser {
  const filled = Object.entries(draft.attributes).filter(([, value]) => value.trim() !== "");
  return {
    name: draft.name,
    ...(draft.login ? { login: draft.login } : {}),
    ...(draft.employee_no ? { employee_no: draft.employee_no } : {}),
    ...(draft.email ? { email: draft.email } : {}),
    phones: [...draft.phones],
    departments: memberships(draft.departments),
    ...(draft.manager ? { manager: draft.manager.id } : {}),
    dotted_managers: ids(draft.dotted),
    attributes: Object.fromEntries(filled),
  };
}

/** Only what differs: whoever may change a part is not refused for the rest, and others' changes meanwhile stay. */
export function patchOf(before: PersonDraft, after: PersonDraft): UserPatch {
  const patch: UserPatch = {};
  if (before.name !== after.name) patch.name = after.name;
  if (before.login !== after.login) patch.login = orNull(after.login);
  if (before.employee_no !== after.employee_no) patch.employee_no = orNull(after.employee_no);
  if (before.email !== after.email) patch.email = orNull(after.email);
  if (!same(before.phones, after.phones)) patch.phones = [...after.phones];
  if (!same(memberships(before.departments), memberships(after.departments)))
    patch.departments = memberships(after.departments);
  if (before.manager?.id !== after.manager?.id) patch.manager = after.manager?.id ?? null;
  if (!same(ids(before.dotted), ids(after.dotted))) patch.dotted_managers = ids(after.dotted);
  const keys = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const changed = [...keys].filter(
    (key) => (before.attributes[key] ?? "") !== (after.attributes[key] ?? "").trim(),
  );
  if (changed.length > 0) {
    patch.attributes = Object.fromEntries(
      changed.map((key) => [key, orNull((after.attributes[key] ?? "").trim())]),
    );
  }
  return patch;
}

export function isChanged(before: PersonDraft, after: PersonDraft): boolean {
  return Object.keys(patchOf(before, tidy(after))).length > 0;
}

/** What is wrong before the server is asked, by the names of the fields that the server uses too. */
export type Fault = "required" | "email" | "phone" | "number" | "date";

const mail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phone = /^[+＋]?[\d０-９][\d０-９\s()（）.\-－—/#xX,转]{2,}$/;

export function faultsOf(draft: PersonDraft, attributes: readonly Attribute[]): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  if (draft.name.trim() === "") faults.name = "required";
  if (draft.email !== "" && !mail.test(draft.email)) faults.email = "email";
  for (const [index, { number }] of draft.phones.entries()) {
    if (!phone.test(number.trim())) faults[`phones[${index}].number`] = "phone";
  }
  for (const { key, kind } of attributes) {
    const value = (draft.attributes[key] ?? "").trim();
    if (value === "") continue;
    if (kind === "number" && !Number.isFinite(Number(value))) faults[`attributes.${key}`] = "number";
    if (kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) faults[`attributes.${key}`] = "date";
  }
  return faults;
}

/** The first message about a field or anything inside it: `departments` also hears `departments[1].id`. */
export function messageAt(errors: Readonly<Record<string, string>>, field: string): string | undefined {
  const found = Object.keys(errors).find(
    (name) => name === field || name.startsWith(`${field}[`) || name.startsWith(`${field}.`),
  );
  return found === undefined ? undefined : errors[found];
}

/** Messages that no field of the form shows. */
export function homeless(
  errors: Readonly<Record<string, string>>,
  attributes: readonly Pick<Attribute, "key">[],
): string[] {
  const known = ["name", "login", "employee_no", "email", "phones", "departments", "manager"];
  const shown = new Set([...known, "dotted_managers", ...attributes.map(({ key }) => `attributes.${key}`)]);
  return Object.entries(errors)
    .filter(([name]) => !shown.has(name) && !shown.has(name.replace(/[[.].*$/, "")))
    .map(([, message]) => message);
}

/** The places of somebody who is moved: the new department is the first; the old ones stay only when asked. */
export function movedPlaces(
  user: Pick<UserCard, "departments">,
  to: { id: string; name: string; path: readonly string[] },
  keepsOthers: boolean,
): NewMembership[] {
  const old = mainDepartment(user);
  const there = user.departments.find((place) => place.id === to.id);
  const first: NewMembership = {
    id: to.id,
    title: there?.title ?? old?.title ?? null,
    head: there?.head ?? false,
    primary: true,
  };
  const others = keepsOthers
    ? user.departments.filter((place) => place.id !== to.id && place.id !== old?.id)
    : [];
  return [
    first,
    ...others.map(({ id, title, head }) => ({ id, title: title ?? null, head, primary: false })),
  ];
}
