import { TextField } from "@/ui";
import { useT } from "./i18n";

interface AgainFieldProps {
  /** What is to be repeated. */
  password: string;
  value: string;
  onChange: (value: string) => void;
  /** Whether the form was submitted: an empty field is at fault only then. */
  isTried?: boolean;
  /** Large on a page of its own. */
  size?: "md" | "lg";
}

/** The new password once more. */
export function AgainField({ password, value, onChange, isTried, size = "lg" }: AgainFieldProps) {
  const t = useT();
  const differs = value !== "" && value !== password;
  return (
    <TextField
      size={size}
      label={t.invite.again}
      name="again"
      type="password"
      autoComplete="new-password"
      value={value}
      onChange={onChange}
      isRequired
      error={differs ? t.invite.mismatch : isTried && value === "" ? t.invite.needAgain : undefined}
    />
  );
}
