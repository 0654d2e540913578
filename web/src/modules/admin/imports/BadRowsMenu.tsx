import { Download, FileSpreadsheet } from "lucide-react";
import { Button, Menu, MenuItem } from "@/ui";
import { download } from "../save";
import { paths } from "./api";
import { useT } from "./i18n";

/** The rows that could not be imported, with the reasons, to be mended and sent again. */
export function BadRowsMenu({ id }: { id: string }) {
  const t = useT();
  return (
    <Menu label={t.downloadBad} trigger={<Button icon={<Download size={16} />}>{t.downloadBad}</Button>}>
      {(["xlsx", "csv"] as const).map((format) => (
        <MenuItem
          key={format}
          label={t.badNames[format]}
          icon={<FileSpreadsheet size={16} />}
          onAction={() => void download(paths.badRows(id, format), `${t.badFile}.${format}`)}
        />
      ))}
    </Menu>
  );
}
