import { PageFrame } from "@/components/shell/page-frame";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { env } from "@/server/env";
import { t } from "@/server/language/text";

export const generateMetadata = () => ({ title: t("Accessibility") });

/** The accessibility statement: the standard, what was checked, what does not work yet, and who helps. */
export default function AccessibilityPage() {
  return (
    <PageFrame narrow className="gap-8">
      <PageHeader
        title={t("Accessibility")}
        note={t("The pages of {site} aim to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA.", {
          site: env().WOOEY_SITE_NAME,
        })}
      />
      <Section title={t("What was checked")}>
        <List
          items={[
            t("axe-core finds no violation of the rules of levels A and AA on the pages that the tests visit."),
            t("A test finds a script, fills in its form, runs it, and reads and shares the result by keyboard alone."),
            t("A test compares what screen readers receive from the home page, a form and a job."),
            t("Text has a contrast of at least 4.5 : 1 in both themes. States have an icon and a word."),
            t("Pages fit a width of 390 pixels, and do not move if your system asks for reduced motion."),
            t("Scripts can be found and run, and results read, without JavaScript."),
          ]}
        />
      </Section>
      <Section title={t("Known limits")}>
        <List
          items={[
            t("No independent organization has audited this product."),
            t(
              "Names, help texts and choices of a form come from its script, and may be unclear or in another language.",
            ),
            t("Scripts create files that may not be accessible, such as pictures without a description and PDFs."),
            t(
              "Plots and images of PDF pages have a short text alternative only. The table or the downloaded file has the data.",
            ),
            t("A long output shows its visible lines only. Download the full output to read it as text."),
            t("The descriptions of the API are available in English only."),
          ]}
        />
      </Section>
      <Section title={t("If something does not work for you")}>
        <p className="max-w-prose">
          {t(
            "Contact the administrator of this site, and say which page and which browser, assistive technology or device you use.",
          )}
        </p>
      </Section>
    </PageFrame>
  );
}

function List({ items }: { items: string[] }) {
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-1.5 pl-5">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
