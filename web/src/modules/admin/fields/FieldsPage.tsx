import { ArrowDown, ArrowUp, Ellipsis, PenLine, Plus, TextCursorInput, Trash2 } from "lucide-react";
import { useState } from "react";
import { api, call } from "@/api/client";
import { asApiError } from "@/api/error";
import type { Attribute } from "@/api/types";
import { useCommon } from "@/i18n";
import {
  Button,
  confirm,
  EmptyState,
  IconButton,
  Loaded,
  late,
  Menu,
  MenuItem,
  MenuSeparator,
  Page,
  SkeletonRows,
  Tag,
  toast,
} from "@/ui";
import { AdminSection } from "../AdminSection";
import { refreshAttributes, useAttributes } from "../members/queries";
import styles from "./Fields.module.css";
import { useT } from "./i18n";
import { nextOrder, swapOrders } from "./order";

const FieldDialog = late(() => import("./FieldDialog").then((file) => file.FieldDialog));

/** The server's limit: each is a line on the card. */
const mostFields = 50;

/** The fields that the organisation adds to its people. */
export default function FieldsPage() {
  const t = useT();
  const query = useAttributes();
  const [editing, setEditing] = useState<Attribute | "new">();
  const isFull = (query.data?.length ?? 0) >= mostFields;
  const add = (
    <Button variant="primary" icon={<Plus size={16} />} isDisabled={isFull} onPress={() => setEditing("new")}>
      {t.add}
    </Button>
  );
  return (
    <AdminSection
      id="fields"
      isLined
      subtitle={isFull && t.limit(mostFields)}
      actions={query.data && query.data.length > 0 && add}
    >
      <Loaded
        query={query}
        skeleton={<SkeletonRows rows={4} height={56} face={0} />}
        isEmpty={(items) => items.length === 0}
        empty={
          <EmptyState
            icon={<TextCursorInput size={30} strokeWidth={1.5} />}
            title={t.none}
            text={t.noneText}
            action={add}
          />
        }
      >
        {(items) => (
          <Page>
            <p className={styles.text}>{t.text}</p>
            <ul className={styles.list}>
              {items.map((field, index) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  above={items[index - 1]}
                  below={items[index + 1]}
                  all={items}
                  onEdit={() => setEditing(field)}
                />
              ))}
            </ul>
          </Page>
        )}
      </Loaded>
      {editing && (
        <FieldDialog
          field={editing === "new" ? undefined : editing}
          order={nextOrder(query.data ?? [])}
          onClose={() => setEditing(undefined)}
        />
      )}
    </AdminSection>
  );
}

interface FieldRowProps {
  field: Attribute;
  above: Attribute | undefined;
  below: Attribute | undefined;
  all: readonly Attribute[];
  onEdit: () => void;
}

function FieldRow({ field, above, below, all, onEdit }: FieldRowProps) {
  const t = useT();
  const common = useCommon();
  const swap = async (other: Attribute) => {
    try {
      for (const { id, order } of swapOrders(all, field.id, other.id)) {
        const params = { path: { id } };
        await call(api.PATCH("/api/v1/people/attributes/{id}", { params, body: { order } }));
      }
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await refreshAttributes();
    }
  };
  const remove = async () => {
    const agreed = await confirm({
      title: t.removeTitle(field.label),
      text: t.removeText,
      action: t.remove,
      isDanger: true,
    });
    if (!agreed) return;
    try {
      await call(api.DELETE("/api/v1/people/attributes/{id}", { params: { path: { id: field.id } } }));
      toast.success(t.removed(field.label));
    } catch (thrown) {
      toast.failure(asApiError(thrown));
    } finally {
      await refreshAttributes();
    }
  };
  return (
    <li className={styles.row}>
      <span className={styles.rowText}>
        <span className={styles.rowTitle}>
          {field.label}
          <Tag>{t.kinds[field.kind]}</Tag>
          {field.visible_to === "admins" && <Tag tone="warning">{t.visible.admins}</Tag>}
        </span>
        <span className={styles.sub}>
          <code>{field.key}</code>
          {field.choices.length > 0 && ` · ${field.choices.join(common.between)}`}
        </span>
      </span>
      <IconButton
        size="sm"
        icon={<ArrowUp size={16} />}
        label={t.up(field.label)}
        isDisabled={!above}
        onPress={() => above && void swap(above)}
      />
      <IconButton
        size="sm"
        icon={<ArrowDown size={16} />}
        label={t.down(field.label)}
        isDisabled={!below}
        onPress={() => below && void swap(below)}
      />
      <Menu
        label={field.label}
        trigger={
          <IconButton size="sm" icon={<Ellipsis size={16} />} label={t.actions(field.label)} tip="none" />
        }
      >
        <MenuItem label={t.edit(field.label)} icon={<PenLine size={16} />} onAction={onEdit} />
        <MenuSeparator />
        <MenuItem label={t.remove} icon={<Trash2 size={16} />} isDanger onAction={() => void remove()} />
      </Menu>
    </li>
  );
}
