/** A number as people read it: 138 0571 1000, +86 138…; what has another shape stays. */
export function phoneText(number: string): string {
  const mobile = /^(\+86)?(1\d{2})(\d{4})(\d{4})$/.exec(number);
  if (mobile) return [mobile[1], mobile[2], mobile[3], mobile[4]].filter(Boolean).join(" ");
  return number;
}

/** For a `tel:` link: digits, and a comma before the extension so that phones pause. */
export function dialText(number: string): string {
  return number.replace("-", ",").replace(/[^\d+,]/g, "");
}
