import { phrase } from "@/server/language/text";

/** The number of days for which a new API key is valid; "" for no limit. */
export const keyLifetimes = [
  { value: "", label: phrase("Never") },
  { value: "30", label: phrase("In 30 days") },
  { value: "90", label: phrase("In 90 days") },
  { value: "365", label: phrase("In a year") },
] as const;
