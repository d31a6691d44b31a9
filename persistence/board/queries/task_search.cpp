#include "persistence/board/queries/task_search.hpp"

#include "persistence/board/queries/task_filter.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <boost/algorithm/hex.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;
using test = condition::test;

constexpr std::size_t excerpt_characters = 160;
/// What comes before the word in an excerpt, in bytes.
constexpr std::size_t excerpt_lead = 60;

/// A table in which words are looked for.
struct searched_table {
  const char* kind;
  const char* name;
  /// By which the newest come first.
  const char* order;
  std::vector<const char*> texts;
};

const auto& searched_tables() {
  static const auto tables = std::array<searched_table, 3>{
    {{"task", "tasks", "updated_at", {"folded_title", "folded_description"}},
     {"comment", "comments", "created_at", {"folded_text"}},
     {"attachment", "attachments", "created_at", {"folded_name"}}}};
  return tables;
}

struct hit {
  std::size_t table = 0;
  std::int64_t time_us = 0;
  std::string key;
  std::unique_ptr<tasks::row_message> row;
};

std::string bytes_of_hex(std::string_view text) {
  auto bytes = std::string{};
  try {
    boost::algorithm::unhex(text, std::back_inserter(bytes));
  } catch (const boost::algorithm::hex_decode_error&) {
    bytes.clear();
  }
  return bytes;
}

std::string in_one_line(std::string text) {
  for (auto& x : text)
    if (static_cast<unsigned char>(x) < 0x20)
      x = ' ';
  return text;
}

bool begins_character(char x) {
  return (static_cast<unsigned char>(x) & 0xc0U) != 0x80U;
}

class searcher {
public:
  searcher(const query_context& c, const wire::Search& x)
    : c_(c), x_(x), tables_(c.rows.tables()), words_(words_of(x.words())),
      limit_(x.limit() == 0 ? tasks::default_page_rows : x.limit()) {
  }

  std::optional<wire::Refusal> prepare() {
    if (auto why = tasks::check_limit(x_.limit()))
      return why;
    if (auto why = check_words("q", x_.words()))
      return why;
    if (words_.empty())
      return wrong_parameter("q", "must hold a word");
    cursor_.set_digest(protocol::sha256_bytes(x_.words()).substr(0, 12));
    if (!x_.cursor().empty()) {
      auto given = wire::SearchCursor{};
      auto is_own
        = given.ParseFromString(bytes_of_hex(x_.cursor()))
          && given.digest() == cursor_.digest()
          && given.places_size() == static_cast<int>(searched_tables().size());
      for (auto i = std::size_t{0}; is_own && i < searched_tables().size(); ++i)
        is_own = is_place(given.places(static_cast<int>(i)), i);
      if (!is_own)
        return tasks::refusal(errc::invalid_cursor, "/cursor",
                              "is no cursor of this search");
      cursor_ = given;
    }
    while (cursor_.places_size() < static_cast<int>(searched_tables().size()))
      cursor_.add_places();
    return std::nullopt;
  }

  result<wire::SearchPage> read() {
    auto hits = std::vector<hit>{};
    for (auto i = std::size_t{0}; i < searched_tables().size(); ++i)
      if (auto read = read_table(i, hits); !read)
        return read.error();
    std::ranges::stable_sort(hits, std::ranges::greater{}, &hit::time_us);
    auto page = wire::SearchPage{};
    auto more = hits.size() > limit_;
    hits.resize(std::min<std::size_t>(hits.size(), limit_));
    for (auto& each : hits) {
      auto& place = *cursor_.mutable_places(static_cast<int>(each.table));
      place.set_time_us(each.time_us);
      place.set_key(each.key);
      describe(each, *page.add_hits());
    }
    if (more)
      page.set_next_cursor(
        boost::algorithm::hex_lower(cursor_.SerializeAsString()));
    return page;
  }

private:
  const table& table_at(std::size_t place) const {
    return tables_.table_named(searched_tables()[place].name);
  }

  bool is_place(const wire::SearchCursor::Place& x, std::size_t table) const {
    return x.key().empty() || tasks::is_key(*table_at(table).row, x.key());
  }

  status read_table(std::size_t place, std::vector<hit>& to) {
    const auto& about = searched_tables()[place];
    const auto& in = table_at(place);
    auto of = condition_maker{tables_, in};
    auto seen = visible_tasks(c_.who, tables_);
    seen.push_back({of.of_table("tasks").where("deleted_at", test::is_null)});
    auto list = listing{.of = &in};
    if (place == 0)
      list.all = std::move(seen);
    else
      list.all = {{of.related("task", "tasks", "id", std::move(seen))}};
    for (const auto& word : words_) {
      auto any = std::vector<condition>{};
      for (const auto* text : about.texts) {
        auto values = std::vector<cell>{};
        values.push_back(cell::of(std::string{word}));
        any.push_back(of.where(text, test::contains, std::move(values)));
      }
      list.all.push_back(std::move(any));
    }
    list.order = &in.column_named(about.order);
    list.descending = true;
    const auto& after = cursor_.places(static_cast<int>(place));
    if (!after.key().empty())
      list.after = listing::place{.order = cell::of(after.time_us()),
                                  .key = after.key()};
    list.limit = limit_ + 1;
    return c_.rows.list(list, [&](tasks::row_message& row) {
      auto copy = std::unique_ptr<tasks::row_message>{row.New()};
      copy->GetReflection()->Swap(copy.get(), &row);
      auto at = place_of(list, *copy);
      to.push_back({place, at.order.number, at.key, std::move(copy)});
      return true;
    });
  }

  void describe(const hit& x, wire::SearchHit& to) {
    to.set_kind(searched_tables()[x.table].kind);
    auto text = std::string{};
    auto task = std::uint64_t{0};
    if (x.table == 0) {
      const auto& row = static_cast<const wire::Task&>(*x.row);
      task = row.id();
      // The answer has the title in any case.
      text = row.description().empty() ? row.title() : row.description();
    } else if (x.table == 1) {
      const auto& row = static_cast<const wire::Comment&>(*x.row);
      task = row.task();
      text = row.text();
    } else {
      const auto& row = static_cast<const wire::Attachment&>(*x.row);
      task = row.task();
      text = row.name();
    }
    to.set_excerpt(excerpt_of(text, words_.front()));
    if (const auto* row = c_.view.find<wire::Task>(task))
      *to.mutable_task() = tasks::seen_by(c_.view, c_.who, *row);
  }

  const query_context& c_;
  const wire::Search& x_;
  const schema& tables_;
  std::vector<std::string> words_;
  std::uint32_t limit_;
  wire::SearchCursor cursor_;
};

} // namespace

std::string excerpt_of(const std::string& text, const std::string& word) {
  // Each character by itself, so that places in the folded text lead back.
  auto folded = std::string{};
  auto from = std::vector<std::size_t>{};
  for (auto at = std::size_t{0}; at < text.size();) {
    auto next = at + 1;
    while (next < text.size() && !begins_character(text[next]))
      ++next;
    folded += tasks::fold(text.substr(at, next - at));
    from.resize(folded.size(), at);
    at = next;
  }
  auto found = folded.find(word);
  auto begin = found == std::string::npos ? 0 : from[found];
  begin -= std::min(begin, excerpt_lead);
  // Not in the middle of a character, nor of a word if that can be helped.
  while (begin > 0 && !begins_character(text[begin]))
    --begin;
  if (auto space = text.find(' ', begin);
      begin > 0 && space != std::string::npos && space < begin + 20)
    begin = space + 1;
  return in_one_line(tasks::first_characters(
    std::string_view{text}.substr(begin), excerpt_characters));
}

result<wire::Answer> search(const query_context& c, const wire::Search& x) {
  auto reader = searcher{c, x};
  if (auto why = reader.prepare())
    return tasks::refused_answer(std::move(*why));
  auto page = reader.read();
  if (!page)
    return page.error();
  auto answer = wire::Answer{};
  *answer.mutable_found() = std::move(*page);
  return answer;
}

} // namespace taskraft::persistence
