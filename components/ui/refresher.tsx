"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Draws the page again every few seconds while it is in sight; put it where something is still changing. */
export function Refresher({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
