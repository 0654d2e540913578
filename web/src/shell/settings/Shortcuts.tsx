import { Section } from "@/ui";
import { ShortcutTable } from "../KeyboardMap";

export default function Shortcuts() {
  return (
    <Section>
      <ShortcutTable isComplete />
    </Section>
  );
}
