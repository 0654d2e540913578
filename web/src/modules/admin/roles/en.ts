import type zh from "./zh";

const en: typeof zh = {
  grant: "Grant a role",
  owners: "Owners",
  ownersText:
    "May do everything, also appoint other owners and admins. Keep two, so that one can always sign in.",
  admins: "Admins of everything",
  adminsText:
    "Manage all people, departments, imports, sign-in policy and the audit log; cannot appoint owners or admins of everything.",
  scoped: "Admins of a department",
  scopedText: "Manage the people and departments of one department and below.",
  noAdmins: "No admins of everything yet",
  noScoped: "No admins of a department yet",
  revoke: "Revoke",
  revokeOf: (role, name) => `Revoke ${role} of ${name}`,
  revokeTitle: (name) => `Revoke the role of ${name}?`,
  revokeText: (role) => `What “${role}” allows ends at once; account and profile stay as they are.`,
  revokeSelf: "This is your own role: you lose what it allows at once and cannot take it back yourself.",
  revoked: (name) => `Revoked the role of ${name}`,
  granted: (name) => `${name} holds a new role`,
  lastOwner: "There must be an owner who can sign in: appoint another one first",
  you: "You",
  person: "Person",
  pickPerson: "Choose who gets the role",
  role: "Role",
  department: "Department",
  pickDepartment: "Choose the department",
  needPerson: "Choose a person",
  needRole: "Choose a role",
  needDepartment: "Choose a department",
  kinds: { owner: "Owner", admin: "Admin of everything", scoped: "Admin of a department" },
  kindHints: {
    owner: "Everything, including appointments",
    admin: "The whole organisation, except appointing owners",
    scoped: "One department and what is below it",
  },
  ownersOnly: "Only owners may grant it",
  states: { invited: "Invited", active: "Active", suspended: "Suspended", left: "Left" },
};

export default en;
