interface LogoProps {
  size?: number;
}

/** The mark: four rooms around a yard, with a gate. */
export function Logo({ size = 40 }: LogoProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 512 512" aria-hidden="true">
      <rect width="512" height="512" rx="120" fill="var(--accent)" />
      <path
        fill="#fff"
        d="M140 116h232a24 24 0 0 1 24 24v232a24 24 0 0 1-24 24h-68v-48h44V164H164v184h44v48h-68a24 24 0 0 1-24-24V140a24 24 0 0 1 24-24z"
      />
      <circle cx="256" cy="256" r="38" fill="#fff" />
    </svg>
  );
}
