import { t } from "@/server/language/text";
import { formatBytes } from "./format";

export function ByteSize({ bytes }: { bytes: number }) {
  return (
    <data value={bytes} title={t("{count} bytes", { count: bytes.toLocaleString("en") })} className="whitespace-nowrap">
      {formatBytes(bytes)}
    </data>
  );
}
