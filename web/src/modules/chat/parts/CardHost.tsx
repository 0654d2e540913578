import { Suspense, useRef } from "react";
import { useUserCard } from "@/api/people";
import PersonCard from "@/shared/person/PersonCard";
import { Popover, SkeletonRows } from "@/ui";
import { useT } from "../i18n";
import { closeCard, useCardLayer } from "./cardLayer";

/** Draws the card of the person whose face or name was pressed. */
export default function CardHost() {
  const t = useT();
  const { id, anchor } = useCardLayer();
  const person = useUserCard(id ?? undefined);
  const place = useRef<Element | null>(null);
  place.current = anchor;
  return (
    <Popover
      isOpen={id !== null}
      onOpenChange={(isOpen) => !isOpen && closeCard()}
      triggerRef={place}
      placement="right top"
      label={person?.name ?? t.someone}
    >
      <Suspense fallback={<SkeletonRows rows={3} height={56} />}>
        {id !== null && <PersonCard id={id} close={closeCard} />}
      </Suspense>
    </Popover>
  );
}
