import { describe, expect, it } from "vitest";
import type { Attribute, User } from "@/api/types";
import { card, someMe } from "@/test/people";
import {
  draftOf,
  emptyDraft,
  faultsOf,
  homeless,
  isChanged,
  messageAt,
  movedPlaces,
  newUserOf,
  patchOf,
  tidy,
  withOnePrimary,
} from "./draft";

const user: User = {
  ...someMe().user,
  login: "cxy",
  email: "cxy@office.example",
  phones: [{ label: "mobile", number: "13800001234" }],
  manager: card("9", "林晓"),
  attributes: [{ key: "seat", label: "工位", value: "3-402" }],
};
const before = draftOf(user);
const seat: Attribute = {
  id: "1",
  key: "seat",
  label: "工位",
  kind: "text",
  choices: [],
  visible_to: "all",
  order: 0,
};

describe("patchOf", () => {
  it("is empty when nothing changed", () => {
    expect(patchOf(before, draftOf(user))).toEqual({});
    expect(isChanged(before, { ...before, name: `${before.name} ` })).toBe(false);
  });
  it("holds only what changed, null for what was emptied", () => {
    const after = tidy({ ...before, email: "", manager: null, name: "陈晓雲" });
    expect(patchOf(before, after)).toEqual({ email: null, manager: null, name: "陈晓雲" });
  });
  it("sends departments and phones as a whole, and attributes by key", () => {
    const after = tidy({
      ...before,
      phones: [...before.phones, { label: "office", number: "0578 5121234" }, { label: "home", number: " " }],
      departments: before.departments.map((place) => ({ ...place, title: "主任" })),
      attributes: { seat: " ", grade: "P6" },
    });
    expect(patchOf(before, after)).toEqual({
      phones: [
        { label: "mobile", number: "13800001234" },
        { label: "office", number: "0578 5121234" },
      ],
      departments: [{ id: "1", title: "主任", head: false, primary: true }],
      attributes: { seat: null, grade: "P6" },
    });
  });
});

describe("newUserOf", () => {
  it("leaves out what is empty", () => {
    const draft = tidy({ ...emptyDraft(), name: " 单雄信 " });
    expect(newUserOf(draft)).toEqual({
      name: "单雄信",
      phones: [],
      departments: [],
      dotted_managers: [],
      attributes: {},
    });
  });
  it("begins in the department that the table shows", () => {
    const draft = emptyDraft({ id: "5", name: "研发组", path: ["研发组"] });
    expect(newUserOf(draft).departments).toEqual([{ id: "5", title: null, head: false, primary: true }]);
  });
});

describe("places", () => {
  const place = (id: string, primary: boolean) => ({ ...before.departments[0], id, primary }) as never;
  it("have exactly one that is first", () => {
    const primaries = (marks: boolean[]) =>
      withOnePrimary(marks.map((mark, index) => place(String(index), mark))).map((p) => p.primary);
    expect(primaries([false, false])).toEqual([true, false]);
    expect(primaries([false, true, true])).toEqual([false, true, false]);
    expect(primaries([])).toEqual([]);
  });
  it("move with title, keeping the others when asked", () => {
    const person = {
      departments: [
        { id: "1", name: "办公室", path: [], title: "主任", head: true, primary: true },
        { id: "2", name: "信息中心", path: [], title: "顾问", head: false, primary: false },
      ],
    };
    const to = { id: "3", name: "研发组", path: ["研发组"] };
    const first = { id: "3", title: "主任", head: false, primary: true };
    expect(movedPlaces(person, to, false)).toEqual([first]);
    expect(movedPlaces(person, to, true)).toEqual([
      first,
      { id: "2", title: "顾问", head: false, primary: false },
    ]);
  });
  it("keep title and headship where the person is already", () => {
    const person = {
      departments: [
        { id: "1", name: "办公室", path: [], title: "主任", head: false, primary: true },
        { id: "2", name: "信息中心", path: [], title: "顾问", head: true, primary: false },
      ],
    };
    expect(movedPlaces(person, { id: "2", name: "信息中心", path: [] }, true)).toEqual([
      { id: "2", title: "顾问", head: true, primary: true },
    ]);
  });
});

describe("messages", () => {
  it("stand before the server is asked", () => {
    const number: Attribute = { ...seat, key: "age", kind: "number" };
    const date: Attribute = { ...seat, key: "since", kind: "date" };
    const draft = {
      ...before,
      name: " ",
      email: "nowhere",
      phones: [...before.phones, { label: "mobile", number: "abc" }],
      attributes: { age: "x", since: "2026/1/31" },
    };
    expect(faultsOf(draft, [seat, number, date])).toEqual({
      name: "required",
      email: "email",
      "phones[1].number": "phone",
      "attributes.age": "number",
      "attributes.since": "date",
    });
    expect(faultsOf(before, [seat])).toEqual({});
  });
  it("reach the part of the form that shows them", () => {
    const errors = { "departments[1].id": "找不到所填的部门。", manager: "不能是本人。" };
    expect(messageAt(errors, "departments")).toBe("找不到所填的部门。");
    expect(messageAt(errors, "manager")).toBe("不能是本人。");
    expect(messageAt(errors, "dotted_managers")).toBeUndefined();
  });
  it("without a field of their own are told above the form", () => {
    const errors = {
      "phones[0].number": "a",
      "attributes.seat": "b",
      "attributes.gone": "c",
      avatar: "d",
    };
    expect(homeless(errors, [seat])).toEqual(["c", "d"]);
  });
});
