import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { asApiError } from "@/api/error";
import { queries } from "@/api/query";
import type { ObjectCard } from "@/api/types";
import { useCommon } from "@/i18n";
import { fileSize } from "@/lib/time";
import { late, Pressable, toast } from "@/ui";
import { downloadFile, FileIcon, FileName } from "../file/FileParts";
import styles from "./Object.module.css";
import { fileQuery } from "./queries";

const ImageViewer = late(() => import("../file/ImageViewer").then((file) => file.ImageViewer));

export interface FileCardProps {
  card: Pick<ObjectCard, "id" | "title">;
  /** Shows a picture at once, without a press. */
  opensAtOnce?: boolean;
}

/** A file by its name and size. A press shows a picture and saves anything else. */
export function FileCard({ card, opensAtOnce }: FileCardProps) {
  const common = useCommon();
  const { data: file } = useQuery(fileQuery(card.id));
  const [shown, setShown] = useState<number | null>(null);
  const isPicture = file?.kind === "image";
  const opensNow = opensAtOnce && isPicture;
  useEffect(() => {
    if (opensNow) setShown(0);
  }, [opensNow]);

  const open = async () => {
    try {
      const known = await queries.fetchQuery(fileQuery(card.id));
      if (known.kind === "image") setShown(0);
      else downloadFile(known);
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    }
  };
  return (
    <>
      <Pressable
        className={styles.card}
        aria-label={`${isPicture ? common.open : common.download} ${card.title}`}
        onPress={() => void open()}
      >
        <FileIcon name={card.title} />
        <span className={styles.text}>
          <FileName name={card.title} />
          {file && <span className={styles.sub}>{fileSize(file.size)}</span>}
        </span>
        {!isPicture && <Download size={18} className={styles.get} aria-hidden="true" />}
      </Pressable>
      {file && shown !== null && <ImageViewer files={[file]} index={shown} onIndex={setShown} />}
    </>
  );
}
