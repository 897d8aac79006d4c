import { phrase } from "@/server/language/text";

/** The number of days for which a new API key is valid; "never" for no limit. */
export const keyLifetimes = [
  { value: "30", label: phrase("In 30 days") },
  { value: "90", label: phrase("In 90 days") },
  { value: "365", label: phrase("In a year") },
  { value: "never", label: phrase("Never") },
] as const;

export const defaultLifetime = "90";
