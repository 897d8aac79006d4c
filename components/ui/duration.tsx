import { formatDuration } from "@/server/language/format";

export function Duration({ ms }: { ms: number }) {
  return (
    <time dateTime={`PT${(ms / 1000).toFixed(3)}S`} suppressHydrationWarning className="whitespace-nowrap">
      {formatDuration(ms)}
    </time>
  );
}
