"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Draws the page again every few seconds while it is in sight: for figures of which nothing tells that they change. */
export function Refreshing({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
