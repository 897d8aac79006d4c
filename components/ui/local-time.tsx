"use client";

import { formatDate, formatExact } from "@/server/language/format";
import { useTimeZone } from "./use-time-zone";

interface Props {
  /** As in ISO 8601. */
  at: string;
  /** Whether only the day is shown. The exact time is in the tooltip. */
  isDay?: boolean;
}

/** A point in time in the reader's time zone. */
export function LocalTime({ at, isDay }: Props) {
  const timeZone = useTimeZone();
  const date = new Date(at);
  const exact = formatExact(date, timeZone);
  return (
    <time dateTime={at} title={exact} suppressHydrationWarning>
      {isDay ? formatDate(date, timeZone) : exact}
    </time>
  );
}
