import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import { type Column, Drawer, EmptyState, ErrorState, NextPageFailure, Table } from "@/ui";
import {
  type ImportChange,
  type ImportProblem,
  type ImportRow,
  type PeopleImport,
  type RowKind,
  useImportRows,
} from "./api";
import { useFieldName } from "./fieldName";
import styles from "./Imports.module.css";
import { useT, words } from "./i18n";

/** Changes told in a row before the rest becomes a number. */
const mostInline = 3;

/** The rows of one kind; a press shows every field before and after. */
export function RowsTable({ found, kind }: { found: PeopleImport; kind: RowKind }) {
  const t = useT();
  const isPhone = useIsPhone();
  const version = JSON.stringify([found.mapping, found.include_leaving, found.summary]);
  const query = useImportRows(found.id, kind, version);
  const columns = useRowColumns(kind);
  const [open, setOpen] = useState<ImportRow>();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <Table
        className={styles.rows ?? ""}
        label={t.kinds[kind]}
        columns={columns}
        rows={rows}
        getKey={(row) => String(row.position)}
        rowHeight={isPhone ? 60 : 40}
        // What is wrong must be read in full to be mended.
        wraps={kind === "bad"}
        minWidth={640}
        onRowAction={setOpen}
        activeKey={open && String(open.position)}
        isLoading={query.isPending || query.isFetchingNextPage}
        onEndReached={() => query.hasNextPage && query.fetchNextPage()}
        footer={<NextPageFailure query={query} />}
        empty={<EmptyState isSmall title={t.noRows} />}
      />
      <RowDrawer row={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function useRowColumns(kind: RowKind): readonly Column<ImportRow>[] {
  const t = useT();
  const isPhone = useIsPhone();
  const what = (row: ImportRow) => (kind === "bad" ? <Problems row={row} /> : <Changes row={row} />);
  return [
    {
      id: "row",
      header: t.row,
      width: "64px",
      align: "end",
      deskOnly: true,
      render: (row) => <span className={styles.faint}>{row.row ?? ""}</span>,
    },
    {
      id: "name",
      header: t.person,
      width: isPhone ? "minmax(0, 1fr)" : "minmax(160px, 220px)",
      render: (row) => (
        <span className={styles.nameCell}>
          <span className={styles.ellipsis}>
            {row.name || t.noName}
            {row.employee_no && <span className={styles.faint}> {row.employee_no}</span>}
          </span>
          {isPhone && <span className={cx(styles.sub, kind === "bad" && styles.whole)}>{what(row)}</span>}
        </span>
      ),
    },
    {
      id: "what",
      header: kind === "bad" ? t.problems : t.changes,
      width: "minmax(240px, 1fr)",
      deskOnly: true,
      render: what,
    },
  ];
}

function problemLine({ column, message }: ImportProblem): string {
  return column ? words().problem(column, message) : message;
}

function Problems({ row }: { row: ImportRow }) {
  return (
    <span className={styles.bad}>
      {row.problems.map((problem) => (
        <span key={`${problem.column ?? ""}${problem.code}`} className={styles.problem}>
          {problemLine(problem)}
        </span>
      ))}
    </span>
  );
}

function Changes({ row }: { row: ImportRow }) {
  const t = useT();
  const fieldName = useFieldName();
  // Of somebody new, name and number stand in the row already.
  const told =
    row.kind === "added"
      ? row.changes.filter(({ field }) => field !== "name" && field !== "employee_no")
      : row.changes;
  return (
    <span className={styles.changes}>
      {row.kind === "leaving" && <span className={styles.faint}>{t.notInTable}</span>}
      {told.slice(0, mostInline).map((change) => (
        <span key={change.field} className={styles.change}>
          <span className={styles.faint}>{fieldName(change.field)}</span>
          {row.kind !== "added" && (
            <>
              <span className={styles.from}>{change.from || t.empty}</span>
              <ArrowRight size={12} />
            </>
          )}
          <span>{change.to || t.empty}</span>
        </span>
      ))}
      {told.length > mostInline && <span className={styles.faint}>{t.more(told.length)}</span>}
    </span>
  );
}

function RowDrawer({ row, onClose }: { row: ImportRow | undefined; onClose: () => void }) {
  const t = useT();
  const [last, setLast] = useState(row);
  if (row && row !== last) setLast(row);
  const shown = row ?? last;
  return (
    <Drawer
      isOpen={row !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={shown ? [shown.name || t.noName, shown.employee_no].filter(Boolean).join(" ") : t.changes}
    >
      {shown && (
        <div className={styles.detail}>
          {shown.row && <p className={styles.faint}>{t.rowTitle(shown.row)}</p>}
          {shown.problems.length > 0 && (
            <ul className={styles.problemList}>
              {shown.problems.map((problem) => (
                <li key={`${problem.column ?? ""}${problem.code}`}>
                  <div className={styles.bad}>{problemLine(problem)}</div>
                  {problem.value && (
                    <div className={styles.faint}>
                      {t.value} <code>{problem.value}</code>
                    </div>
                  )}
                </li>
              ))}
            </ul>
          )}
          {shown.changes.length > 0 && <Difference changes={shown.changes} isNew={shown.kind === "added"} />}
        </div>
      )}
    </Drawer>
  );
}

/** Field by field: what stands there now, and what will. */
function Difference({ changes, isNew }: { changes: readonly ImportChange[]; isNew: boolean }) {
  const t = useT();
  const fieldName = useFieldName();
  return (
    <table className={styles.difference}>
      <thead>
        <tr>
          <th scope="col" />
          {!isNew && <th scope="col">{t.before}</th>}
          <th scope="col">{t.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{fieldName(change.field)}</th>
            {!isNew && (
              <td className={styles.was}>{change.from || <span className={styles.faint}>{t.empty}</span>}</td>
            )}
            <td className={styles.will}>{change.to || <span className={styles.faint}>{t.empty}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
