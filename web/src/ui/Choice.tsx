import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
  Switch as AriaSwitch,
  type SwitchProps as AriaSwitchProps,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { type FieldFrame, FieldLabel, FieldNotes } from "./Field";
import styles from "./Field.module.css";

export interface CheckboxProps extends Omit<AriaCheckboxProps, "className" | "style" | "children"> {
  children?: ReactNode;
  hint?: ReactNode;
  className?: string;
}

export function Checkbox({ children, hint, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx(styles.check, className)}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.mark}>
            {isIndeterminate ? (
              <Minus size={12} strokeWidth={3} />
            ) : (
              isSelected && <Check size={12} strokeWidth={3} />
            )}
          </span>
          {(children || hint) && (
            <span className={styles.checkText}>
              <span>{children}</span>
              {hint && <span className={styles.hint}>{hint}</span>}
            </span>
          )}
        </>
      )}
    </AriaCheckbox>
  );
}

/** The look of a checkbox in a row that is itself the button. */
export function CheckMark({ isOn, label }: { isOn: boolean; label: string }) {
  return (
    <span className={cx(styles.mark, isOn && styles.markOn)}>
      {isOn && <Check size={12} strokeWidth={3} role="img" aria-label={label} />}
    </span>
  );
}

export interface SwitchProps extends Omit<AriaSwitchProps, "className" | "style" | "children"> {
  children: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** A setting that takes effect at once; the text stands left, the switch right. */
export function Switch({ children, hint, className, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={cx(styles.switch, className)}>
      <span className={styles.checkText}>
        <span>{children}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
      <span className={styles.track} />
    </AriaSwitch>
  );
}

export interface Choice<K extends string = string> {
  id: K;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
  isDisabled?: boolean;
}

export interface RadioGroupProps<K extends string>
  extends Omit<AriaRadioGroupProps, "className" | "style" | "children" | "value" | "onChange">,
    FieldFrame {
  choices: readonly Choice<K>[];
  value?: K | null;
  onChange?: (value: K) => void;
}

export function RadioGroup<K extends string>({
  label,
  hint,
  error,
  className,
  choices,
  onChange,
  orientation = "vertical",
  ...rest
}: RadioGroupProps<K>) {
  return (
    <AriaRadioGroup
      {...rest}
      isInvalid={rest.isInvalid ?? (error ? true : undefined)}
      orientation={orientation}
      onChange={(value) => onChange?.(value as K)}
      className={cx(styles.field, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <div className={cx(styles.group, orientation === "horizontal" && styles.row)}>
        {choices.map((choice) => (
          <AriaRadio
            key={choice.id}
            value={choice.id}
            isDisabled={choice.isDisabled}
            className={styles.check}
          >
            <span className={cx(styles.mark, styles.radioMark)} />
            <span className={styles.checkText}>
              <span>{choice.label}</span>
              {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
            </span>
          </AriaRadio>
        ))}
      </div>
      <FieldNotes hint={hint} error={error} />
    </AriaRadioGroup>
  );
}
