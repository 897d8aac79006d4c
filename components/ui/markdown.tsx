import Markdown from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { t } from "@/server/language/text";
import { isTooComplex } from "./markdown-complexity";

/** A node of a Markdown document as a plugin of remark sees it (mdast). */
export interface MarkdownTree {
  type: string;
  value?: string;
  url?: string;
  children?: MarkdownTree[];
}

interface Props {
  text: string;
  /** The address of a picture that the text refers to; undefined for one that is not shown. */
  findImage?: (src: string) => string | undefined;
  /** The address to which a link leads, if it is another one than in the text. */
  findLink?: (href: string) => string | undefined;
  /** Plugins of remark besides those that every text gets. */
  plugins?: (() => (tree: MarkdownTree) => void)[];
}

/** A plain image instead of next/image, because a job's file is protected by permissions and is sent unchanged. */
const Picture = "img";

/**
 * Sanitised Markdown, without HTML, scripts or images from other sites; the plain text if it would take too long to
 * parse. For server components, and for code that the browser loads on demand.
 */
export function MarkdownText({ text, findImage, findLink, plugins = [] }: Props) {
  if (isTooComplex(text)) return <pre className="code-text font-mono text-13">{text}</pre>;
  return (
    <div className="prose-text">
      <Markdown
        remarkPlugins={[remarkGfm, ...plugins]}
        rehypePlugins={[rehypeSanitize]}
        components={{
          a: ({ href, children }) => (
            <a href={(href && findLink?.(href)) ?? href} rel="noreferrer nofollow">
              {children}
            </a>
          ),
          img: ({ alt, src }) => {
            const found = typeof src === "string" ? findImage?.(src) : undefined;
            if (!found) return <em>[{alt || t("picture")}]</em>;
            return <Picture src={found} alt={alt ?? ""} loading="lazy" className="max-w-full" />;
          },
          // The boxes of a task list, which nobody can change, are the only inputs.
          input: ({ checked }) => <input type="checkbox" checked={checked} readOnly disabled aria-label={t("Done")} />,
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
