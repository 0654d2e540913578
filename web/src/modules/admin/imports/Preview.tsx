import { CircleAlert, Columns3, FileSpreadsheet, Upload } from "lucide-react";
import { useState } from "react";
import { asApiError } from "@/api/error";
import { useMe } from "@/api/people";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import { useSearch, useSetSearch } from "@/lib/nav";
import { Button, confirm, EmptyState, late, PickFiles, SegmentedControl, Switch, toast } from "@/ui";
import { Consequences } from "../members/Consequences";
import { importSteps, type PeopleImport } from "./api";
import { BadRowsMenu } from "./BadRowsMenu";
import { cancelImport } from "./ImportPage";
import styles from "./Imports.module.css";
import { useT } from "./i18n";
import { RowsTable } from "./RowsTable";
import { counts, effects, leavers, mappingFaults, mappingOf, shownTab, tabsOf, verdict } from "./summary";
import { accepted, useBegin } from "./useBegin";

const MappingDialog = late(() => import("./MappingDialog").then((file) => file.MappingDialog));

/** What an import would do, row by row, before it does it. */
export function Preview({ found }: { found: PeopleImport }) {
  const t = useT();
  const isPhone = useIsPhone();
  const search = useSearch();
  const set = useSetSearch();
  const isMine = found.by.id === useMe().user.id;
  const [isMapping, setMapping] = useState(false);
  const all = counts(found.summary);
  const tab = shownTab(found, search.tab);
  const isUnusable = verdict(found) === "unusable";
  const { unused, lacksPerson } = mappingFaults(mappingOf(found));
  return (
    <div className={styles.preview}>
      <div className={styles.previewBar}>
        <SegmentedControl
          label={t.changes}
          look="chips"
          segments={tabsOf(found).map((kind) => ({
            id: kind,
            label: t.count(t.kinds[kind], all[kind]),
          }))}
          selected={tab ?? "added"}
          onSelect={(kind) => set({ tab: kind })}
        />
        {isMine && (
          <Button size={isPhone ? "sm" : "md"} icon={<Columns3 size={16} />} onPress={() => setMapping(true)}>
            {unused.length > 0 ? `${t.mapping} · ${t.mappingUnused(unused.length)}` : t.mapping}
          </Button>
        )}
      </div>
      {found.problem && !isUnusable && (
        <div className={cx(styles.banner, styles.caution)} role="status">
          <CircleAlert size={18} />
          <div className={styles.bannerText}>
            <strong>{found.problem.message}</strong>
          </div>
        </div>
      )}
      {tab === "bad" && <BadBanner found={found} count={all.bad} />}
      {tab ? (
        <RowsTable key={tab} found={found} kind={tab} />
      ) : isUnusable ? (
        <EmptyState
          icon={<FileSpreadsheet size={30} strokeWidth={1.5} />}
          title={lacksPerson ? t.lacksPerson : t.lacksRows}
          text={found.problem?.message}
          action={
            isMine &&
            lacksPerson && (
              <Button icon={<Columns3 size={16} />} onPress={() => setMapping(true)}>
                {t.mappingSet}
              </Button>
            )
          }
        />
      ) : (
        <EmptyState
          icon={<FileSpreadsheet size={30} strokeWidth={1.5} />}
          title={t.nothingChanged}
          text={t.verdicts.nothing}
        />
      )}
      {isMine ? (
        <Foot found={found} />
      ) : (
        <footer className={styles.foot}>
          <span className={styles.faint}>{t.notYours(found.by.name)}</span>
        </footer>
      )}
      {isMapping && <MappingDialog found={found} onClose={() => setMapping(false)} />}
    </div>
  );
}

function BadBanner({ found, count }: { found: PeopleImport; count: number }) {
  const t = useT();
  const { upload, begin } = useBegin();
  return (
    <div className={styles.banner}>
      <CircleAlert size={18} />
      <div className={styles.bannerText}>
        <strong>{t.badBanner(count)}</strong>
        <span>{t.badBannerText}</span>
      </div>
      <BadRowsMenu id={found.id} />
      <PickFiles accept={accepted} onFiles={(files) => void begin(files)}>
        <Button icon={<Upload size={16} />} isPending={upload !== undefined}>
          {t.resend}
        </Button>
      </PickFiles>
    </div>
  );
}

function Foot({ found }: { found: PeopleImport }) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const includesLeaving = found.include_leaving;
  const all = counts(found.summary);
  const ruling = verdict(found);
  const leaving = leavers(found);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const apply = async () => {
    const kinds = ["added", "moved", "changed", ...(includesLeaving ? ["leaving"] : []), "bad"] as const;
    const lines = (kinds as readonly (keyof typeof t.confirmLines)[])
      .filter((kind) => all[kind] > 0)
      .map((kind) => t.confirmLines[kind](all[kind]));
    const agreed = await confirm({
      title: t.confirmTitle,
      text: <Consequences lines={lines} />,
      action: t.applyPlain,
      isDanger: leaving > 0,
    });
    if (agreed) await run(() => importSteps.apply(found.id));
  };
  const label =
    leaving > 0
      ? t.applyLeaving(leaving)
      : ruling === "apply"
        ? t.apply(effects(found.summary, includesLeaving))
        : t.applyPlain;
  return (
    <footer className={styles.foot}>
      <Switch
        className={styles.leaving ?? ""}
        isSelected={includesLeaving}
        isDisabled={isBusy}
        hint={t.leavingHint}
        onChange={(on) => void run(() => importSteps.change(found.id, { include_leaving: on }))}
      >
        {t.leavingSwitch}
      </Switch>
      <span className={styles.ruling}>{ruling !== "apply" && t.verdicts[ruling]}</span>
      <Button isDisabled={isBusy} onPress={() => void cancelImport(found.id)}>
        {t.cancel}
      </Button>
      <Button
        variant={leaving > 0 ? "danger" : "primary"}
        isPending={isBusy}
        isDisabled={ruling !== "apply"}
        onPress={() => void apply()}
      >
        {label}
      </Button>
    </footer>
  );
}
