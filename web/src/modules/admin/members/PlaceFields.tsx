import { CircleAlert, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { DepartmentPicker } from "@/shared/department";
import { Button, Checkbox, IconButton, Tag, TextField } from "@/ui";
import { useReach } from "../reach";
import { type DraftPlace, withOnePrimary } from "./draft";
import { useT } from "./i18n";
import styles from "./Members.module.css";

/** The server's limit: every card carries them. */
const mostPlaces = 20;

export interface PlaceFieldsProps {
  places: readonly DraftPlace[];
  onChange: (places: readonly DraftPlace[]) => void;
  error: string | undefined;
}

/** The departments of a person, with title, headship and which is the first. */
export function PlaceFields({ places, onChange, error }: PlaceFieldsProps) {
  const t = useT();
  const { scopes } = useReach();
  const [isPicking, setPicking] = useState(false);
  const change = (id: string, part: Partial<DraftPlace>) =>
    onChange(places.map((place) => (place.id === id ? { ...place, ...part } : place)));
  return (
    <div className={styles.list}>
      {places.length === 0 && <p className={styles.hint}>{t.form.noDepartments}</p>}
      {places.map((place, index) => (
        <div key={place.id} className={styles.placeCard}>
          <div className={styles.placeHead}>
            <span className={styles.ellipsis} title={place.path.join(" / ")}>
              {place.path.join(" / ") || place.name}
            </span>
            {place.primary ? (
              <Tag tone="accent">{t.form.primary}</Tag>
            ) : (
              <Button
                size="sm"
                variant="ghost"
                onPress={() =>
                  onChange(places.map((other) => ({ ...other, primary: other.id === place.id })))
                }
              >
                {t.form.makePrimary}
              </Button>
            )}
            <IconButton
              size="sm"
              icon={<Trash2 size={16} />}
              label={t.form.removeDepartment(place.name)}
              tone="danger"
              onPress={() => onChange(withOnePrimary(places.filter((other) => other.id !== place.id)))}
            />
          </div>
          <div className={styles.placeBody}>
            <TextField
              aria-label={t.form.title}
              placeholder={t.form.title}
              name={`departments[${index}].title`}
              maxLength={100}
              autoComplete="off"
              value={place.title}
              onChange={(title) => change(place.id, { title })}
            />
            <Checkbox isSelected={place.head} onChange={(head) => change(place.id, { head })}>
              {t.form.head}
            </Checkbox>
          </div>
        </div>
      ))}
      <FieldMessage text={error} />
      {places.length < mostPlaces && (
        <div className={styles.addRow}>
          <Button variant="ghost" size="sm" icon={<Plus size={16} />} onPress={() => setPicking(true)}>
            {t.form.addDepartment}
          </Button>
        </div>
      )}
      <DepartmentPicker
        isOpen={isPicking}
        onOpenChange={setPicking}
        title={t.form.pickDepartment}
        within={scopes.length > 0 ? scopes.map((scope) => scope.id) : undefined}
        isExcluded={(department) => places.some((place) => place.id === department.id)}
        onPick={(department) => {
          if (!department) return;
          const path = department.path.map((step) => step.name);
          const place = { id: department.id, name: department.name, path, title: "", head: false };
          onChange(withOnePrimary([...places, { ...place, primary: false }]));
        }}
      />
    </div>
  );
}

/** A message under parts of a form that are no text field. */
export function FieldMessage({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p className={styles.fieldError} role="alert">
      <CircleAlert size={14} />
      {text}
    </p>
  );
}
