// Markdown as people wrote it, and nothing that runs, styles or submits.

import DOMPurify from "dompurify";
import { Marked } from "marked";
import { useMemo } from "react";
import css from "./markdown.module.css";

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // Markup that somebody wrote is shown as it was written.
    html: ({ text }) => plain(text),
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    image: ({ href, text }) =>
      `<a href="${plain(href)}">${plain(text || href)}</a>`,
  },
});

function plain(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}

const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", (node) => {
  // Keys scroll what is wider than the text.
  if (node.tagName === "PRE") node.setAttribute("tabindex", "0");
  if (node.tagName !== "A") return;
  node.setAttribute("rel", "noopener noreferrer");
  node.setAttribute("target", "_blank");
});

function cleanMarkdown(text: string): string {
  const html = marked.parse(text, { async: false });
  return purifier.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: [
      "form",
      "input",
      "button",
      "select",
      "textarea",
      "style",
      "img",
      "audio",
      "video",
      "picture",
      "source",
      "dialog",
    ],
    FORBID_ATTR: ["style", "id", "class", "name"],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_TRUSTED_TYPE: true,
  }) as unknown as string;
}

export default function Markdown({ text }: { text: string }) {
  const html = useMemo(() => cleanMarkdown(text), [text]);
  return (
    <div
      className={css.text}
      dir="auto"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: DOMPurify made it
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
