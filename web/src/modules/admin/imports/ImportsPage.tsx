import { ChevronRight, Download, FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { useCommon } from "@/i18n";
import { useIsPhone } from "@/lib/media";
import { useTime } from "@/lib/time";
import {
  Button,
  DropZone,
  EmptyState,
  IconBox,
  ListItem,
  Loaded,
  Menu,
  MenuItem,
  Page,
  Progress,
  Section,
  SkeletonRows,
} from "@/ui";
import { AdminSection } from "../AdminSection";
import { download } from "../save";
import { type PeopleImport, paths, type SheetFormat, useImports } from "./api";
import styles from "./Imports.module.css";
import { ImportTag } from "./ImportTag";
import { useT } from "./i18n";
import { counts, mappingFaults, mappingOf, tabsOf, verdict } from "./summary";
import { accepted, useBegin } from "./useBegin";

const formats: readonly SheetFormat[] = ["xlsx", "csv"];

/** Tables of people, in and out. */
export default function ImportsPage() {
  const t = useT();
  return (
    <AdminSection id="imports" isLined>
      <Page width={840}>
        <Section title={t.upload} text={t.uploadText} action={<TemplateMenu />}>
          <UploadBox />
        </Section>
        <Section title={t.export} text={t.exportText} action={<ExportMenu />} />
        <History />
      </Page>
    </AdminSection>
  );
}

function TemplateMenu() {
  const t = useT();
  return (
    <Menu label={t.template} trigger={<Button icon={<Download size={16} />}>{t.template}</Button>}>
      {formats.map((format) => (
        <MenuItem
          key={format}
          label={t.templateNames[format]}
          icon={<FileSpreadsheet size={16} />}
          onAction={() => void download(paths.template(format), `${t.templateFile}.${format}`)}
        />
      ))}
    </Menu>
  );
}

function ExportMenu() {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const run = async (format: SheetFormat) => {
    setBusy(true);
    await download(paths.export(format), `${t.exportFile}.${format}`);
    setBusy(false);
  };
  return (
    <Menu
      label={t.export}
      trigger={
        <Button icon={<Download size={16} />} isPending={isBusy}>
          {t.export}
        </Button>
      }
    >
      {formats.map((format) => (
        <MenuItem
          key={format}
          label={t.exportNames[format]}
          icon={<FileSpreadsheet size={16} />}
          onAction={() => void run(format)}
        />
      ))}
    </Menu>
  );
}

function UploadBox() {
  const t = useT();
  const { upload, begin } = useBegin();
  if (upload) {
    return (
      <div className={styles.uploading}>
        <Progress label={t.uploading(upload.name)} isLabelled value={upload.percent} />
      </div>
    );
  }
  return (
    <>
      <DropZone
        accept={accepted}
        onFiles={(files) => void begin(files)}
        icon={<FileSpreadsheet size={28} strokeWidth={1.5} />}
        hint={t.dropHint}
      />
      <ul className={styles.shapes}>
        {t.shapes.map((shape) => (
          <li key={shape}>{shape}</li>
        ))}
      </ul>
    </>
  );
}

function History() {
  const t = useT();
  const common = useCommon();
  const query = useImports();
  return (
    <Section title={t.history}>
      <Loaded
        query={query}
        skeleton={<SkeletonRows rows={3} height={56} face={36} />}
        isEmpty={(data) => data.pages[0]?.items.length === 0}
        empty={
          <EmptyState isSmall icon={<FileSpreadsheet size={30} strokeWidth={1.5} />} title={t.noHistory} />
        }
      >
        {(data) => (
          <div className={styles.history}>
            {data.pages
              .flatMap((page) => page.items)
              .map((found) => (
                <HistoryRow key={found.id} found={found} />
              ))}
            {query.hasNextPage && (
              <Button
                variant="ghost"
                isPending={query.isFetchingNextPage}
                onPress={() => void query.fetchNextPage()}
              >
                {common.more}
              </Button>
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function HistoryRow({ found }: { found: PeopleImport }) {
  const t = useT();
  const time = useTime();
  const isPhone = useIsPhone();
  const all = counts(found.summary);
  const kinds = tabsOf(found)
    .filter((kind) => kind !== "unchanged")
    .map((kind) => t.count(t.kinds[kind], all[kind]))
    .join(" · ");
  const isOver = found.state === "done" || found.state === "ready";
  const lack = mappingFaults(mappingOf(found)).lacksPerson ? t.lacksPerson : t.lacksRows;
  const result = verdict(found) === "unusable" ? lack : kinds || t.nothingChanged;
  return (
    <ListItem
      height={60}
      href={`/admin/imports/${found.id}`}
      leading={
        <IconBox tone="success">
          <FileSpreadsheet size={18} strokeWidth={1.75} />
        </IconBox>
      }
      title={found.file_name}
      subtitle={[found.by?.name, time.stamp(found.created_at), isOver && result].filter(Boolean).join(" · ")}
      after={
        <>
          <ImportTag state={found.state} />
          {!isPhone && <ChevronRight size={16} className={styles.faint} />}
        </>
      }
    />
  );
}
