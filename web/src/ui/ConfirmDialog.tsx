import { useCommon } from "@/i18n";
import { Button } from "./Button";
import { type Asked, useAsked } from "./confirm";
import { Dialog } from "./Dialog";

/** The dialog behind `confirm`. */
export default function ConfirmDialog({ asked, isOpen }: { asked: Asked; isOpen: boolean }) {
  const common = useCommon();
  const finish = (yes: boolean) => {
    asked.answer(yes);
    useAsked.setState({ isOpen: false });
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => !open && finish(false)}
      title={asked.title}
      size="sm"
      role="alertdialog"
      footer={
        <>
          {/* An Enter too many must not destroy anything: there the focus is on the way back. */}
          <Button onPress={() => finish(false)} autoFocus={asked.isDanger ?? false}>
            {asked.cancel ?? common.cancel}
          </Button>
          <Button
            variant={asked.isDanger ? "danger" : "primary"}
            onPress={() => finish(true)}
            autoFocus={!asked.isDanger}
          >
            {asked.action}
          </Button>
        </>
      }
    >
      {asked.text}
    </Dialog>
  );
}
