const circle = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20";
const shapes = {
  close: "M18 6 6 18M6 6l12 12",
  info: `${circle}M12 16v-4M12 8h.01`,
  good: `${circle}m-3 10 2 2 4-4`,
  bad: `${circle}M12 8v4M12 16h.01`,
  warning: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
};

/** An icon of components that every page loads: one path each (after Lucide, ISC), no library. */
export function Glyph({ of, className }: { of: keyof typeof shapes; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      width={16}
      height={16}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      <path d={shapes[of]} />
    </svg>
  );
}
