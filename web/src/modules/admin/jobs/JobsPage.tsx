import { useInfiniteQuery } from "@tanstack/react-query";
import { Copy, ListChecks, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { Job, JobState } from "@/api/types";
import { copyText } from "@/lib/clipboard";
import { useIsPhone } from "@/lib/media";
import { useSearch, useSetSearch } from "@/lib/nav";
import { useTime } from "@/lib/time";
import {
  Button,
  confirm,
  Drawer,
  EmptyState,
  ErrorState,
  Facts,
  NextPageFailure,
  SegmentedControl,
  Table,
  toast,
} from "@/ui";
import { AdminSection, Forbidden, isRefusal, pollUntilRefused } from "../AdminSection";
import { runBulk } from "../members/bulk";
import { useT } from "./i18n";
import styles from "./Jobs.module.css";

const states = ["dead", "queued", "running"] as const;
/** The list follows by itself while it is looked at. */
const refreshMs = 5000;

function useJobs(state: JobState) {
  return useInfiniteQuery({
    queryKey: ["admin", "jobs", state],
    queryFn: ({ pageParam }) =>
      call(
        api.GET("/api/v1/admin/jobs", {
          params: { query: { state, limit: 100, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: pollUntilRefused(refreshMs),
  });
}

const retry = (job: Job) =>
  call(api.POST("/api/v1/admin/jobs/{id}/retry", { params: { path: { id: job.id } } }));
const refresh = () => queries.invalidateQueries({ queryKey: ["admin", "jobs"] });

/** Work in the background: what failed for good, what waits, what runs. */
export default function JobsPage() {
  const t = useT();
  const search = useSearch();
  const set = useSetSearch();
  const state = states.find((known) => known === search.state) ?? "dead";
  return (
    <AdminSection id="jobs">
      <div className={styles.toolbar}>
        <SegmentedControl
          label={t.stateLabel}
          look="chips"
          segments={states.map((id) => ({ id, label: t.states[id] }))}
          selected={state}
          onSelect={(next) => set({ state: next === "dead" ? undefined : next })}
        />
      </div>
      <Jobs key={state} state={state} />
    </AdminSection>
  );
}

function Jobs({ state }: { state: JobState }) {
  const t = useT();
  const time = useTime();
  const isPhone = useIsPhone();
  const query = useJobs(state);
  const [open, setOpen] = useState<Job>();
  const [isRetrying, setRetrying] = useState(false);
  const jobs = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (isRefusal(query.error)) return <Forbidden />;
  if (query.error && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const retryAll = async () => {
    setRetrying(true);
    const { done, failed } = await runBulk(jobs, retry);
    if (done.length > 0) toast.success(t.retriedAll(done.length));
    if (failed[0]) toast.failure(failed[0].error);
    await refresh();
    setRetrying(false);
  };
  return (
    <>
      {state === "dead" && jobs.length > 0 && (
        <div className={styles.note}>
          <p>{t.text}</p>
          <Button icon={<RotateCcw size={16} />} isPending={isRetrying} onPress={() => void retryAll()}>
            {query.hasNextPage ? t.retryListed(jobs.length) : t.retryAll}
          </Button>
        </div>
      )}
      <Table
        className={styles.table ?? ""}
        label={t.states[state]}
        rows={jobs}
        getKey={(job) => job.id}
        rowHeight={isPhone ? 60 : 44}
        minWidth={760}
        onRowAction={setOpen}
        activeKey={open?.id}
        isLoading={query.isPending || query.isFetchingNextPage}
        onEndReached={() => query.hasNextPage && query.fetchNextPage()}
        footer={<NextPageFailure query={query} />}
        columns={[
          {
            id: "name",
            header: t.columns.name,
            width: "minmax(160px, 1fr)",
            render: (job) => (
              <span className={styles.nameCell}>
                {t.names[job.name] ? (
                  <span className={styles.name} title={job.name}>
                    {t.names[job.name]}
                  </span>
                ) : (
                  <code className={styles.code}>{job.name}</code>
                )}
                {isPhone && <span className={styles.sub}>{job.last_error ?? time.stamp(job.run_at)}</span>}
              </span>
            ),
          },
          {
            id: "attempts",
            header: t.columns.attempts,
            width: "88px",
            align: "end",
            render: (job) => t.times(job.attempts),
          },
          {
            id: "due",
            header: t.columns.due,
            width: "140px",
            deskOnly: true,
            render: (job) => <time>{time.stamp(job.run_at)}</time>,
          },
          {
            id: "error",
            header: t.columns.error,
            width: "minmax(200px, 2fr)",
            deskOnly: true,
            render: (job) => <span className={styles.error}>{job.last_error}</span>,
          },
        ]}
        empty={
          <EmptyState
            icon={<ListChecks size={30} strokeWidth={1.5} />}
            title={t.none[state]}
            text={t.noneText[state]}
          />
        }
      />
      <JobDrawer job={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function JobDrawer({ job, onClose }: { job: Job | undefined; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const [last, setLast] = useState(job);
  if (job && job !== last) setLast(job);
  const shown = job ?? last;
  const run = async (work: () => Promise<unknown>, said: string) => {
    try {
      await work();
      toast.success(said);
      onClose();
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await refresh();
    }
  };
  const remove = async () => {
    if (!shown) return;
    const agreed = await confirm({
      title: t.removeTitle,
      text: t.removeText,
      action: t.remove,
      isDanger: true,
    });
    if (!agreed) return;
    const params = { path: { id: shown.id } };
    await run(() => call(api.DELETE("/api/v1/admin/jobs/{id}", { params })), t.removed);
  };
  return (
    <Drawer
      isOpen={job !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t.detail}
      footer={
        shown?.state === "dead" && (
          <>
            <Button variant="dangerGhost" icon={<Trash2 size={16} />} onPress={() => void remove()}>
              {t.remove}
            </Button>
            <Button
              variant="primary"
              icon={<RotateCcw size={16} />}
              onPress={() => void run(() => retry(shown), t.retried)}
            >
              {t.retry}
            </Button>
          </>
        )
      }
    >
      {shown && (
        <div className={styles.detail}>
          <Facts
            items={[
              [
                t.columns.name,
                <span key="name">
                  {t.names[shown.name]} <code className={styles.code}>{shown.name}</code>
                </span>,
              ],
              [t.id, shown.id],
              [t.stateLabel, t.states[shown.state]],
              [t.columns.attempts, t.times(shown.attempts)],
              [t.columns.created, time.full(shown.created_at)],
              [t.columns.due, time.full(shown.run_at)],
            ]}
          />
          <section>
            <div className={styles.errorHead}>
              <h3 className={styles.errorTitle}>{t.columns.error}</h3>
              {shown.last_error && (
                <Button
                  size="sm"
                  variant="ghost"
                  icon={<Copy size={14} />}
                  onPress={() => void copyText(shown.last_error ?? "")}
                >
                  {t.copyError}
                </Button>
              )}
            </div>
            <pre className={styles.pre}>{shown.last_error ?? t.noError}</pre>
          </section>
        </div>
      )}
    </Drawer>
  );
}
