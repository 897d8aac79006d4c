import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { t } from "@/server/language/text";

/** Markdown, sanitised: no HTML of its own, no scripts, and no pictures of other sites. Only in server components. */
export function MarkdownText({ text }: { text: string }) {
  return (
    <div className="prose-text">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={{
          a: ({ href, children }) => (
            <a href={href} rel="noreferrer nofollow">
              {children}
            </a>
          ),
          img: ({ alt }) => <em>[{alt || t("picture")}]</em>,
          // The page has its own first headings.
          h1: ({ children }) => <h3>{children}</h3>,
          h2: ({ children }) => <h3>{children}</h3>,
          h3: ({ children }) => <h4>{children}</h4>,
        }}
      >
        {text}
      </Markdown>
    </div>
  );
}
