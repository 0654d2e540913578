import { Copy, Download, ListFilter } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AuditEntry } from "@/api/types";
import { copyText } from "@/lib/clipboard";
import { useSetSearch } from "@/lib/nav";
import { useTime } from "@/lib/time";
import { PersonName } from "@/shared/person";
import { Button, Drawer, Facts, IconButton, Loaded, SkeletonRows } from "@/ui";
import { download } from "../save";
import styles from "./Audit.module.css";
import { useActorName } from "./AuditPage";
import { groupOf } from "./filter";
import { useT } from "./i18n";
import { evidenceName, evidencePath, useProof, verifyCommand } from "./queries";

/** One entry: what it says, and how to prove that it was said. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  const t = useT();
  const [last, setLast] = useState(entry);
  if (entry && entry !== last) setLast(entry);
  const shown = entry ?? last;
  return (
    <Drawer
      isOpen={entry !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={shown ? t.entry(shown.index) : t.facts}
    >
      {shown && (
        <div className={styles.detail}>
          <p className={styles.lead}>{shown.erased ? t.erased : shown.summary}</p>
          <EntryFacts entry={shown} onClose={onClose} />
          <Proof index={shown.index} />
        </div>
      )}
    </Drawer>
  );
}

function EntryFacts({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const set = useSetSearch();
  const actorName = useActorName();
  const only = (label: string, changes: Record<string, string>) => (
    <IconButton
      size="sm"
      className={styles.only}
      icon={<ListFilter size={14} />}
      label={label}
      onPress={() => {
        onClose();
        set(changes);
      }}
    />
  );
  const facts = Object.entries(entry.detail ?? {});
  return (
    <>
      <Facts
        items={[
          [t.when, time.fullSeconds(entry.at)],
          [
            t.who,
            <Fact key="who">
              {entry.actor ? (
                <PersonName person={{ id: entry.actor, name: actorName(entry) }} />
              ) : (
                actorName(entry)
              )}
              {entry.actor && only(t.onlyActor, { actor: entry.actor })}
            </Fact>,
          ],
          [
            t.onWhat,
            entry.target && (
              <Fact>
                <Target target={entry.target} label={entry.target_label} />
                {only(t.onlyTarget, { target: entry.target })}
              </Fact>
            ),
          ],
          [t.where, entry.ip],
          [
            t.type,
            <Fact key="type">
              <code className={styles.code}>{entry.kind}</code>
              {only(t.onlyKind, { group: groupOf(entry.kind), kind: entry.kind })}
            </Fact>,
          ],
        ]}
      />
      {facts.length > 0 && (
        <section className={styles.block}>
          <h3 className={styles.blockTitle}>{t.detail}</h3>
          <Facts
            items={facts.map(
              ([name, value]) =>
                [
                  <code key={name} className={styles.code}>
                    {name}
                  </code>,
                  typeof value === "string" ? value : JSON.stringify(value),
                ] as const,
            )}
          />
        </section>
      )}
    </>
  );
}

function Fact({ children }: { children: ReactNode }) {
  return <span className={styles.fact}>{children}</span>;
}

/** What the act was done to: a person opens their card, the rest is named. */
function Target({ target, label }: { target: string; label: string | null | undefined }) {
  const [kind, id = ""] = target.split(":");
  if (kind === "user") return <PersonName person={{ id, ...(label ? { name: label } : {}) }} />;
  return <span>{label || <code className={styles.code}>{target}</code>}</span>;
}

function Proof({ index }: { index: number }) {
  const t = useT();
  const query = useProof(index);
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{t.proof}</h3>
      <p className={styles.text}>{t.proofText}</p>
      <Loaded query={query} skeleton={<SkeletonRows rows={3} face={0} height={40} />}>
        {(proof) => (
          <>
            <Hash label={t.leaf} value={proof.leaf} />
            {proof.path.length > 0 && (
              <details className={styles.details}>
                <summary>{t.path(proof.path.length)}</summary>
                <pre className={styles.pre}>{proof.path.join("\n")}</pre>
              </details>
            )}
            <Hash label={t.checkpoint} value={proof.checkpoint} />
            <Hash label={t.key} value={proof.key} />
            <Verify index={index} proofKey={proof.key} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** A long value in full, with a button that copies it. */
export function Hash({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.hash}>
      <div className={styles.hashHead}>
        <span className={styles.label}>{label}</span>
        <IconButton
          size="sm"
          icon={<Copy size={14} />}
          label={label}
          tip="none"
          onPress={() => void copyText(value)}
        />
      </div>
      <pre className={styles.pre}>{value.trimEnd()}</pre>
    </div>
  );
}

function Verify({ index, proofKey }: { index: number; proofKey: string }) {
  const t = useT();
  const command = verifyCommand(proofKey);
  const [first, second] = t.verifySteps;
  return (
    <div className={styles.verify}>
      <h4 className={styles.verifyTitle}>{t.verify}</h4>
      <ol className={styles.steps}>
        <li>
          <span>{first}</span>
          <Button
            size="sm"
            icon={<Download size={14} />}
            onPress={() => void download(evidencePath(index, index + 1), evidenceName)}
          >
            {t.download}
          </Button>
        </li>
        <li>
          <span>{second}</span>
          <Button size="sm" variant="ghost" icon={<Copy size={14} />} onPress={() => void copyText(command)}>
            {t.copyCommand}
          </Button>
        </li>
      </ol>
      <pre className={styles.pre}>{command}</pre>
    </div>
  );
}
