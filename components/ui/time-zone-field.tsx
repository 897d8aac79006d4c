"use client";

import { useTimeZone } from "./use-time-zone";

/** A hidden field of a form with days: the zone in which they are meant. */
export function TimeZoneField() {
  return <input type="hidden" name="zone" value={useTimeZone()} />;
}
