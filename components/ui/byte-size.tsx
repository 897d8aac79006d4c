import { formatBytes } from "./format";

export function ByteSize({ bytes }: { bytes: number }) {
  return (
    <data value={bytes} title={`${bytes.toLocaleString("en")} bytes`} className="whitespace-nowrap">
      {formatBytes(bytes)}
    </data>
  );
}
