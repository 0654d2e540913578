import type { Policy } from "@/api/types";

export const numbers = {
  min_password_length: { min: 8, max: 64 },
  session_days: { min: 1, max: 365 },
  lock_after_attempts: { min: 3, max: 100 },
  lock_minutes: { min: 1, max: 1440 },
} as const;
export type NumberField = keyof typeof numbers;

export const selfEditable = ["avatar", "email", "phones"] as const;

/** What the form holds: numbers as they are typed. */
export interface PolicyDraft extends Record<NumberField, string> {
  require_mixed: boolean;
  allow_self_edit: readonly string[];
}

export function draftOf(policy: Policy): PolicyDraft {
  return {
    min_password_length: String(policy.min_password_length),
    session_days: String(policy.session_days),
    lock_after_attempts: String(policy.lock_after_attempts),
    lock_minutes: String(policy.lock_minutes),
    require_mixed: policy.require_mixed,
    allow_self_edit: [...policy.allow_self_edit].sort(),
  };
}

/** Whether what was typed is a whole number within the range of the field. */
export function fits(field: NumberField, text: string): boolean {
  const { min, max } = numbers[field];
  return /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
}

export function misfits(draft: PolicyDraft): readonly NumberField[] {
  return (Object.keys(numbers) as NumberField[]).filter((field) => !fits(field, draft[field]));
}

export function policyOf(draft: PolicyDraft): Policy {
  return {
    min_password_length: Number(draft.min_password_length),
    require_mixed: draft.require_mixed,
    session_days: Number(draft.session_days),
    lock_after_attempts: Number(draft.lock_after_attempts),
    lock_minutes: Number(draft.lock_minutes),
    allow_self_edit: [...draft.allow_self_edit],
  };
}

export function isChanged(before: Policy, draft: PolicyDraft): boolean {
  return (
    JSON.stringify(draftOf(before)) !==
    JSON.stringify({ ...draft, allow_self_edit: [...draft.allow_self_edit].sort() })
  );
}
