import { TextInput } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Search as Parameters } from "../app/open_task";
import { useRead } from "../app/reads";
import { useTitle } from "../app/use_title";
import { get } from "../data/api";
import { StatusIcon } from "../ui/chips";
import { dialogIsOpen } from "../ui/dialog_is_open";
import { Icon } from "../ui/icons";
import { Empty, Failed, Loading } from "../ui/states";
import css from "./search.module.css";
import { useWords } from "./use_words";

const kinds: Record<string, string> = {
  comment: "in a comment",
  attachment: "in a file's name",
};

// An excerpt without the marks of Markdown.
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(^|\s)[-+*]\s(?:\[[ x]\]\s)?/g, "$1· ")
    .replace(/[|#>]+|-{2,}/g, " ")
    .replace(/(^|[^\p{L}\p{N}*_`~])[*_`~]+|[*_`~]+(?![\p{L}\p{N}])/gu, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

function Marked({ text, words }: { text: string; words: string }) {
  const known = words
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (known.length === 0) return text;
  const parts = text.split(new RegExp(`(${known.join("|")})`, "i"));
  return parts.map((part, n) => (n % 2 ? <mark key={n}>{part}</mark> : part));
}

export default function Search() {
  useTitle("Search");
  const { q = "" } = useSearch({ strict: false }) as Parameters;
  const navigate = useNavigate();
  const show = useCallback(
    (words: string) =>
      void navigate({
        to: "/search",
        search: words ? { q: words } : {},
        replace: true,
      } as never),
    [navigate],
  );
  const [words, setWords] = useWords(q, show);
  const { data, error, refetch } = useRead(
    ["search"],
    get("/search", { params: { query: { q, limit: 100 } } }),
    { enabled: q.trim() !== "", keep: true },
  );
  return (
    <div className="page">
      <header>
        <h1>Search</h1>
      </header>
      <TextInput
        type="search"
        aria-label="Search"
        placeholder="Words in tasks, comments and file names"
        leftSection={<Icon name="search" />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        autoFocus={!dialogIsOpen()}
        mb="md"
      />
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !q.trim() ? (
        <Empty title="What are you looking for?" />
      ) : !data ? (
        <Loading what="Searching" />
      ) : data.items.length === 0 ? (
        <Empty title={`Nothing has “${q}” in it`} />
      ) : (
        <ul className={css.hits}>
          {data.items.map((hit, n) => (
            <li key={n} data-row={hit.task.id}>
              <StatusIcon status={hit.task.status} />
              <div className={css.text}>
                <Link
                  to="."
                  search={(before: Parameters) => ({
                    ...before,
                    task: String(hit.task.id),
                  })}
                  resetScroll={false}
                >
                  <bdi>{hit.task.title}</bdi>
                </Link>
                {hit.excerpt && (
                  <p dir="auto">
                    {kinds[hit.kind] && <b>{kinds[hit.kind]}: </b>}
                    <Marked text={plainText(hit.excerpt)} words={q} />
                  </p>
                )}
              </div>
              <span className="muted small">{hit.task.project}</span>
            </li>
          ))}
        </ul>
      )}
      {q.trim() && data?.next_cursor && (
        <p className="muted small">
          These are the first {data.items.length}: more words find fewer.
        </p>
      )}
    </div>
  );
}
