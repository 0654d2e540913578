import { Check, Copy } from "lucide-react";
import { Fragment, memo, type ReactNode, useMemo, useState } from "react";
import { useUserCard } from "@/api/people";
import { copyText } from "@/lib/clipboard";
import { cx } from "@/lib/cx";
import { useObject } from "@/shared/object/queries";
import { Link, Pressable } from "@/ui";
import { useChats, useMyId } from "../engine/store";
import { useT } from "../i18n";
import { isEmojiOnly } from "../model/emoji";
import type { Block, Inline } from "../model/markdown/ast";
import { parse } from "../model/markdown/block";
import { isInternal } from "../model/markdown/links";
import { openCard } from "../parts/cardLayer";
import styles from "./Markdown.module.css";

export interface MarkdownProps {
  text: string;
  /** Stands after the last word, as the mark of an edited message. */
  after?: ReactNode;
}

/** The words of a message. They become elements one by one; no HTML of theirs is ever read. */
export const Markdown = memo(function Markdown({ text, after }: MarkdownProps) {
  const blocks = useMemo(() => parse(text), [text]);
  if (isEmojiOnly(text)) {
    return (
      <div className={styles.large}>
        {text.trim()}
        {after}
      </div>
    );
  }
  const last = blocks[blocks.length - 1];
  const isInlineEnd = last?.type === "paragraph" || last?.type === "heading";
  return (
    <div className={styles.text}>
      {blocks.map((block, index) => (
        <BlockView
          key={index}
          block={block}
          after={isInlineEnd && index === blocks.length - 1 ? after : undefined}
        />
      ))}
      {!isInlineEnd && after}
    </div>
  );
});

function BlockView({ block, after }: { block: Block; after?: ReactNode }) {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Inlines nodes={block.children} />
          {after}
        </p>
      );
    case "heading":
      return (
        <p className={cx(styles.heading, block.level <= 2 && styles.headingBig)}>
          <Inlines nodes={block.children} />
          {after}
        </p>
      );
    case "code":
      return <CodeBlock language={block.language} text={block.text} />;
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case "list": {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Blocks blocks={item} />
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    default:
      return <hr />;
  }
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  return nodes.map((node, index) => <InlineView key={index} node={node} />);
}

function InlineView({ node }: { node: Inline }) {
  switch (node.type) {
    case "text":
      return node.text;
    case "break":
      return <br />;
    case "code":
      return <code>{node.text}</code>;
    case "strong":
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case "strike":
      return (
        <del>
          <Inlines nodes={node.children} />
        </del>
      );
    case "mention":
      return <MentionChip id={node.id} />;
    default:
      return (
        <Anchor href={node.href} isBare={isBare(node)}>
          <Inlines nodes={node.children} />
        </Anchor>
      );
  }
}

/** Whether the link shows its address rather than words. */
function isBare(node: Extract<Inline, { type: "link" }>): boolean {
  const [only] = node.children;
  return node.children.length === 1 && only?.type === "text" && only.text.endsWith(node.href);
}

interface AnchorProps {
  href: string;
  isBare: boolean;
  children: ReactNode;
}

function Anchor({ href, isBare: showsAddress, children }: AnchorProps) {
  if (isInternal(href)) {
    return <Link href={href}>{showsAddress ? <Named href={href}>{children}</Named> : children}</Link>;
  }
  return (
    <a className={styles.link} href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}

/** The name of what an address of this office leads to, where the reader may know it; else the address. */
function Named({ href, children }: { href: string; children: ReactNode }) {
  const object = /^\/o\/(\d+)$/.exec(href)?.[1];
  const chat = useChats((store) => store.chats[/^\/chat\/(\d+)/.exec(href)?.[1] ?? ""]);
  const { data } = useObject(object);
  return data?.title ?? chat?.title ?? children;
}

/** A person who is named; pressing opens the card. */
function MentionChip({ id }: { id: string }) {
  const t = useT();
  const me = useMyId();
  const card = useUserCard(id === "all" ? undefined : id);
  if (id === "all") return <span className={cx(styles.mention, styles.mentionMe)}>@{t.everyone}</span>;
  return (
    <Pressable
      className={cx(styles.mention, id === me && styles.mentionMe)}
      onPress={({ target }) => openCard(id, target)}
      excludeFromTabOrder
    >
      @{card?.name ?? t.someone}
    </Pressable>
  );
}

function CodeBlock({ language, text }: { language: string; text: string }) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className={styles.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls sideways must be reachable by keys. */}
      <pre tabIndex={0}>
        <code>
          {text.split("\n").map((line, index) => (
            <Fragment key={index}>
              {index > 0 && "\n"}
              {line}
            </Fragment>
          ))}
        </code>
      </pre>
      <div className={styles.codeBar}>
        {language && <span>{language}</span>}
        <Pressable className={styles.copy ?? ""} aria-label={t.message.copyCode} onPress={() => void copy()}>
          {isCopied ? <Check size={14} /> : <Copy size={14} />}
        </Pressable>
      </div>
    </div>
  );
}
