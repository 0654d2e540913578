import { Ban, CircleCheck, CloudOff, Users } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { asApiError } from "@/api/error";
import { useMe } from "@/api/people";
import { useIsPhone } from "@/lib/media";
import { go, useParam } from "@/lib/nav";
import { setPageTitle } from "@/lib/title";
import {
  Button,
  confirm,
  EmptyState,
  LinkButton,
  Loaded,
  PaneHeader,
  Progress,
  SkeletonRows,
  Stats,
  toast,
} from "@/ui";
import { Forbidden } from "../AdminSection";
import { refreshPeople } from "../members/queries";
import { importSteps, type PeopleImport, useImport } from "./api";
import { BadRowsMenu } from "./BadRowsMenu";
import styles from "./Imports.module.css";
import { ImportTag } from "./ImportTag";
import { useT, words } from "./i18n";
import { Preview } from "./Preview";
import { counts, isWaiting, percent, tabsOf } from "./summary";

/** One import from reading to the end. */
export default function ImportPage() {
  const t = useT();
  const me = useMe();
  const isPhone = useIsPhone();
  const id = useParam("importId") ?? "";
  const query = useImport(id);
  const found = query.data;
  const name = found?.file_name;
  const state = found?.state;
  useEffect(() => {
    if (name) setPageTitle(name);
  }, [name]);
  useEffect(() => {
    if (state === "done") void refreshPeople();
  }, [state]);
  return (
    <>
      <PaneHeader
        title={name ?? t.upload}
        subtitle={found && !isPhone && <ImportTag state={found.state} />}
        actions={found && isPhone && <ImportTag state={found.state} />}
        onBack={() => void go("/admin/imports")}
        alwaysBack
        isLined
      />
      {me.permissions.import ? (
        <Loaded query={query} skeleton={<SkeletonRows rows={6} face={0} />}>
          {(loaded) => <Stage found={loaded} />}
        </Loaded>
      ) : (
        <Forbidden />
      )}
    </>
  );
}

/** Asks, then gives the import up. */
export async function cancelImport(id: string) {
  const t = words();
  const agreed = await confirm({
    title: t.cancelTitle,
    text: t.cancelText,
    action: t.cancel,
    isDanger: true,
  });
  if (!agreed) return;
  try {
    await importSteps.cancel(id);
  } catch (thrown) {
    toast.failure(asApiError(thrown));
  }
}

function Stage({ found }: { found: PeopleImport }) {
  const t = useT();
  const isMine = found.by.id === useMe().user.id;
  if (isWaiting(found)) return <Preview found={found} />;
  switch (found.state) {
    case "reading":
      return (
        <Working
          title={t.reading}
          text={t.readingText}
          found={found}
          action={isMine && <Button onPress={() => void cancelImport(found.id)}>{t.cancel}</Button>}
        />
      );
    case "applying":
      return <Working title={t.applying} text={t.applyingText} found={found} />;
    case "done":
      return <Done found={found} />;
    case "failed":
      return (
        <EmptyState
          icon={<CloudOff size={30} strokeWidth={1.5} />}
          title={t.failedTitle}
          text={found.problem?.message ?? t.failedText}
          action={<LinkButton href="/admin/imports">{t.again}</LinkButton>}
        />
      );
    default:
      return (
        <EmptyState
          icon={<Ban size={30} strokeWidth={1.5} />}
          title={t.cancelledTitle}
          text={t.cancelledText}
          action={<LinkButton href="/admin/imports">{t.again}</LinkButton>}
        />
      );
  }
}

interface WorkingProps {
  title: string;
  text: string;
  found: PeopleImport;
  action?: ReactNode;
}

function Working({ title, text, found, action }: WorkingProps) {
  const t = useT();
  const { done, total } = found.progress;
  return (
    <div className={styles.working}>
      <h2 className={styles.workingTitle}>{title}</h2>
      <Progress label={title} value={percent(found.progress)} />
      <p className={styles.faint}>{total > 0 ? t.progress(done, total) : text}</p>
      {total > 0 && <p className={styles.faint}>{text}</p>}
      {action}
    </div>
  );
}

function Done({ found }: { found: PeopleImport }) {
  const t = useT();
  const all = counts(found.summary);
  const shown = tabsOf(found);
  const kinds = (["added", "moved", "changed", "leaving", "bad"] as const).filter((kind) =>
    shown.includes(kind),
  );
  return (
    <div className={styles.working}>
      <span className={styles.doneIcon}>
        <CircleCheck size={32} strokeWidth={1.5} />
      </span>
      <h2 className={styles.workingTitle}>{t.doneTitle}</h2>
      <p className={styles.faint}>{all.added > 0 ? t.doneText : t.doneTextPlain}</p>
      <Stats isCentred className={styles.stats} items={kinds.map((kind) => [t.kinds[kind], all[kind]])} />
      <div className={styles.buttons}>
        {all.bad > 0 && <BadRowsMenu id={found.id} />}
        <LinkButton href="/admin/people" icon={<Users size={16} />}>
          {t.viewPeople}
        </LinkButton>
        {all.added > 0 && (
          <LinkButton variant="primary" href="/admin/people?state=invited">
            {t.invite}
          </LinkButton>
        )}
      </div>
    </div>
  );
}
