import { useParam } from "@/lib/nav";
import { DepartmentOverview } from "./DepartmentOverview";
import { DepartmentPage } from "./DepartmentPage";
import { useLayout } from "./place";

/** A department: on a phone the page that drills down; at a desk what there is to know about it. */
export default function DepartmentPane() {
  const id = useParam("departmentId") ?? "";
  const layout = useLayout();
  return layout === "phone" ? <DepartmentPage key={id} id={id} /> : <DepartmentOverview key={id} id={id} />;
}
