import { type ReactElement, useRef, useState } from "react";
import { ButtonContext } from "react-aria-components";
import type { LayerProps } from "./Layer";
import { late } from "./late";
import type { Content, SheetProps } from "./PopoverBody";

const PopoverBody = late(() => import("./PopoverBody").then((parts) => parts.PopoverBody));
const SheetBody = late(() => import("./PopoverBody").then((parts) => parts.SheetBody));

/** True from the first time that it is needed, so that what was drawn may still leave with its animation. */
export function useOnceNeeded(isNeeded: boolean): boolean {
  const [wasNeeded, setNeeded] = useState(isNeeded);
  if (isNeeded && !wasNeeded) setNeeded(true);
  return isNeeded || wasNeeded;
}

export interface PopoverProps extends Omit<LayerProps, "children"> {
  /** A Button, IconButton or Pressable that opens it. Leave out with `triggerRef` and `isOpen`. */
  trigger?: ReactElement;
  /** Name for screen readers when there is no visible title. */
  label?: string;
  children: Content;
}

/** Content that floats at its trigger; on a phone it is a sheet. */
export function Popover({ trigger, children, ...layer }: PopoverProps) {
  const own = useRef<HTMLButtonElement>(null);
  const [isOwnOpen, setOwnOpen] = useState(false);
  const isOpen = layer.isOpen ?? isOwnOpen;
  const change = (open: boolean) => {
    setOwnOpen(open);
    layer.onOpenChange?.(open);
  };
  const isDrawn = useOnceNeeded(isOpen);
  return (
    <>
      {trigger && (
        <ButtonContext.Provider
          value={{
            ref: own,
            onPress: () => change(!isOpen),
            isPressed: isOpen,
            "aria-haspopup": "dialog",
            "aria-expanded": isOpen,
          }}
        >
          {trigger}
        </ButtonContext.Provider>
      )}
      {isDrawn && (
        <PopoverBody triggerRef={own} {...layer} isOpen={isOpen} onOpenChange={change}>
          {children}
        </PopoverBody>
      )}
    </>
  );
}

/** A sheet from the bottom edge, for phones. */
export function Sheet(props: SheetProps) {
  return useOnceNeeded(props.isOpen) ? <SheetBody {...props} /> : null;
}
