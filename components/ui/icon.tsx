import type { SVGAttributes } from "react";

export type IconProps = Omit<SVGAttributes<SVGSVGElement>, "d"> & {
  size?: number;
  /** What it says to those who do not see it, where no word stands beside it. */
  label?: string;
};

/** One path as an icon. */
export function Icon({ d, size = 16, label, ...rest }: IconProps & { d: string }) {
  return (
    <>
      <svg
        aria-hidden
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
        {...rest}
      >
        <path d={d} />
      </svg>
      {label ? <span className="sr-only">{label}</span> : null}
    </>
  );
}
