import { formatBytes } from "@/server/language/format";
import { t } from "@/server/language/text";

export function ByteSize({ bytes }: { bytes: number }) {
  return (
    <data
      value={bytes}
      title={t("{count, plural, one {# byte} other {# bytes}}", { count: bytes })}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {formatBytes(bytes)}
    </data>
  );
}
