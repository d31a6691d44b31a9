#include "persistence/board/task_queries.hpp"

#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/request_window.hpp"
#include "persistence/board/state_digest.hpp"
#include "persistence/store/list_cursor.hpp"
#include "persistence/store/task_order.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <sstream>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

constexpr std::uint32_t default_limit = 50;
constexpr std::uint32_t max_limit = 200;
constexpr std::size_t max_text_bytes = 1024;
constexpr std::size_t max_words = 16;
/// Queries whose rows are found together, in the memory of their answers.
constexpr std::size_t most_at_once = 64;
/// A page ends early rather than outgrow a message between nodes.
constexpr std::size_t max_page_bytes = 1024UL * 1024;

wire::Answer refused(errc code, const char* pointer, std::string message) {
  auto answer = wire::Answer{};
  auto& why = *answer.mutable_refusal();
  why.set_code(static_cast<std::uint32_t>(code));
  why.set_pointer(pointer);
  why.set_message(std::move(message));
  return answer;
}

wire::Answer bad_limit() {
  return refused(errc::invalid_value, "/limit", "must not be above 200");
}

template <class Question>
std::uint32_t limit_of(const Question& x) {
  return x.limit() == 0 ? default_limit : x.limit();
}

std::vector<std::string> words_of(const std::string& text) {
  auto words = std::vector<std::string>{};
  auto stream = std::istringstream{lower(text)};
  for (auto word = std::string{}; stream >> word;)
    words.push_back(word);
  return words;
}

/// Why the list cannot be given, if it cannot.
std::optional<wire::Answer> check(const wire::ListTasks& x) {
  for (auto status : x.statuses())
    if (status == wire::STATUS_UNSPECIFIED || !wire::Status_IsValid(status))
      return refused(errc::invalid_value, "/statuses",
                     "holds an unknown status");
  for (auto priority : x.priorities())
    if (priority == wire::PRIORITY_UNSPECIFIED
        || !wire::Priority_IsValid(priority))
      return refused(errc::invalid_value, "/priorities",
                     "holds an unknown priority");
  if (!wire::ListTasks::Sort_IsValid(x.sort()))
    return refused(errc::invalid_value, "/sort", "is an unknown order");
  if (x.limit() > max_limit)
    return bad_limit();
  if (x.text().size() > max_text_bytes || words_of(x.text()).size() > max_words)
    return refused(errc::invalid_value, "/text",
                   "has more than 16 words or 1024 bytes");
  if (!x.cursor().empty() && !decode_cursor(x))
    return refused(errc::invalid_value, "/cursor",
                   "is no cursor of a list in this order");
  return std::nullopt;
}

class board_reader final : public state_reader {
public:
  board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window)
    : rows_(std::move(rows)), window_(window) {
  }

  result<std::vector<protocol::query_answer>>
  answer(const std::vector<std::string_view>& queries) override {
    auto answers = std::vector<protocol::query_answer>{};
    answers.reserve(queries.size());
    for (auto rest = std::span{queries}; !rest.empty();) {
      auto count = std::min(rest.size(), most_at_once);
      auto found_at = prepare(rest.first(count));
      if (!found_at)
        return found_at.error();
      for (auto& x : std::span{questions_}.first(count)) {
        auto answer
          = is_by_name(x) ? answer_by_name(x, *found_at) : answer_in_a_view(x);
        if (!answer)
          return answer.error();
        answers.push_back(std::move(*answer));
      }
      rest = rest.subspan(count);
    }
    return answers;
  }

  status scrub() override {
    return rows_->scrub();
  }

  result<raft::snapshot_about> write_snapshot(file_system& files,
                                              const std::string& path,
                                              const stop_check& stop) override {
    auto visible = rows_->begin();
    auto about = visible ? write_board_snapshot(
                   *rows_, window_.forgotten_at(*visible), files, path, stop)
                         : visible.error();
    rows_->end();
    return about;
  }

  result<state_digest> digest() override {
    auto visible = rows_->begin();
    auto hash = visible ? digest_of_view(*rows_, window_.forgotten_at(*visible))
                        : visible.error();
    rows_->end();
    if (!hash)
      return hash.error();
    return state_digest{*visible, *hash};
  }

private:
  /// A query, and what it asks for by name.
  struct question {
    wire::Query query;
    std::optional<wire::Answer> refusal;
    std::optional<wire::Task> task;
    std::optional<tasks::key_row> key;
  };

  static bool is_by_name(const question& x) {
    return x.query.has_get_task() || x.query.has_get_key();
  }

  /// Parses, and finds all rows that are asked for by name at once: on a
  /// server, each statement is a way there and back.
  result<raft::log_index> prepare(std::span<const std::string_view> queries) {
    auto ids = std::vector<std::uint64_t>{};
    auto keys = std::vector<std::string_view>{};
    for (auto i = std::size_t{0}; i < queries.size(); ++i) {
      auto& x = questions_[i];
      x.refusal = parse(queries[i], x.query);
      if (x.query.has_get_task())
        ids.push_back(x.query.get_task().id());
      else if (x.query.has_get_key())
        keys.emplace_back(x.query.get_key().key());
    }
    if (ids.empty() && keys.empty())
      return raft::log_index{};
    auto found = rows_->find(ids, keys);
    if (!found)
      return found.error();
    hand_out(*found, queries.size());
    return found->visible;
  }

  void hand_out(found_rows& found, std::size_t count) {
    auto by_id = std::map<std::uint64_t, wire::Task>{};
    for (auto& row : found.tasks)
      by_id.insert_or_assign(row.id(), std::move(row));
    auto next_key = found.keys.begin();
    for (auto& x : std::span{questions_}.first(count)) {
      if (x.query.has_get_key()) {
        x.key = std::move(*next_key++);
      } else if (x.query.has_get_task()) {
        auto row = by_id.find(x.query.get_task().id());
        x.task = row == by_id.end() ? std::nullopt : std::optional{row->second};
      }
    }
  }

  static std::optional<wire::Answer> parse(std::string_view bytes,
                                           wire::Query& into) {
    into.Clear();
    auto why = std::optional<wire::Answer>{};
    if (!into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
      why = refused(errc::malformed, "", "the bytes are no query");
    else if (tasks::has_unknown_fields(into))
      why = refused(errc::malformed, "",
                    "the query holds a field that this node does not know");
    if (why)
      into.Clear();
    return why;
  }

  static result<protocol::query_answer>
  answer_by_name(question& x, raft::log_index found_at) {
    auto answer = x.query.has_get_task() ? get_task(x) : get_key(x);
    return protocol::query_answer{answer.SerializeAsString(), found_at};
  }

  result<protocol::query_answer> answer_in_a_view(const question& x) {
    auto visible = result<raft::log_index>{raft::log_index{}};
    auto try_it = [&] {
      visible = rows_->begin();
      auto answer = visible ? answer_by_list(x) : visible.error();
      rows_->end();
      return answer;
    };
    auto answer = try_it();
    // A view that was lost, with its database's connection, may be had again.
    if (visible && !answer && answer.error().code == errc::store_busy)
      answer = try_it();
    if (!answer)
      return answer.error();
    return protocol::query_answer{answer->SerializeAsString(), *visible};
  }

  result<wire::Answer> answer_by_list(const question& x) {
    if (x.refusal)
      return *x.refusal;
    if (x.query.has_list_tasks())
      return list_tasks(x.query.list_tasks());
    if (x.query.has_list_keys())
      return list_keys(x.query.list_keys());
    return refused(errc::malformed, "", "the query asks nothing");
  }

  static wire::Answer get_task(question& x) {
    if (!x.task)
      return refused(errc::not_found, "/id",
                     "task " + std::to_string(x.query.get_task().id())
                       + " does not exist");
    auto answer = wire::Answer{};
    *answer.mutable_task() = *std::move(x.task);
    return answer;
  }

  result<wire::Answer> list_tasks(const wire::ListTasks& x) {
    if (auto why = check(x))
      return *std::move(why);
    auto filter = task_filter{
      .request = x, .words = words_of(x.text()), .after = decode_cursor(x)};
    auto limit = limit_of(x);
    // One more row than asked for tells whether there is a next page.
    filter.request.set_limit(limit + 1);
    auto answer = wire::Answer{};
    auto& page = *answer.mutable_tasks();
    auto bytes = std::size_t{0};
    auto scanned = rows_->tasks(filter, [&](wire::Task row) {
      bytes += row.ByteSizeLong();
      auto full = page.tasks_size() == static_cast<int>(limit)
                  || (page.tasks_size() > 0 && bytes > max_page_bytes);
      if (full)
        page.set_next_cursor(
          encode_cursor(x, page.tasks(page.tasks_size() - 1)));
      else
        *page.add_tasks() = std::move(row);
      return !full;
    });
    if (!scanned)
      return scanned.error();
    return answer;
  }

  static wire::Answer get_key(question& x) {
    if (!x.key)
      return refused(errc::not_found, "/key", "the key does not exist");
    auto answer = wire::Answer{};
    auto& pair = *answer.mutable_pair();
    pair.set_key(std::move(*x.query.mutable_get_key()->mutable_key()));
    pair.set_value(std::move(x.key->value));
    pair.set_rev(x.key->rev);
    return answer;
  }

  result<wire::Answer> list_keys(const wire::ListKeys& x) {
    if (x.limit() > max_limit)
      return bad_limit();
    auto answer = wire::Answer{};
    auto& page = *answer.mutable_pairs();
    auto bytes = std::size_t{0};
    auto scanned = rows_->keys(
      x.prefix(), x.after(), [&](std::string key, tasks::key_row row) {
        bytes += key.size() + row.value.size();
        if (page.pairs_size() == static_cast<int>(limit_of(x))
            || (page.pairs_size() > 0 && bytes > max_page_bytes)) {
          page.set_more(true);
          return false;
        }
        auto& pair = *page.add_pairs();
        pair.set_key(std::move(key));
        pair.set_value(std::move(row.value));
        pair.set_rev(row.rev);
        return true;
      });
    if (!scanned)
      return scanned.error();
    return answer;
  }

  std::unique_ptr<task_reader> rows_;
  /// Only says what is forgotten.
  request_window window_;
  /// Kept for their memory.
  std::array<question, most_at_once> questions_;
};

} // namespace

std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window) {
  return std::make_unique<board_reader>(std::move(rows), window);
}

} // namespace taskraft::persistence
