import { CircleAlert, CircleCheck, Network } from "lucide-react";
import { useRef, useState } from "react";
import { useMe } from "@/api/people";
import type { Department, UserCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { copyText } from "@/lib/clipboard";
import { fullTime } from "@/lib/time";
import { DepartmentPicker, departmentPath } from "@/shared/department";
import { Avatar, Button, Checkbox, Dialog, failureText, Progress } from "@/ui";
import { useReach } from "../reach";
import { csv, saveText } from "../save";
import { type BulkFailure, type BulkResult, runBulk } from "./bulk";
import { Consequences } from "./Consequences";
import { movedPlaces } from "./draft";
import { useT } from "./i18n";
import styles from "./Members.module.css";
import { refreshPeople } from "./queries";
import { type BulkAction, planBulk } from "./selection";
import { steps } from "./steps";

type Outcome = { url?: string; expires_at?: number };
type Result = BulkResult<UserCard, Outcome>;

export interface BulkDialogProps {
  action: BulkAction;
  chosen: readonly UserCard[];
  onClose: (isDone: boolean) => void;
}

/** Says what will happen to whom, does it with progress, and tells who is left and why. */
export function BulkDialog({ action, chosen, onClose }: BulkDialogProps) {
  const t = useT();
  const common = useCommon();
  const me = useMe();
  const plan = planBulk(action, chosen, me.user.id);
  const [target, setTarget] = useState<Department>();
  const [keepsOthers, setKeepsOthers] = useState(true);
  const [running, setRunning] = useState<{ settled: number; total: number }>();
  const [result, setResult] = useState<Result>();
  const stop = useRef<AbortController>(undefined);

  const act = (person: UserCard): Promise<Outcome> => {
    if (action !== "move") return steps[action](person.id).then((answer) => ("url" in answer ? answer : {}));
    if (!target) throw new Error("a move needs a department");
    const to = { id: target.id, name: target.name, path: target.path.map((step) => step.name) };
    return steps.update(person.id, { departments: movedPlaces(person, to, keepsOthers) }).then(() => ({}));
  };
  const run = async (people: readonly UserCard[], before?: Result) => {
    const controller = new AbortController();
    stop.current = controller;
    setRunning({ settled: 0, total: people.length });
    const next = await runBulk(people, act, {
      signal: controller.signal,
      onProgress: (settled) => setRunning({ settled, total: people.length }),
    });
    setResult({ ...next, done: [...(before?.done ?? []), ...next.done] });
    setRunning(undefined);
    await refreshPeople();
  };

  const isRunning = running !== undefined;
  const footer = isRunning ? (
    <Button onPress={() => stop.current?.abort()}>{t.bulk.stop}</Button>
  ) : result ? (
    <>
      {result.failed.length + result.left.length > 0 && (
        <Button onPress={() => void run([...result.failed.map(({ item }) => item), ...result.left], result)}>
          {t.bulk.retry}
        </Button>
      )}
      <Button variant="primary" onPress={() => onClose(true)}>
        {common.done}
      </Button>
    </>
  ) : (
    <>
      <Button onPress={() => onClose(false)}>{common.cancel}</Button>
      <Button
        variant={action === "leave" || action === "suspend" ? "danger" : "primary"}
        isDisabled={plan.due.length === 0 || (action === "move" && !target)}
        onPress={() => void run(plan.due)}
      >
        {t.bulk.go[action]}
      </Button>
    </>
  );

  return (
    <Dialog
      isOpen
      onOpenChange={(open) => !open && !isRunning && onClose(result !== undefined)}
      title={t.bulk.title[action](plan.due.length)}
      isKept={isRunning || (action === "invite" && result !== undefined)}
      footer={footer}
    >
      {isRunning ? (
        <div className={styles.stack}>
          <Progress
            label={t.bulk.running(running.settled, running.total)}
            isLabelled
            value={running.total === 0 ? 100 : (running.settled / running.total) * 100}
          />
        </div>
      ) : result ? (
        <Outcomes action={action} result={result} />
      ) : (
        <div className={styles.stack}>
          <Faces people={plan.due} />
          {action === "move" && (
            <MoveTarget
              target={target}
              onTarget={setTarget}
              keepsOthers={keepsOthers}
              onKeepsOthers={setKeepsOthers}
            />
          )}
          <Consequences lines={t.consequences[action]} />
          {plan.skipped > 0 && <p className={styles.hint}>{t.bulk.skipped(plan.skipped)}</p>}
          {plan.skipsSelf && <p className={styles.hint}>{t.bulk.skipsSelf}</p>}
        </div>
      )}
    </Dialog>
  );
}

/** Names shown before the rest becomes a number. */
const mostFaces = 12;

function Faces({ people }: { people: readonly UserCard[] }) {
  const t = useT();
  return (
    <div className={styles.faces}>
      {people.slice(0, mostFaces).map((person) => (
        <span key={person.id} className={styles.face}>
          <Avatar name={person.name} src={person.avatar} size={20} />
          {person.name}
        </span>
      ))}
      {people.length > mostFaces && <span className={styles.face}>{t.more(people.length - mostFaces)}</span>}
    </div>
  );
}

interface MoveTargetProps {
  target: Department | undefined;
  onTarget: (department: Department) => void;
  keepsOthers: boolean;
  onKeepsOthers: (keeps: boolean) => void;
}

function MoveTarget({ target, onTarget, keepsOthers, onKeepsOthers }: MoveTargetProps) {
  const t = useT();
  const { scopes } = useReach();
  const [isPicking, setPicking] = useState(false);
  return (
    <>
      <div className={styles.target}>
        <span className={styles.label}>{t.bulk.target}</span>
        <Button icon={<Network size={16} />} onPress={() => setPicking(true)}>
          {target ? departmentPath(target) : t.bulk.pick}
        </Button>
      </div>
      <Checkbox isSelected={keepsOthers} onChange={onKeepsOthers} hint={t.bulk.keepOthersHint}>
        {t.bulk.keepOthers}
      </Checkbox>
      <DepartmentPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.bulk.pick}
        initial={target}
        within={scopes.length > 0 ? scopes.map((scope) => scope.id) : undefined}
        onPick={(department) => {
          if (department) onTarget(department);
        }}
      />
    </>
  );
}

function Outcomes({ action, result }: { action: BulkAction; result: Result }) {
  const t = useT();
  return (
    <div className={styles.stack}>
      {result.done.length > 0 && (
        <p className={styles.good}>
          <CircleCheck size={18} />
          {t.bulk.done(result.done.length)}
        </p>
      )}
      {action === "invite" && result.done.length > 0 && <Links result={result} />}
      {result.failed.length > 0 && <Failures failed={result.failed} />}
      {result.left.length > 0 && <p className={styles.hint}>{t.bulk.left(result.left.length)}</p>}
    </div>
  );
}

function Failures({ failed }: { failed: readonly BulkFailure<UserCard>[] }) {
  const t = useT();
  return (
    <section>
      <p className={styles.bad}>
        <CircleAlert size={18} />
        {t.bulk.failed(failed.length)}
      </p>
      <ul className={styles.failures}>
        {failed.map(({ item, error }) => (
          <li key={item.id}>
            <span className={styles.failName}>{item.name}</span>
            <span className={styles.failWhy}>{failureText(error)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Links({ result }: { result: Result }) {
  const t = useT();
  const { name, link, expires } = t.bulk.headings;
  const rows = result.done.map(({ item, result: made }) => [
    item.name,
    made.url ?? "",
    made.expires_at ? fullTime(made.expires_at) : "",
  ]);
  return (
    <section className={styles.stack}>
      <p className={styles.hint}>{t.bulk.linksOnce}</p>
      <ul className={styles.failures}>
        {rows.map(([who, url]) => (
          <li key={url}>
            <span className={styles.failName}>{who}</span>
            <code className={styles.url}>{url}</code>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <Button
          size="sm"
          onPress={() => void copyText(rows.map(([who, url]) => `${who}  ${url}`).join("\n"))}
        >
          {t.bulk.copyAll}
        </Button>
        <Button
          size="sm"
          onPress={() => saveText(`${t.bulk.file}.csv`, csv([[name, link, expires], ...rows]), "text/csv")}
        >
          {t.bulk.download}
        </Button>
      </div>
    </section>
  );
}
