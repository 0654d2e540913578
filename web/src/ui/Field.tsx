import { ChevronDown, CircleAlert, Eye, EyeOff, Search, X } from "lucide-react";
import { type ReactNode, type Ref, useRef, useState } from "react";
import {
  Form as AriaForm,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Button,
  FieldError,
  type FormProps,
  Input,
  Label,
  Text,
} from "react-aria-components";
import { useCommon } from "@/i18n";
import { cx } from "@/lib/cx";
import styles from "./Field.module.css";

/** What stands around every field. */
export interface FieldFrame {
  label?: ReactNode;
  /** A quiet sentence under the field. */
  hint?: ReactNode;
  /** Says what is wrong; also marks the field as invalid. */
  error?: string | undefined;
  className?: string;
}

export function FieldLabel({ label, isRequired }: { label: ReactNode; isRequired?: boolean | undefined }) {
  if (!label) return null;
  return (
    <Label className={styles.label}>
      {label}
      {isRequired && (
        <span className={styles.required} aria-hidden="true">
          *
        </span>
      )}
    </Label>
  );
}

export function FieldNotes({ hint, error }: { hint?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>
        {({ validationErrors }) => {
          const text = error ?? validationErrors.join(" ");
          // A red mark alone tells nobody what to do.
          if (text === "") return null;
          return (
            <>
              <CircleAlert size={14} aria-hidden="true" />
              <span>{text}</span>
            </>
          );
        }}
      </FieldError>
    </>
  );
}

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, "className" | "style" | "children">,
    FieldFrame {
  placeholder?: string;
  icon?: ReactNode;
  /** Stands at the end of the box, for a unit or a button. */
  trailing?: ReactNode;
  size?: "md" | "lg";
  inputRef?: Ref<HTMLInputElement>;
}

/** One line of text. `type="password"` brings a button that shows what was typed. */
export function TextField({
  label,
  hint,
  error,
  className,
  placeholder,
  icon,
  trailing,
  size,
  inputRef,
  type,
  ...rest
}: TextFieldProps) {
  const common = useCommon();
  const [shown, setShown] = useState(false);
  const isPassword = type === "password";
  return (
    <AriaTextField
      {...rest}
      type={isPassword && shown ? "text" : type}
      isInvalid={rest.isInvalid ?? (error ? true : undefined)}
      className={cx(styles.field, size === "lg" && styles.lg, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <div className={styles.box}>
        {icon}
        <Input ref={inputRef} className={styles.input} placeholder={placeholder} />
        {trailing}
        {isPassword && (
          <Button
            className={styles.eye}
            slot={null}
            aria-label={shown ? common.hide : common.show}
            onPress={() => setShown(!shown)}
            excludeFromTabOrder
          >
            {shown ? <EyeOff size={16} /> : <Eye size={16} />}
          </Button>
        )}
      </div>
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps
  extends Omit<AriaTextFieldProps, "className" | "style" | "children">,
    FieldFrame {
  placeholder?: string;
  rows?: number;
  areaRef?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  className,
  placeholder,
  rows,
  areaRef,
  ...rest
}: TextAreaProps) {
  return (
    <AriaTextField
      {...rest}
      isInvalid={rest.isInvalid ?? (error ? true : undefined)}
      className={cx(styles.field, className)}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <div className={cx(styles.box, styles.area)}>
        <AriaTextArea ref={areaRef} rows={rows} placeholder={placeholder} />
      </div>
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface SearchFieldProps extends Omit<AriaSearchFieldProps, "className" | "style" | "children"> {
  placeholder: string;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** A search box: Esc and the cross clear it. The placeholder is its name unless `aria-label` says otherwise. */
export function SearchField({ placeholder, className, inputRef, ...rest }: SearchFieldProps) {
  const common = useCommon();
  return (
    <AriaSearchField aria-label={placeholder} {...rest} className={cx(styles.field, styles.quiet, className)}>
      <div className={styles.box}>
        <Search size={16} aria-hidden="true" />
        <Input ref={inputRef} className={styles.input} placeholder={placeholder} />
        <Button className={styles.clear} aria-label={common.clear}>
          <X size={14} />
        </Button>
      </div>
    </AriaSearchField>
  );
}

/** The chevron of fields that open a list. */
export function FieldChevron() {
  return <ChevronDown size={16} aria-hidden="true" />;
}

export interface FormShape extends Omit<FormProps, "className" | "style" | "validationErrors" | "onSubmit"> {
  /** While its promise runs, nothing is submitted again: a second Enter would do the same twice. */
  onSubmit?: () => unknown;
  /** Messages by field name, as ApiError.fields gives them; fields with that `name` show them. */
  errors?: Readonly<Record<string, string>> | undefined;
  className?: string;
}

/** A form: fields below each other; submit with a `type="submit"` button. The browser's own bubbles stay away. */
export function Form({ errors, className, onSubmit, ...rest }: FormShape) {
  const isRunning = useRef(false);
  const submit = async () => {
    if (isRunning.current) return;
    isRunning.current = true;
    try {
      await onSubmit?.();
    } finally {
      isRunning.current = false;
    }
  };
  return (
    <AriaForm
      validationBehavior="aria"
      {...rest}
      {...(errors ? { validationErrors: { ...errors } } : {})}
      className={cx(styles.form, className)}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    />
  );
}
