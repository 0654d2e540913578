import type zh from "./zh";

const en: typeof zh = {
  title: "Admin console",
  nav: "Sections of the admin console",
  groups: { directory: "People and structure", security: "Settings and security", system: "System" },
  sections: {
    people: "People",
    departments: "Departments",
    roles: "Roles",
    imports: "Import and export",
    fields: "Custom fields",
    organisation: "Organisation",
    policy: "Sign-in policy",
    audit: "Audit log",
    jobs: "Background jobs",
    system: "System",
  },
  scope: (names) => `You administer: ${names}`,
  forbidden: "This part is beyond your role",
  forbiddenText: "If you need it, ask an owner to grant it under Roles.",
  owners: "Owners",
  unchanged: "Nothing changed",
};

export default en;
