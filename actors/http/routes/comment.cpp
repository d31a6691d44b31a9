// Comments.

#include "actors/http/route.hpp"

#include <string>
#include <utility>

namespace taskraft::http {

namespace {

const auto new_comment
  = body_schema{"NewComment", {{"text", field_type::text, true}}};

outcome<wire::Query> ask_comments(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_comments();
  list.set_task(x.number());
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  list.set_limit(std::get<0>(page).limit);
  list.set_after(number_after(std::get<0>(page)));
  return query;
}

outcome<response> tell_comments(const call& x, const wire::Answer& answer) {
  const auto& page = answer.comments();
  auto items = objects_of(page.comments());
  auto next = page.more() && page.comments_size() > 0
                ? std::to_string(page.comments().rbegin()->id())
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Query> ask_comment(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_comment()->set_id(x.number());
  return query;
}

outcome<response> tell_comment(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.comment()));
}

outcome<wire::Command> add_comment(const call& x) {
  auto command = wire::Command{};
  command.mutable_add_comment()->set_task(x.number());
  command.mutable_add_comment()->set_text(x.text("text"));
  return command;
}

outcome<wire::Command> edit_comment(const call& x) {
  auto command = wire::Command{};
  auto& edit = *command.mutable_update_comment();
  edit.set_id(x.number());
  if (x.when.expected_rev)
    edit.set_expected_rev(*x.when.expected_rev);
  if (x.has("text"))
    edit.set_text(x.text("text"));
  return command;
}

bool replaces_text(const call& x) {
  return x.has("text");
}

outcome<wire::Command> delete_comment(const call& x) {
  auto command = wire::Command{};
  auto& deletion = *command.mutable_delete_comment();
  deletion.set_id(x.number());
  if (x.when.expected_rev)
    deletion.set_expected_rev(*x.when.expected_rev);
  return command;
}

outcome<response> tell_added_comment(const call& /*x*/, const written& done) {
  const auto& comment = done.result->comment();
  return created_response(json::to_json(comment),
                          "/comments/" + std::to_string(comment.id()));
}

outcome<response> tell_edited_comment(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->comment()));
}

outcome<response> tell_no_comment(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

} // namespace

void add_comment_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/tasks/{id}/comments",
                .steps = reading{ask_comments, tell_comments},
                .about = "Lists the comments on a task, the oldest first",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "CommentList"});
  to.push_back({.method = post,
                .path = "/tasks/{id}/comments",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{add_comment, tell_added_comment},
                .about = "Comments on a task",
                .body = &new_comment,
                .takes = body_kind::json,
                .answers = "Comment",
                .status = 201});
  to.push_back({.method = get,
                .path = "/comments/{id}",
                .steps = reading{ask_comment, tell_comment},
                .about = "Shows a comment",
                .answers = "Comment"});
  to.push_back({.method = patch,
                .path = "/comments/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = edit_comment,
                                 .tell = tell_edited_comment,
                                 .overwrites = replaces_text},
                .about = "Changes one's comment",
                .body = &new_comment,
                .takes = body_kind::json,
                .answers = "Comment"});
  to.push_back({.method = verb::remove,
                .path = "/comments/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{delete_comment, tell_no_comment},
                .about = "Deletes a comment",
                .status = 204});
}

} // namespace taskraft::http
