import { commonWords } from "@/i18n";
import { useAsked } from "./confirm";
import { late } from "./late";
import { ErrorBoundary, isStaleCode } from "./State";
import { toast } from "./toast";

const ConfirmDialog = late(() => import("./ConfirmDialog"));

/** Renders what `confirm` asks. Mounted once; the dialog itself is fetched with the first question. */
export function ConfirmHost() {
  const { asked, isOpen } = useAsked();
  if (!asked) return null;
  // What cannot be asked is not agreed to; the next question tries again.
  const giveUp = (error: unknown) => {
    const { stale, staleDetail, crashed } = commonWords().error;
    asked.answer(false);
    useAsked.setState({ asked: null, isOpen: false });
    if (isStaleCode(error)) toast.error(stale, staleDetail);
    else toast.error(crashed);
  };
  return (
    <ErrorBoundary isSilent onError={giveUp}>
      <ConfirmDialog asked={asked} isOpen={isOpen} />
    </ErrorBoundary>
  );
}
