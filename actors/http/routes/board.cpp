// Boards: their order, and what blocks what.

#include "actors/http/route.hpp"
#include "actors/http/routes/task_list.hpp"

#include <array>
#include <string>
#include <utility>

namespace taskraft::http {

namespace {

constexpr auto ends_of_board
  = std::to_array<tasks::word>({{1, "top"}, {2, "bottom"}});

const auto move_body
  = body_schema{"TaskMove",
                {{"status", field_type::word, false, tasks::status_words},
                 {"project"},
                 {"before", field_type::number},
                 {"after", field_type::number},
                 {"to", field_type::word, false, ends_of_board}}};

// -- moving -------------------------------------------------------------------

problem two_places() {
  return problem_at(422, {field_error::place::body, "/to", "invalid_value",
                          "only one of before, after and to says where"});
}

outcome<wire::Command> make_move(const call& x) {
  auto places = 0;
  for (auto name : {"before", "after", "to"})
    places += x.field(name) != nullptr ? 1 : 0;
  if (places > 1)
    return two_places();
  auto command = wire::Command{};
  auto& move = *command.mutable_move_task();
  move.set_id(x.number());
  if (x.when.expected_rev)
    move.set_expected_rev(*x.when.expected_rev);
  if (auto status = tasks::number_of(tasks::status_words, x.text("status")))
    move.set_status(static_cast<wire::Status>(*status));
  if (x.has("project"))
    move.set_project(x.text("project"));
  if (const auto* before = x.field("before"))
    move.set_before(before->get<std::uint64_t>());
  if (const auto* after = x.field("after"))
    move.set_after(after->get<std::uint64_t>());
  if (x.text("to") == "top")
    move.set_top(true);
  else if (x.text("to") == "bottom")
    move.set_bottom(true);
  return command;
}

outcome<wire::Query> ask_card(const call& x) {
  auto query = wire::Query{};
  query.mutable_list_cards()->add_ids(x.number());
  return query;
}

outcome<response> tell_card(const call& /*x*/, const written& done) {
  const auto& found = done.after->tasks().tasks();
  // The move may have taken it out of the mover's sight.
  return untagged_response(
    json::card_to_json(found.empty() ? done.result->task() : found[0]));
}

// -- relations ----------------------------------------------------------------

outcome<wire::Query> ask_relations(const call& x) {
  auto query = wire::Query{};
  query.mutable_list_relations()->set_task(x.number());
  return query;
}

json::object relations_object(const wire::Relations& x) {
  auto body = json::object::object();
  body["parent"]
    = x.has_parent() ? json::card_to_json(x.parent()) : json::object{};
  body["subtasks"] = json::cards_to_json(x.subtasks());
  body["blocks"] = json::cards_to_json(x.blocks());
  body["blocked_by"] = json::cards_to_json(x.blocked_by());
  body["hidden"] = x.hidden();
  return body;
}

outcome<response> tell_relations(const call& /*x*/,
                                 const wire::Answer& answer) {
  return untagged_response(relations_object(answer.relations()));
}

outcome<response> tell_related(const call& /*x*/, const written& done) {
  return untagged_response(relations_object(done.after->relations()));
}

/// The other task, where no revision is the right one.
outcome<wire::Query> ask_blocked(const call& x) {
  auto query = wire::Query{};
  auto removes = x.http->method == verb::remove;
  if (x.when.never_matches || (removes && x.when.names_tag()))
    query.mutable_get_task()->set_id(x.number(1));
  return query;
}

outcome<wire::Command> blocking(const call& x, bool remove) {
  auto command = wire::Command{};
  if (x.before != nullptr) {
    if (x.before->has_refusal())
      return problem_of(x.before->refusal());
    refuse_any_revision(*command.mutable_update_task(), x.number());
    return command;
  }
  auto& block = *command.mutable_block_task();
  block.set_task(x.number());
  block.set_other(x.number(1));
  block.set_remove(remove);
  return command;
}

outcome<wire::Command> begin_block(const call& x) {
  return blocking(x, false);
}

outcome<wire::Command> end_block(const call& x) {
  return blocking(x, true);
}

// -- boards -------------------------------------------------------------------

outcome<response> tell_board(const call& /*x*/, const wire::Answer& answer) {
  auto columns = json::object::array();
  for (const auto& each : answer.board().columns()) {
    auto column = json::object::object();
    column["status"]
      = std::string{tasks::word_of(tasks::status_words, each.status())};
    column["total"] = each.total();
    column["items"] = json::cards_to_json(each.tasks());
    column["next_cursor"] = json::text_or_null(each.next_cursor());
    columns.push_back(std::move(column));
  }
  auto body = json::object::object();
  body["project"] = json::to_json(answer.board().project());
  body["columns"] = std::move(columns);
  return untagged_response(body);
}

void add_relation_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/tasks/{id}/relations",
                .steps = reading{ask_relations, tell_relations},
                .about = "Lists parent, subtasks, and what blocks what",
                .answers = "Relations"});
  auto add = [&](verb method, writing steps, std::string_view about) {
    steps.shows_other_tasks = true;
    steps.ask_before = ask_blocked;
    to.push_back({.method = method,
                  .path = "/tasks/{id}/blocks/{other}",
                  .scope = wire::SCOPE_WRITE,
                  .steps = steps,
                  .about = about,
                  .answers = "Relations"});
  };
  add(put, {begin_block, tell_related, ask_relations},
      "Lets a task block another one");
  add(verb::remove, {end_block, tell_related, ask_relations},
      "Lets a task block another one no more");
}

} // namespace

void add_board_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = post,
                .path = "/tasks/{id}/move",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{make_move, tell_card, ask_card},
                .about = "Moves a task on its board, or to another one",
                .body = &move_body,
                .takes = body_kind::json,
                .answers = "Card"});
  add_relation_routes(to);
  to.push_back({.method = get,
                .path = "/projects/{key}/board",
                .steps = reading{board_query, tell_board},
                .about = "Shows the board of a project, from one position",
                .parameters = board_parameters(),
                .answers = "Board"});
}

} // namespace taskraft::http
