import { Check } from "lucide-react";
import { type ReactNode, useContext } from "react";
import {
  ComboBox as AriaComboBox,
  Popover as AriaPopover,
  Select as AriaSelect,
  Button,
  Input,
  ListBox,
  ListBoxItem,
  SelectStateContext,
  SelectValue,
  Text,
} from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import { useIsPhone } from "@/lib/media";
import type { Choice } from "./Choice";
import { FieldChevron, type FieldFrame, FieldLabel, FieldNotes } from "./Field";
import fields from "./Field.module.css";
import { Layer } from "./Layer";
import menus from "./Menu.module.css";

interface PickProps<K extends string> extends FieldFrame {
  choices: readonly Choice<K>[];
  value?: K | null;
  onChange?: (value: K) => void;
  placeholder?: string;
  name?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  "aria-label"?: string;
}

function choiceText(label: ReactNode, id: string): string {
  return typeof label === "string" ? label : id;
}

/** A choice as a row of a list box. */
function ChoiceItem({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem
      id={choice.id}
      textValue={choiceText(choice.label, choice.id)}
      isDisabled={choice.isDisabled}
      className={menus.item}
    >
      {({ isSelected }) => (
        <>
          {choice.icon}
          <span className={menus.text}>
            <Text slot="label">{choice.label}</Text>
            {choice.hint && (
              <Text slot="description" className={menus.hint}>
                {choice.hint}
              </Text>
            )}
          </span>
          {isSelected && <Check size={16} className={menus.tick} />}
        </>
      )}
    </ListBoxItem>
  );
}

/**
 * Where the options float. On a phone a closed popover stays beside the sheet: the select reads its options there.
 * While it only reads them, the state around is that of a dialog outside, so there is no sheet then.
 */
function OptionsLayer({ title, children }: { title: string | undefined; children: ReactNode }) {
  const isPhone = useIsPhone();
  const isInSelect = useContext(SelectStateContext) !== null;
  return (
    <>
      {isPhone && <AriaPopover isOpen={false}>{children}</AriaPopover>}
      {(!isPhone || isInSelect) && (
        <Layer title={title} matchWidth>
          {children}
        </Layer>
      )}
    </>
  );
}

/** One of a few known choices. */
export function Select<K extends string>({
  label,
  hint,
  error,
  className,
  choices,
  value,
  onChange,
  placeholder,
  ...rest
}: PickProps<K>) {
  const common = useCommon();
  return (
    <AriaSelect
      {...rest}
      value={value}
      onChange={(key) => onChange?.(key as K)}
      placeholder={placeholder ?? common.choose}
      isInvalid={error ? true : undefined}
      className={cx(fields.field, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Button className={cx(fields.box, fields.selectButton)}>
        <SelectValue className={fields.value} />
        <FieldChevron />
      </Button>
      <FieldNotes hint={hint} error={error} />
      <OptionsLayer title={typeof label === "string" ? label : rest["aria-label"]}>
        <ListBox className={menus.menu}>
          {choices.map((choice) => (
            <ChoiceItem key={choice.id} choice={choice} />
          ))}
        </ListBox>
      </OptionsLayer>
    </AriaSelect>
  );
}

export interface ComboBoxProps<K extends string> extends PickProps<K> {
  /** Text in the box; give it with `onInputChange` to filter on a server. */
  inputValue?: string;
  onInputChange?: (text: string) => void;
}

/** One of many choices, found by typing. With `inputValue` the caller filters; otherwise labels are matched here. */
export function ComboBox<K extends string>({
  label,
  hint,
  error,
  className,
  choices,
  value,
  onChange,
  placeholder,
  inputValue,
  onInputChange,
  ...rest
}: ComboBoxProps<K>) {
  const common = useCommon();
  return (
    <AriaComboBox
      {...rest}
      {...(inputValue === undefined
        ? { defaultItems: choices }
        : { items: choices, inputValue, onInputChange: (text: string) => onInputChange?.(text) })}
      {...(value === undefined ? {} : { selectedKey: value })}
      onSelectionChange={(key) => {
        if (key !== null) onChange?.(key as K);
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={error ? true : undefined}
      className={cx(fields.field, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <div className={fields.box}>
        <Input className={fields.input} placeholder={placeholder ?? common.search} />
        <Button className={fields.clear}>
          <FieldChevron />
        </Button>
      </div>
      <FieldNotes hint={hint} error={error} />
      <Layer matchWidth neverSheet>
        <ListBox<Choice<K>>
          className={menus.menu}
          renderEmptyState={() => <div className={menus.empty}>{common.noResults}</div>}
        >
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Layer>
    </AriaComboBox>
  );
}
