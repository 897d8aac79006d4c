import { PageFrame } from "@/components/shell/page-frame";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <PageFrame>
      <p role="status" className="sr-only">
        Loading
      </p>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </PageFrame>
  );
}
