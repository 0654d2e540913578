import type { components } from "./schema";

/** Names for the shapes of the API, so that no module spells out the generated schema. */
type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Membership = Schemas["UserDepartment"];
export type UserState = Schemas["UserState"];
export type UserCard = Schemas["UserCard"];
export type Phone = Schemas["Phone"];
export type User = Schemas["User"];
export type UserHit = Schemas["UserHit"];
export type NewUser = Schemas["NewUser"];
export type Session = Schemas["Session"];
export type Me = Schemas["Me"];
export type MePatch = Schemas["MePatch"];
export type Token = Schemas["Token"];
export type Department = Schemas["Department"];
export type RoleGrant = Schemas["RoleGrant"];
export type Attribute = Schemas["Attribute"];
export type Policy = Schemas["Policy"];
export type Invitation = Schemas["Invitation"];
/** A stored file; named apart from the browser's own `File`. */
export type StoredFile = Schemas["File"];
export type Upload = Schemas["Upload"];
export type ObjectCard = Schemas["ObjectCard"];
export type SearchHit = Schemas["SearchHit"];
export type SearchGroup = Schemas["SearchGroup"];
export type Notice = Schemas["Notification"];
export type Chat = Schemas["Chat"];
export type ChatKind = Schemas["ChatKind"];
export type ChatSettings = Schemas["ChatSettings"];
export type ChatMember = Schemas["ChatMember"];
export type ChatEvent = Schemas["ChatEvent"];
export type Message = Schemas["Message"];
export type MessageHit = Schemas["MessageHit"];
export type Reaction = Schemas["Reaction"];
export type Draft = Schemas["Draft"];
export type Org = Schemas["Org"];
export type NewMembership = Schemas["NewMembership"];
export type UserPatch = Schemas["UserPatch"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditProof = Schemas["AuditProof"];
export type JobState = Schemas["JobState"];
export type Job = Schemas["Job"];
export type System = Schemas["System"];
/** A table of people on its way into the directory. */
export type PeopleImport = Schemas["Import"];
export type ImportState = Schemas["ImportState"];
export type ImportRow = Schemas["ImportRow"];
export type ImportChange = Schemas["ImportChange"];
export type ImportProblem = Schemas["ImportProblem"];

/** A half-open span `[start, end)` in UTF-16 units. */
export type Span = readonly number[];

/** One page of a list; `next` is the cursor of the following one. */
export interface Paged<T> {
  items: T[];
  next?: string | null;
}
