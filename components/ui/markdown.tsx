import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { t } from "@/server/language/text";
import { isTooComplex } from "./markdown-complexity";

/**
 * Sanitised Markdown, without HTML, scripts or images from other sites; the plain text if it would take too long to
 * parse. For server components only.
 */
export function MarkdownText({ text }: { text: string }) {
  if (isTooComplex(text)) return <pre className="code-text font-mono text-13">{text}</pre>;
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
          // The page itself already uses the first two levels of headings.
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
