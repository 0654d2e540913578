import { lazy, Suspense } from "react";
import { useAsked } from "./confirm";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

/** Renders what `confirm` asks. Mounted once; the dialog itself is fetched with the first question. */
export function ConfirmHost() {
  const { asked, isOpen } = useAsked();
  if (!asked) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialog asked={asked} isOpen={isOpen} />
    </Suspense>
  );
}
