import { Suspense, useRef } from "react";
import PersonCard from "@/shared/person/PersonCard";
import { Popover, SkeletonRows } from "@/ui";
import { closeCard, useCardLayer } from "./cardLayer";

/** Draws the card of the person whose face or name was pressed. */
export default function CardHost() {
  const { id, anchor } = useCardLayer();
  const place = useRef<Element | null>(null);
  place.current = anchor;
  return (
    <Popover
      isOpen={id !== null}
      onOpenChange={(isOpen) => !isOpen && closeCard()}
      triggerRef={place}
      placement="right top"
      label=" "
    >
      <Suspense fallback={<SkeletonRows rows={3} height={56} />}>
        {id !== null && <PersonCard id={id} close={closeCard} />}
      </Suspense>
    </Popover>
  );
}
