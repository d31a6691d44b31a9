#include "persistence/board/queries/task_queries.hpp"

#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/queries/query_answers.hpp"
#include "persistence/board/queries/query_rows.hpp"
#include "persistence/board/queries/task_list.hpp"
#include "persistence/board/request_window.hpp"
#include "persistence/board/state_digest.hpp"
#include "protocol/invariant.hpp"
#include "protocol/tasks/access.hpp"
#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

wire::Answer refused(errc code, const char* pointer, std::string message) {
  return tasks::refused_answer(
    tasks::refusal(code, pointer, std::move(message)));
}

/// Queries whose rows are found together, in the memory of their answers.
constexpr std::size_t most_at_once = 64;

/// What the pages of queries that are answered together have for all of them;
/// then pages end soon.
constexpr std::size_t most_page_bytes = std::size_t{16} * 1024 * 1024;
constexpr std::size_t least_page_bytes = std::size_t{256} * 1024;

/// How much a page may hold: it leaves the node in one message, or by HTTP.
std::size_t page_limit(protocol::door via) {
  auto is_web = via == protocol::door::rest || via == protocol::door::page;
  return is_web ? tasks::max_web_page_bytes : tasks::max_page_bytes;
}

class board_reader final : public state_reader {
public:
  board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window,
               std::shared_ptr<const hot_change> hot_changed)
    : rows_(std::move(rows)), window_(window), hot_(std::move(hot_changed)) {
  }

  result<std::vector<protocol::query_answer>>
  answer(const std::vector<query_view>& queries,
         std::uint64_t now_us) override {
    now_us_ = now_us;
    auto answers = std::vector<protocol::query_answer>{};
    answers.reserve(queries.size());
    answered_bytes_ = 0;
    for (auto rest = std::span{queries}; !rest.empty();) {
      auto count = std::min(rest.size(), most_at_once);
      auto found_at = prepare(rest.first(count));
      if (!found_at)
        return found_at.error();
      for (auto& x : std::span{questions_}.first(count)) {
        auto answer
          = x.answer ? protocol::query_answer{*std::move(x.answer), *found_at}
                     : answer_in_a_view(x);
        if (!answer)
          return answer.error();
        answered_bytes_ += answer->answer.size();
        answers.push_back(std::move(*answer));
      }
      rest = rest.subspan(count);
    }
    return answers;
  }

  status answer_in_parts(const query_view& x, std::uint64_t now_us,
                         const part_taker& take) override {
    now_us_ = now_us;
    auto query = wire::Query{};
    auto why = parse(x.query, query);
    if (!why && !query.has_export_tasks())
      why = refused(errc::malformed, "", "the answer has no parts");
    if (why)
      return take({why->SerializeAsString(), {}});
    auto has_begun = false;
    auto try_it = [&] {
      auto visible = rows_->begin();
      auto told = visible
                    ? export_view(query.export_tasks(), x.principal, *visible,
                                  [&](const protocol::query_answer& part) {
                                    has_begun = true;
                                    return take(part);
                                  })
                    : status{visible.error()};
      rows_->end();
      return told;
    };
    auto told = try_it();
    // Before the first part was given out, a second view may be tried.
    if (!told && told.error().code == errc::store_busy && !has_begun)
      told = try_it();
    return told;
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
    auto digest = visible
                    ? digest_of_view(*rows_, window_.forgotten_at(*visible))
                    : visible.error();
    rows_->end();
    if (!digest)
      return digest.error();
    return state_digest{*visible, std::move(*digest)};
  }

private:
  struct question {
    wire::Query query;
    protocol::principal principal;
    /// Nothing while it is not known.
    std::optional<std::string> answer;
  };

  /// Whether all rows that the answer needs are found by their keys.
  static bool is_by_name(const question& x) {
    return x.query.has_get_task() || x.query.has_get_key();
  }

  /// Parses, and answers all queries that ask for rows by name: on a server,
  /// each statement is a way there and back.
  result<raft::log_index> prepare(std::span<const query_view> queries) {
    for (auto i = std::size_t{0}; i < queries.size(); ++i) {
      auto& x = questions_[i];
      x.principal = queries[i].principal;
      x.answer.reset();
      if (auto why = parse(queries[i].query, x.query))
        x.answer = why->SerializeAsString();
    }
    auto asked = std::span{questions_}.first(queries.size());
    auto found = find_named(asked);
    // A view that was lost, with its database's connection, may be had again.
    if (!found && found.error().code == errc::store_busy)
      found = find_named(asked);
    return found;
  }

  result<raft::log_index> find_named(std::span<question> asked) {
    while (std::ranges::any_of(asked, is_by_name)) {
      hot_.refresh();
      auto known = known_reader{hot_.rows()};
      auto found = only_keys_are_missing(asked, known)
                     ? find_keys(asked)
                     : find_step_by_step(asked, known);
      if (!found)
        return found;
      // Otherwise the answers may rest on a row that has changed since.
      if (hot_.are_current()) {
        hot_.add(known.rows(), *found);
        return found;
      }
    }
    return raft::log_index{};
  }

  /// Whether the hot rows tell who asks, and they ask for nothing but keys. If
  /// so, answers those who may not.
  bool only_keys_are_missing(std::span<question> asked, known_reader& known) {
    auto who = std::optional<tasks::actor>{};
    for (auto& x : asked) {
      if (!is_by_name(x))
        continue;
      if (!x.query.has_get_key())
        return false;
      if (!who || who->principal != x.principal)
        who = tasks::find_actor(known, x.principal, now_us_);
      x.answer.reset();
      if (who->refusal)
        x.answer = tasks::refused_answer(*who->refusal).SerializeAsString();
    }
    return known.missing().empty();
  }

  void try_to_answer(std::span<question> asked, known_reader& known) {
    for (auto& x : asked)
      if (is_by_name(x)) {
        auto who = tasks::find_actor(known, x.principal, now_us_);
        auto answer = tasks::answer(known, x.query, who);
        x.answer = answer->SerializeAsString();
      }
  }

  /// The rows of all keys that are asked for, with one statement, and without
  /// a copy of any.
  result<raft::log_index> find_keys(std::span<question> asked) {
    auto wanted = wanted_rows{&tasks::row_type_of<wire::KeyValue>(), {}, {}};
    auto by_key = std::vector<question*>{};
    for (auto& x : asked)
      if (is_by_name(x) && !x.answer)
        by_key.push_back(&x);
    auto key_of = [](const question* x) -> const std::string& {
      return x->query.get_key().key();
    };
    std::ranges::sort(by_key, {}, key_of);
    for (const auto* x : by_key)
      wanted.keys.push_back(key_of(x));
    auto visible = rows_->find(wanted, [&](tasks::row_message& row) {
      auto& pair = static_cast<wire::KeyValue&>(row);
      found_.mutable_pair()->Swap(&pair);
      const auto& key = found_.pair().key();
      auto x = std::ranges::lower_bound(by_key, key, {}, key_of);
      for (; x != by_key.end() && key_of(*x) == key; ++x)
        (*x)->answer = found_.SerializeAsString();
      return true;
    });
    if (visible)
      for (auto* x : by_key)
        if (!x->answer)
          x->answer = tasks::no_such_key().SerializeAsString();
    return visible;
  }

  /// A session leads to its user, and a user to what they may see.
  result<raft::log_index> find_step_by_step(std::span<question> asked,
                                            known_reader& known) {
    auto visible = rows_->begin();
    auto outcome = visible ? status{done{}} : status{visible.error()};
    known.take_missing();
    if (outcome)
      try_to_answer(asked, known);
    while (outcome && !known.missing().empty()) {
      for (const auto& each : known.take_missing()) {
        auto found
          = outcome ? rows_->load(each) : result<loaded_rows>{outcome.error()};
        if (found)
          known.add(each, std::move(*found));
        else
          outcome = found.error();
      }
      if (outcome)
        try_to_answer(asked, known);
    }
    rows_->end();
    if (!outcome)
      return outcome.error();
    return *visible;
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

  status export_view(const wire::ExportTasks& x, const protocol::principal& who,
                     raft::log_index visible, const part_taker& take) {
    // Hot rows of other queries may be newer than this view.
    static const auto nothing_hot = hot_rows{};
    auto list = list_of_export(x);
    do {
      // Each part has its own cache of rows, so that memory stays bounded.
      auto view = rows_of_view{*rows_, nothing_hot};
      auto requester = tasks::find_actor(view, who, now_us_);
      if (!view.outcome)
        return view.outcome;
      auto part = requester.refusal
                    ? tasks::refused_answer(*requester.refusal)
                    : list_tasks({.who = requester,
                                  .rows = *rows_,
                                  .view = view,
                                  .now_us = static_cast<std::int64_t>(now_us_)},
                                 list);
      if (!part)
        return part.error();
      if (!view.outcome)
        return view.outcome;
      list.set_cursor(part->tasks().next_cursor());
      if (auto taken = take({part->SerializeAsString(), visible}); !taken)
        return taken;
    } while (!list.cursor().empty());
    return done{};
  }

  result<protocol::query_answer> answer_in_a_view(const question& x) {
    auto visible = result<raft::log_index>{raft::log_index{}};
    auto try_it = [&] {
      visible = rows_->begin();
      auto answer = visible ? answer_by_list(x, *visible) : visible.error();
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

  result<wire::Answer> answer_by_list(const question& x,
                                      raft::log_index visible) {
    hot_.refresh();
    auto view = rows_of_view{*rows_, hot_.rows()};
    auto left = most_page_bytes - std::min(most_page_bytes, answered_bytes_);
    view.limit_pages(
      std::clamp(left, least_page_bytes, page_limit(x.principal.via)));
    auto who = tasks::find_actor(view, x.principal, now_us_);
    auto answer = result<std::optional<wire::Answer>>{std::nullopt};
    if (view.outcome)
      answer = answer_with({.who = who,
                            .rows = *rows_,
                            .view = view,
                            .now_us = static_cast<std::int64_t>(now_us_)},
                           x.query);
    if (!answer)
      return answer.error();
    if (!view.outcome)
      return view.outcome.error();
    hot_.add(view.rows(), visible);
    if (!*answer)
      return refused(errc::malformed, "", "the query asks nothing");
    return **std::move(answer);
  }

  std::unique_ptr<task_reader> rows_;
  std::uint64_t now_us_ = 0;
  /// Of the queries that are answered together.
  std::size_t answered_bytes_ = 0;
  /// Is asked only which request ids are forgotten.
  request_window window_;
  read_hot_rows hot_;
  /// The answer that holds a pair, and the queries: members, so that their
  /// memory is used again.
  wire::Answer found_;
  std::array<question, most_at_once> questions_;
};

} // namespace

std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window,
                  std::shared_ptr<const hot_change> hot_changed) {
  return std::make_unique<board_reader>(std::move(rows), window,
                                        std::move(hot_changed));
}

} // namespace taskraft::persistence
