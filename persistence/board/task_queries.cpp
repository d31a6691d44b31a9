#include "persistence/board/task_queries.hpp"

#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/request_window.hpp"
#include "persistence/board/state_digest.hpp"
#include "persistence/board/task_list.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

/// How many queries have their rows found by one statement.
constexpr std::size_t most_at_once = 64;
wire::Answer refused(errc code, const char* pointer, std::string message) {
  return tasks::refused_answer(
    tasks::refusal(code, pointer, std::move(message)));
}

/// Reads the rows of an open view.
class rows_of_view final : public tasks::reader {
public:
  explicit rows_of_view(task_reader& rows) : rows_(rows) {
  }

  /// The first failure of a read, or success.
  status outcome = done{};

private:
  void scan(const tasks::row_type& of, std::string_view prefix,
            std::string_view after,
            const std::function<bool(tasks::row_message&)>& visit) override {
    if (outcome)
      outcome = rows_.scan(
        of, {.prefix = std::string{prefix}, .after = std::string{after}},
        visit);
  }

  task_reader& rows_;
};

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
  /// A query, and the row that it asks for by key.
  struct question {
    wire::Query query;
    std::optional<wire::Answer> refusal;
    /// Null if it does not exist.
    tasks::row_ptr row;
  };

  static bool is_by_name(const question& x) {
    return x.query.has_get_task() || x.query.has_get_key();
  }

  /// Parses all queries and finds all rows that they ask for by key at once,
  /// because on a server each statement costs a round trip.
  result<raft::log_index> prepare(std::span<const std::string_view> queries) {
    auto wanted
      = std::array{wanted_rows{&tasks::row_type_of<wire::Task>(), {}, {}},
                   wanted_rows{&tasks::row_type_of<wire::KeyValue>(), {}, {}}};
    for (auto i = std::size_t{0}; i < queries.size(); ++i) {
      auto& x = questions_[i];
      x.row = nullptr;
      x.refusal = parse(queries[i], x.query);
      if (is_by_name(x))
        wanted.at(x.query.has_get_task() ? 0 : 1).keys.push_back(key_of(x));
    }
    auto asked = std::vector<wanted_rows>{};
    for (auto& each : wanted)
      if (!each.keys.empty())
        asked.push_back(std::move(each));
    if (asked.empty())
      return raft::log_index{};
    auto found = rows_->find(asked);
    if (!found)
      return found.error();
    for (auto i = std::size_t{0}; i < asked.size(); ++i)
      hand_out(*asked[i].type, found->tables[i], queries.size());
    return found->visible;
  }

  static std::string key_of(const question& x) {
    if (x.query.has_get_key())
      return x.query.get_key().key();
    return tasks::key_from(tasks::row_type_of<wire::Task>(),
                           x.query.get_task().id());
  }

  void hand_out(const tasks::row_type& type, loaded_rows& rows,
                std::size_t count) {
    auto by_key = std::map<std::string, tasks::row_ptr>{};
    for (auto& row : rows) {
      auto key = tasks::key_of(type, *row);
      by_key.insert_or_assign(std::move(key), std::move(row));
    }
    auto is_task = &type == &tasks::row_type_of<wire::Task>();
    for (auto& x : std::span{questions_}.first(count)) {
      if (!is_by_name(x) || x.query.has_get_task() != is_task)
        continue;
      auto row = by_key.find(key_of(x));
      x.row = row == by_key.end() ? nullptr : row->second;
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
    // If the connection to the database was lost, the view with it, another
    // view may succeed.
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
    auto view = rows_of_view{*rows_};
    auto answer = tasks::list(view, x.query);
    if (!view.outcome)
      return view.outcome.error();
    if (!answer)
      return refused(errc::malformed, "", "the query asks nothing");
    return *std::move(answer);
  }

  static wire::Answer get_task(const question& x) {
    if (!x.row)
      return tasks::refused_answer(
        *tasks::no_such_task("/id", x.query.get_task().id()));
    auto answer = wire::Answer{};
    *answer.mutable_task() = static_cast<const wire::Task&>(*x.row);
    return answer;
  }

  static wire::Answer get_key(const question& x) {
    if (!x.row)
      return refused(errc::not_found, "/key", "the key does not exist");
    auto answer = wire::Answer{};
    *answer.mutable_pair() = static_cast<const wire::KeyValue&>(*x.row);
    return answer;
  }

  result<wire::Answer> list_tasks(const wire::ListTasks& x) {
    const auto& table
      = rows_->tables().table_of(tasks::row_type_of<wire::Task>());
    if (auto why = check(x, table))
      return tasks::refused_answer(std::move(*why));
    auto limit = x.limit() == 0 ? tasks::default_page_rows : x.limit();
    auto list = list_of(x, table);
    // One more row than asked for tells whether there is a next page.
    list.limit = limit + 1;
    auto answer = wire::Answer{};
    auto& page = *answer.mutable_tasks();
    auto bytes = std::size_t{0};
    auto scanned = rows_->list(list, [&](tasks::row_message& row) {
      bytes += row.ByteSizeLong();
      auto full = page.tasks_size() == static_cast<int>(limit)
                  || (page.tasks_size() > 0 && bytes > tasks::max_page_bytes);
      if (full)
        page.set_next_cursor(
          cursor_after(page.tasks(page.tasks_size() - 1), x, table));
      else
        *page.add_tasks() = std::move(static_cast<wire::Task&>(row));
      return !full;
    });
    if (!scanned)
      return scanned.error();
    return answer;
  }

  std::unique_ptr<task_reader> rows_;
  /// Says only which request ids are forgotten.
  request_window window_;
  /// Members, so that their memory is used again.
  std::array<question, most_at_once> questions_;
};

} // namespace

std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window) {
  return std::make_unique<board_reader>(std::move(rows), window);
}

} // namespace taskraft::persistence
