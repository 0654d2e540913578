import type zh from "./zh";

const en: typeof zh = {
  message: "Message",
  copyCard: "Copy card",
  openPage: "View profile",
  departments: "Departments",
  title: "Title",
  phone: "Phone",
  email: "Email",
  manager: "Manager",
  employeeNo: "Employee no.",
  head: "Head",
  copied: (what) => `Copied: ${what}`,
  copyWhat: (what) => `Copy ${what.toLowerCase()}`,
  states: { invited: "Invited", active: "Active", suspended: "Suspended", left: "Left" },
  labels: { mobile: "Mobile", office: "Office", home: "Home", fax: "Fax", other: "Other" },
  missing: "This person is not in the directory, or you may not see them",
  picker: {
    search: "Search by name, pinyin, department or phone",
    results: "Results",
    none: "Nobody found",
    noneText: "Try the initials of a name, such as ljw",
    selected: (n) => `${n} selected`,
    chosen: "Chosen",
    clear: "Clear",
    confirm: "Done",
    root: "Organisation",
    people: (n) => (n === 1 ? "1 person" : `${n} people`),
    emptyDepartment: "Nobody works directly in this department",
    unavailable: "Already in",
    whole: "Whole department",
    hint: "Search on the left or browse by department",
  },
};

export default en;
