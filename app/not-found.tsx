import { PageFrame } from "@/components/shell/page-frame";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PageFrame narrow>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing here"
        action={
          <ButtonLink href="/" variant="primary">
            All scripts
          </ButtonLink>
        }
      >
        The address may be mistyped, what it named may have been deleted, or its link was switched off. If it is yours,
        sign in first.
      </EmptyState>
    </PageFrame>
  );
}
