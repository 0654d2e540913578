import { useInfiniteQuery } from "@tanstack/react-query";
import { File, Image, Link2, MessageSquareText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { thumbnailUrl } from "@/api/client";
import type { Chat, Message, StoredFile } from "@/api/types";
import { cx } from "@/lib/cx";
import { fileSize, useTime } from "@/lib/time";
import { downloadFile, FileIcon, FileName, ImageViewer } from "@/shared/file";
import {
  EmptyState,
  ErrorState,
  NextPage,
  Pressable,
  SegmentedControl,
  SkeletonRows,
  VirtualList,
} from "@/ui";
import { chatApi } from "../api";
import { useT } from "../i18n";
import type { Block, Inline } from "../model/markdown/ast";
import { parse } from "../model/markdown/block";
import { isInternal } from "../model/markdown/links";
import { LinkedObject } from "../room/Attachments";
import styles from "./Panel.module.css";

type Kind = "image" | "file" | "link";

interface ViewProps {
  chat: Chat;
  onJump: (seq: number) => void;
}

/** Pictures, files and links of a chat, the latest first. */
export function FilesView({ chat, onJump }: ViewProps) {
  const t = useT();
  const [kind, setKind] = useState<Kind>("image");
  const query = useInfiniteQuery({
    queryKey: ["chat", "files", chat.id, kind],
    queryFn: ({ pageParam }) => chatApi.files(chat.id, kind, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const files = items.flatMap(({ file, message }) => (file ? [{ file, message }] : []));
  const end = {
    onEndReached: () => query.hasNextPage && query.fetchNextPage(),
    footer: <NextPage query={query} skeleton={<SkeletonRows rows={2} height={56} />} />,
  };
  const empty = {
    image: { icon: <Image size={30} strokeWidth={1.5} />, title: t.panel.noImages },
    file: { icon: <File size={30} strokeWidth={1.5} />, title: t.panel.noFiles },
    link: { icon: <Link2 size={30} strokeWidth={1.5} />, title: t.panel.noLinks },
  }[kind];
  return (
    <div className={styles.fill}>
      <div className={styles.tabs}>
        <SegmentedControl
          wide
          label={t.panel.files}
          selected={kind}
          onSelect={setKind}
          segments={[
            { id: "image", label: t.panel.images },
            { id: "file", label: t.panel.documents },
            { id: "link", label: t.panel.links },
          ]}
        />
      </div>
      {query.error && !query.data && (
        <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows rows={5} height={56} />}
      {query.data && items.length === 0 && <EmptyState {...empty} text={t.panel.noFilesText} />}
      {kind === "image" && files.length > 0 && <Pictures files={files} onJump={onJump} end={end} />}
      {kind === "file" && files.length > 0 && (
        <VirtualList
          label={t.panel.documents}
          items={files}
          getKey={keyOf}
          itemSize={88}
          {...end}
          renderItem={(found, { index }) => <FileItem {...found} isFirst={index === 0} onJump={onJump} />}
        />
      )}
      {kind === "link" && items.length > 0 && (
        <VirtualList
          label={t.panel.links}
          items={items}
          getKey={({ message }) => message.id}
          itemSize={80}
          {...end}
          renderItem={({ message }, { index }) => (
            <LinkItem message={message} isFirst={index === 0} onJump={onJump} />
          )}
        />
      )}
    </div>
  );
}

interface Found {
  file: StoredFile;
  message: Message;
}

const keyOf = ({ file, message }: Found) => `${message.id} ${file.id}`;

/** Pictures beside each other. */
const across = 3;

interface PicturesProps {
  files: readonly Found[];
  onJump: (seq: number) => void;
  end: { onEndReached: () => unknown; footer: ReactNode };
}

function Pictures({ files, onJump, end }: PicturesProps) {
  const t = useT();
  const [shown, setShown] = useState<number | null>(null);
  const rows = Array.from({ length: Math.ceil(files.length / across) }, (_, row) =>
    files.slice(row * across, (row + 1) * across),
  );
  const inContext = (index: number) => {
    const seq = files[index]?.message.seq;
    if (seq !== undefined) onJump(seq);
  };
  return (
    <>
      <VirtualList
        label={t.panel.images}
        items={rows}
        getKey={(row) => row.map(keyOf).join(" ")}
        itemSize={104}
        {...end}
        renderItem={(row, { index }) => (
          <div className={styles.images}>
            {row.map((found, column) => (
              <Pressable
                key={keyOf(found)}
                className={styles.image ?? ""}
                aria-label={found.file.name}
                onPress={() => setShown(index * across + column)}
              >
                <img src={thumbnailUrl(found.file.id, "small")} alt="" loading="lazy" decoding="async" />
              </Pressable>
            ))}
          </div>
        )}
      />
      <ImageViewer
        files={files.map(({ file }) => file)}
        index={shown}
        onIndex={setShown}
        action={{ icon: <MessageSquareText size={18} />, label: t.panel.inContext, run: inContext }}
      />
    </>
  );
}

interface ItemProps {
  isFirst: boolean;
  onJump: (seq: number) => void;
}

function FileItem({ file, message, isFirst, onJump }: Found & ItemProps) {
  const t = useT();
  const time = useTime();
  return (
    <article className={cx(styles.item, !isFirst && styles.ruled)}>
      <FileIcon name={file.name} size={36} />
      <div className={styles.itemMain}>
        <FileName name={file.name} />
        <div className={styles.itemHead}>
          <span>{fileSize(file.size)}</span>
          <b>{message.sender_name}</b>
          <time>{time.stamp(message.created_at)}</time>
        </div>
        <div className={styles.itemActions}>
          <Pressable className={styles.itemAction ?? ""} onPress={() => downloadFile(file)}>
            {t.act.download}
          </Pressable>
          <Pressable className={styles.itemAction ?? ""} onPress={() => onJump(message.seq)}>
            {t.panel.inContext}
          </Pressable>
        </div>
      </div>
    </article>
  );
}

const inInline = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) => {
    if (node.type === "link") return [node.href];
    return "children" in node ? inInline(node.children) : [];
  });
const inBlocks = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.type === "quote") return inBlocks(block.children);
    if (block.type === "list") return block.items.flatMap(inBlocks);
    return "children" in block ? inInline(block.children) : [];
  });

/** Addresses in a message, each once. */
const linksIn = (text: string) => [...new Set(inBlocks(parse(text)))];

function LinkItem({ message, isFirst, onJump }: Pick<Found, "message"> & ItemProps) {
  const t = useT();
  const time = useTime();
  return (
    <article className={cx(styles.item, !isFirst && styles.ruled)}>
      <div className={styles.itemMain}>
        {linksIn(message.text)
          .filter((href) => !isInternal(href))
          .map((href) => (
            <a
              key={href}
              className={styles.itemText}
              href={href}
              target="_blank"
              rel="noopener noreferrer nofollow"
            >
              {href}
            </a>
          ))}
        {message.objects.map((id) => (
          <LinkedObject key={id} id={id} />
        ))}
        <div className={styles.itemHead}>
          <b>{message.sender_name}</b>
          <time>{time.stamp(message.created_at)}</time>
        </div>
        <div className={styles.itemActions}>
          <Pressable className={styles.itemAction ?? ""} onPress={() => onJump(message.seq)}>
            {t.panel.inContext}
          </Pressable>
        </div>
      </div>
    </article>
  );
}
