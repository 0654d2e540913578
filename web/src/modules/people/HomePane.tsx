import { IdCard } from "lucide-react";
import { EmptyState } from "@/ui";
import { useT } from "./i18n";
import { PhoneHome } from "./PhoneHome";
import { useLayout } from "./place";

/** What stands beside the lists while nobody is open; on a phone the first page. */
export default function HomePane() {
  return useLayout() === "phone" ? <PhoneHome /> : <Nobody />;
}

export function Nobody() {
  const t = useT();
  return <EmptyState icon={<IdCard size={30} strokeWidth={1.5} />} title={t.pick} text={t.pickText} />;
}
