import { formatDuration } from "./format";

export function Duration({ ms }: { ms: number }) {
  return (
    <time dateTime={`PT${(ms / 1000).toFixed(3)}S`} className="whitespace-nowrap">
      {formatDuration(ms)}
    </time>
  );
}
