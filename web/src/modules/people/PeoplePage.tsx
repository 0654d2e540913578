import { useEffect } from "react";
import { useMedia } from "@/lib/media";
import { Outlet, useParam, usePath } from "@/lib/nav";
import { useShortcut } from "@/lib/shortcuts";
import { Split } from "@/ui";
import { Browser } from "./Browser";
import { useT } from "./i18n";
import { PeopleColumn } from "./PeopleColumn";
import { PhoneHome } from "./PhoneHome";
import { useLayout } from "./place";
import { focusSearch } from "./SearchBox";
import { everyone, useDirectory } from "./state";

/**
 * The directory. At a desk three columns: departments, people, the open person. On a narrow screen the first two are
 * one column that drills down; on a phone every step is a page of its own.
 */
export default function PeoplePage() {
  const t = useT();
  const layout = useLayout();
  const departmentId = useParam("departmentId");
  const path = usePath();
  const isAll = path === "/people/all";
  useEffect(() => {
    if (departmentId) useDirectory.setState({ place: departmentId });
    else if (isAll) useDirectory.setState({ place: everyone });
  }, [departmentId, isAll]);
  useShortcut("mod+f", t.searchKey, t.group, focusSearch, { whileTyping: true });

  if (layout === "phone") {
    if (path !== "/people") return <Outlet />;
    return (
      <Split side={<Outlet />} sideLabel={t.title} hasDetail={false}>
        {null}
      </Split>
    );
  }
  if (layout === "narrow") {
    return (
      <Split side={<NarrowSide />} sideLabel={t.title} sideWidth={320} hasDetail>
        <Outlet />
      </Split>
    );
  }
  return (
    <Split side={<Browser />} sideLabel={t.columns.departments} sideWidth={272} hasDetail>
      <WideSplit />
    </Split>
  );
}

function WideSplit() {
  const t = useT();
  const isWide = useMedia("(min-width: 1360px)");
  return (
    <Split side={<PeopleColumn />} sideLabel={t.columns.people} sideWidth={isWide ? 340 : 300} hasDetail>
      <Outlet />
    </Split>
  );
}

/** One column that shows the departments first and then the people of the one that was opened. */
function NarrowSide() {
  const path = usePath();
  const place = useDirectory((state) => state.place);
  const isHome = path === "/people" || (path.startsWith("/people/user/") && place === undefined);
  return isHome ? <PhoneHome /> : <PeopleColumn withBack />;
}
