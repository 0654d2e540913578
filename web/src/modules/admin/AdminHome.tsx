import { useEffect } from "react";
import { useMe } from "@/api/people";
import { useIsPhone } from "@/lib/media";
import { go } from "@/lib/nav";
import { Forbidden } from "./AdminSection";
import { visibleSections } from "./sections";

/** At a desk the console opens with its first section; on a phone the list of sections is the page. */
export default function AdminHome() {
  const me = useMe();
  const isPhone = useIsPhone();
  const first = visibleSections(me)[0]?.id;
  useEffect(() => {
    if (!isPhone && first) void go(`/admin/${first}`, { replace: true });
  }, [isPhone, first]);
  return first ? null : <Forbidden />;
}
