import { useInfiniteQuery } from "@tanstack/react-query";
import { File, Image, Link2 } from "lucide-react";
import { type UIEvent, useState } from "react";
import { thumbnailUrl } from "@/api/client";
import type { Chat, Message, StoredFile } from "@/api/types";
import { fileSize, useTime } from "@/lib/time";
import { downloadFile, FileIcon, FileName, ImageViewer } from "@/shared/file";
import { Button, EmptyState, ErrorState, Pressable, SegmentedControl, SkeletonRows } from "@/ui";
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
  const onScroll = ({ currentTarget: box }: UIEvent<HTMLElement>) => {
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < 400;
    if (isNear && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
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
      <div className={styles.scroll} onScroll={onScroll}>
        {query.error && <ErrorState isSmall error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <SkeletonRows rows={5} height={56} />}
        {query.data && items.length === 0 && <EmptyState {...empty} text={t.panel.noFilesText} />}
        {kind === "image" && (
          <Pictures
            files={items.flatMap(({ file, message }) => (file ? [{ file, message }] : []))}
            onJump={onJump}
          />
        )}
        {kind === "file" &&
          items.map(
            ({ file, message }) =>
              file && (
                <FileItem key={`${message.id} ${file.id}`} file={file} message={message} onJump={onJump} />
              ),
          )}
        {kind === "link" &&
          items.map(({ message }) => <LinkItem key={message.id} message={message} onJump={onJump} />)}
      </div>
    </div>
  );
}

interface Found {
  file: StoredFile;
  message: Message;
}

function Pictures({ files, onJump }: { files: readonly Found[]; onJump: (seq: number) => void }) {
  const t = useT();
  const [shown, setShown] = useState<number | null>(null);
  const current = shown === null ? undefined : files[shown];
  return (
    <>
      <div className={styles.images}>
        {files.map(({ file, message }, index) => (
          <Pressable
            key={`${message.id} ${file.id}`}
            className={styles.image ?? ""}
            aria-label={file.name}
            onPress={() => setShown(index)}
          >
            <img src={thumbnailUrl(file.id, "small")} alt="" loading="lazy" decoding="async" />
          </Pressable>
        ))}
      </div>
      <ImageViewer files={files.map(({ file }) => file)} index={shown} onIndex={setShown} />
      {current && (
        <Button variant="ghost" onPress={() => onJump(current.message.seq)}>
          {t.panel.inContext}
        </Button>
      )}
    </>
  );
}

function FileItem({ file, message, onJump }: Found & { onJump: (seq: number) => void }) {
  const t = useT();
  const time = useTime();
  return (
    <article className={styles.item}>
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

function LinkItem({ message, onJump }: { message: Message; onJump: (seq: number) => void }) {
  const t = useT();
  const time = useTime();
  return (
    <article className={styles.item}>
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
