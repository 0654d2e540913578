export { DepartmentPicker, type DepartmentPickerProps } from "./DepartmentPicker";
export { DepartmentTree, type DepartmentTreeProps, useReveal } from "./DepartmentTree";
export {
  branchKey,
  departmentKey,
  departmentPath,
  isWithin,
  literal,
  pathAbove,
  useBranch,
  useBranches,
  useDepartment,
  useDepartmentSearch,
} from "./queries";
