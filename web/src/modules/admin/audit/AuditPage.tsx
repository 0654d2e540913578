import { Download, FileCheck2, FileClock, Stamp, UserRound, X } from "lucide-react";
import { useState } from "react";
import { useUserCard } from "@/api/people";
import type { AuditEntry } from "@/api/types";
import { useLocale } from "@/i18n";
import { useIsPhone } from "@/lib/media";
import { useSearch, useSetSearch } from "@/lib/nav";
import { useTime } from "@/lib/time";
import { PersonPicker } from "@/shared/person";
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  late,
  Menu,
  MenuItem,
  NextPageFailure,
  Select,
  Table,
  Tag,
  TextField,
} from "@/ui";
import { AdminSection } from "../AdminSection";
import styles from "./Audit.module.css";
import { type AuditFilter, filterOf, kindGroups, ranges } from "./filter";
import { useT } from "./i18n";
import { useAudit, useKinds } from "./queries";

const CheckpointDialog = late(() => import("./CheckpointDialog").then((file) => file.CheckpointDialog));
const EntryDrawer = late(() => import("./EntryDrawer").then((file) => file.EntryDrawer));
const ExportDialog = late(() => import("./ExportDialog").then((file) => file.ExportDialog));

/** What was done, by whom, when; each entry with its proof. */
export default function AuditPage() {
  const t = useT();
  const isPhone = useIsPhone();
  const [dialog, setDialog] = useState<"export" | "checkpoint">();
  const filter = filterOf(useSearch());
  return (
    <AdminSection
      id="audit"
      actions={
        isPhone ? (
          <Menu
            label={t.export}
            trigger={<IconButton icon={<FileCheck2 size={20} />} label={t.export} tip="none" />}
          >
            <MenuItem
              label={t.showCheckpoint}
              icon={<Stamp size={16} />}
              onAction={() => setDialog("checkpoint")}
            />
            <MenuItem label={t.export} icon={<Download size={16} />} onAction={() => setDialog("export")} />
          </Menu>
        ) : (
          <>
            <Button icon={<Stamp size={16} />} onPress={() => setDialog("checkpoint")}>
              {t.showCheckpoint}
            </Button>
            <Button icon={<Download size={16} />} onPress={() => setDialog("export")}>
              {t.export}
            </Button>
          </>
        )
      }
    >
      <Filters filter={filter} />
      <Entries key={JSON.stringify(filter)} filter={filter} />
      {dialog === "export" && <ExportDialog onClose={() => setDialog(undefined)} />}
      {dialog === "checkpoint" && <CheckpointDialog onClose={() => setDialog(undefined)} />}
    </AdminSection>
  );
}

/** Select has no empty choice of its own. */
const any = "*";

function Filters({ filter }: { filter: AuditFilter }) {
  const t = useT();
  const locale = useLocale();
  const set = useSetSearch();
  const kinds = useKinds(locale);
  const actor = useUserCard(filter.actor);
  const [isPicking, setPicking] = useState(false);
  const groups = kindGroups(kinds.data ?? [], Object.keys(t.groups));
  const group = groups.find((known) => known.id === filter.group);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <div className={styles.toolbar}>
      <span className={styles.pair}>
        <Button icon={<UserRound size={16} />} onPress={() => setPicking(true)}>
          {filter.actor ? (actor?.name ?? "…") : t.anyone}
        </Button>
        {filter.actor && (
          <IconButton
            size="sm"
            icon={<X size={16} />}
            label={t.clearActor}
            onPress={() => set({ actor: undefined })}
          />
        )}
      </span>
      <Select
        className={styles.select}
        aria-label={t.group}
        value={filter.group ?? any}
        choices={[
          { id: any, label: t.allGroups },
          ...groups.map(({ id }) => ({ id, label: t.groups[id] ?? id })),
        ]}
        onChange={(id) => set({ group: id === any ? undefined : id, kind: undefined })}
      />
      {group && group.kinds.length > 1 && (
        <Select
          className={styles.select}
          aria-label={t.kind}
          value={filter.kind ?? any}
          choices={[
            { id: any, label: t.allKinds },
            ...group.kinds.map(({ id, text }) => ({ id, label: text })),
          ]}
          onChange={(id) => set({ kind: id === any ? undefined : id })}
        />
      )}
      <Select
        className={styles.select}
        aria-label={t.range}
        value={filter.range ?? (filter.from || filter.to ? "custom" : any)}
        choices={[{ id: any, label: t.anyTime }, ...ranges.map((id) => ({ id, label: t.ranges[id] }))]}
        onChange={(id) => set({ range: id === any ? undefined : id, from: undefined, to: undefined })}
      />
      {(filter.range === "custom" || filter.from || filter.to) && (
        <span className={styles.dates}>
          <TextField
            aria-label={t.from}
            type="date"
            value={filter.from ?? ""}
            onChange={(from) => set({ from: from || undefined })}
          />
          <span className={styles.dash}>–</span>
          <TextField
            aria-label={t.to}
            type="date"
            value={filter.to ?? ""}
            onChange={(to) => set({ to: to || undefined })}
          />
        </span>
      )}
      {filter.target && <TargetTag target={filter.target} onRemove={() => set({ target: undefined })} />}
      {isFiltered && (
        <Button
          variant="ghost"
          onPress={() =>
            set({
              actor: undefined,
              group: undefined,
              kind: undefined,
              target: undefined,
              range: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {t.clear}
        </Button>
      )}
      <PersonPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.pickActor}
        mode="one"
        onPick={({ people: [person] }) => set({ actor: person?.id })}
      />
    </div>
  );
}

/** What the entries shown were done to; a person by name. */
function TargetTag({ target, onRemove }: { target: string; onRemove: () => void }) {
  const t = useT();
  const [kind, id] = target.split(":");
  const card = useUserCard(kind === "user" ? id : undefined);
  return (
    <Tag tone="accent" onRemove={onRemove}>
      {t.target(card?.name ?? target)}
    </Tag>
  );
}

/** What an entry was done to, as it was called then: a person, a department, a chat. Not told of acts on oneself. */
function TargetName({ entry, before = "" }: { entry: AuditEntry; before?: string }) {
  const { target, target_label: label, actor } = entry;
  const [kind, id] = target?.split(":") ?? [];
  const isOther = target && !(kind === "user" && id === actor);
  const card = useUserCard(isOther && kind === "user" && !label ? id : undefined);
  if (!isOther) return null;
  const name = label ?? card?.name;
  return (
    <>
      {before}
      {name ? <span title={name}>{name}</span> : <code className={styles.code}>{target}</code>}
    </>
  );
}

export function useActorName() {
  const t = useT();
  return (entry: AuditEntry) => entry.actor_name ?? (entry.actor ? t.unknown : t.office);
}

function Entries({ filter }: { filter: AuditFilter }) {
  const t = useT();
  const time = useTime();
  const isPhone = useIsPhone();
  const actorName = useActorName();
  const query = useAudit(filter);
  const [open, setOpen] = useState<AuditEntry>();
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <Table
        className={styles.table ?? ""}
        label={t.columns.summary}
        rows={entries}
        getKey={(entry) => String(entry.index)}
        rowHeight={isPhone ? 60 : 40}
        minWidth={880}
        onRowAction={setOpen}
        activeKey={open && String(open.index)}
        isLoading={query.isPending || query.isFetchingNextPage}
        onEndReached={() => query.hasNextPage && query.fetchNextPage()}
        footer={<NextPageFailure query={query} />}
        columns={[
          {
            id: "index",
            header: t.columns.index,
            width: "76px",
            align: "end",
            deskOnly: true,
            render: (entry) => <span className={styles.faint}>{entry.index}</span>,
          },
          {
            id: "at",
            header: t.columns.at,
            width: "172px",
            deskOnly: true,
            render: (entry) => <time className={styles.faint}>{time.stampSeconds(entry.at)}</time>,
          },
          {
            id: "actor",
            header: t.columns.actor,
            width: "128px",
            deskOnly: true,
            render: actorName,
          },
          {
            id: "summary",
            header: t.columns.summary,
            width: "minmax(240px, 3fr)",
            render: (entry) => (
              <span className={styles.summary}>
                <span className={styles.line}>
                  {entry.erased ? <span className={styles.faint}>{t.erased}</span> : entry.summary}
                </span>
                {isPhone && (
                  <span className={styles.sub}>
                    {actorName(entry)} · {time.stampSeconds(entry.at)}
                    <TargetName entry={entry} before=" · " />
                  </span>
                )}
              </span>
            ),
          },
          {
            id: "target",
            header: t.columns.target,
            width: "minmax(112px, 1fr)",
            deskOnly: true,
            render: (entry) => <TargetName entry={entry} />,
          },
          {
            id: "ip",
            header: t.columns.ip,
            width: "140px",
            deskOnly: true,
            render: (entry) => <span className={styles.faint}>{entry.ip}</span>,
          },
        ]}
        empty={
          <EmptyState icon={<FileClock size={30} strokeWidth={1.5} />} title={t.none} text={t.noneText} />
        }
      />
      <EntryDrawer entry={open} onClose={() => setOpen(undefined)} />
    </>
  );
}
