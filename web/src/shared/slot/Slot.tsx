import { type ComponentType, Suspense } from "react";
import { modules, type Slots } from "@/lib/module";
import { ErrorBoundary } from "@/ui";

/** Draws what modules put into a named place: `<Slot name="person.actions" with={{ person, close }} />`. */
export function Slot<K extends keyof Slots>({ name, with: props }: { name: K; with: Slots[K] }) {
  return modules().map((module) => {
    const Filling = module.slots?.[name] as ComponentType<Slots[K]> | undefined;
    if (!Filling) return null;
    return (
      <ErrorBoundary key={module.id} isSilent>
        <Suspense fallback={null}>
          <Filling {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  });
}
