import { UserRound, X } from "lucide-react";
import { useState } from "react";
import { useUserCard } from "@/api/people";
import { PersonPicker } from "@/shared/person";
import { Button, IconButton, Select, TextField } from "@/ui";
import { useT } from "../i18n";
import styles from "./Search.module.css";

export type TimeChoice = "any" | "today" | "week" | "month" | "year" | "custom";
export type KindChoice = "any" | "text" | "image" | "file" | "link";

export interface Filter {
  sender: string | undefined;
  time: TimeChoice;
  /** Days as 2026-09-03, for the choice `custom`. */
  from: string;
  to: string;
  kind: KindChoice;
}

export const noFilter: Filter = { sender: undefined, time: "any", from: "", to: "", kind: "any" };

const dayMs = 24 * 60 * 60_000;
const days: Partial<Record<TimeChoice, number>> = { today: 0, week: 7, month: 30, year: 365 };

/** Start of a day of this device, `ago` days before `now`. */
function dayStart(now: number, ago: number): number {
  const date = new Date(now - ago * dayMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** The filter as the API asks for it: `from` is the first moment, `to` the first one after. */
export function filterQuery(filter: Filter, now = Date.now()) {
  const query: { sender?: string; from?: number; to?: number; kind?: string } = {};
  if (filter.sender) query.sender = filter.sender;
  if (filter.kind !== "any") query.kind = filter.kind;
  const ago = days[filter.time];
  if (ago !== undefined) query.from = dayStart(now, ago);
  if (filter.time === "custom") {
    const from = Date.parse(`${filter.from}T00:00:00`);
    const to = Date.parse(`${filter.to}T00:00:00`);
    if (Number.isFinite(from)) query.from = from;
    if (Number.isFinite(to)) query.to = to + dayMs;
  }
  return query;
}

/** Sender, time and kind of the messages looked for. */
export function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const t = useT();
  const [isPicking, setPicking] = useState(false);
  const sender = useUserCard(filter.sender);
  const times = Object.entries(t.search.times).map(([id, label]) => ({ id, label }));
  const kinds = Object.entries(t.search.kinds).map(([id, label]) => ({ id, label }));
  return (
    <div className={styles.filters}>
      <span className={styles.sender}>
        <Button
          className={styles.who ?? ""}
          variant={filter.sender ? "soft" : "secondary"}
          icon={<UserRound size={14} />}
          onPress={() => setPicking(true)}
        >
          {filter.sender ? (sender?.name ?? t.someone) : t.search.anyone}
        </Button>
        {filter.sender && (
          <IconButton
            size="sm"
            tip="none"
            icon={<X size={14} />}
            label={t.search.clearSender}
            onPress={() => onChange({ ...filter, sender: undefined })}
          />
        )}
      </span>
      <Select
        className={styles.select ?? ""}
        aria-label={t.search.time}
        choices={times}
        value={filter.time}
        onChange={(time) => onChange({ ...filter, time: time as TimeChoice })}
      />
      <Select
        className={styles.select ?? ""}
        aria-label={t.search.kind}
        choices={kinds}
        value={filter.kind}
        onChange={(kind) => onChange({ ...filter, kind: kind as KindChoice })}
      />
      {filter.time === "custom" && (
        <div className={styles.days}>
          <TextField
            type="date"
            aria-label={t.search.from}
            value={filter.from}
            onChange={(from) => onChange({ ...filter, from })}
          />
          <span aria-hidden="true">–</span>
          <TextField
            type="date"
            aria-label={t.search.to}
            value={filter.to}
            onChange={(to) => onChange({ ...filter, to })}
          />
        </div>
      )}
      <PersonPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.search.sender}
        mode="one"
        onPick={({ people: [person] }) => onChange({ ...filter, sender: person?.id })}
      />
    </div>
  );
}
