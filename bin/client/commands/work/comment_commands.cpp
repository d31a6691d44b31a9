#include "bin/client/commands/work/comment_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::string comment_rows(std::span<const wire::Comment> comments,
                         const output_style& style) {
  auto rows = table{{"ID", "AUTHOR", "CREATED", "TEXT"}, 3};
  for (const auto& x : comments)
    rows.add({{std::to_string(x.id())},
              {x.author()},
              {time_text(x.created_at_us(), style)},
              {x.text()}});
  return rows.render(style);
}

} // namespace

void add_comment(const context& x) {
  auto command = wire::Command{};
  auto& adding = *command.mutable_add_comment();
  adding.set_task(task_id_from(x.what.arguments.at(0)));
  adding.set_text(checked(x.what.arguments.at(1), "text"));
  auto result = apply(x, command);
  const auto& comment = result.comment();
  put_out(x.world, x.settings.json ? print(to_json(comment), x.world.style)
                                   : std::to_string(comment.id()) + "\n");
}

void edit_comment(const context& x) {
  auto command = wire::Command{};
  auto& change = *command.mutable_update_comment();
  change.set_id(task_id_from(x.what.arguments.at(0)));
  change.set_text(checked(x.what.arguments.at(1), "text"));
  auto comment = apply(x, command).comment();
  if (x.settings.json)
    return put_out(x.world, print(to_json(comment), x.world.style));
  tell(x, "Changed comment " + std::to_string(comment.id()) + ".");
}

void delete_comment(const context& x) {
  auto command = wire::Command{};
  command.mutable_delete_comment()->set_id(
    task_id_from(x.what.arguments.at(0)));
  auto comment = apply(x, command).comment();
  tell(x, "Deleted comment " + std::to_string(comment.id()) + ".");
}

void list_comments(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_comments();
  list.set_task(task_id_from(x.what.arguments.at(0)));
  list.set_limit(first_page_rows(x.what));
  auto comments = std::vector<wire::Comment>{};
  auto limit = row_limit(x.what);
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_comments();
    std::ranges::move(*page.mutable_comments(), std::back_inserter(comments));
    if (!page.more() || comments.empty()
        || (limit && comments.size() >= *limit))
      break;
    list.set_after(comments.back().id());
    list.set_limit(next_page_rows(limit, comments.size()));
  }
  if (x.settings.json)
    put_out(x.world, print(to_json(comments), x.world.style));
  else if (comments.empty())
    tell(x, "No comments.");
  else
    put_out(x.world, comment_rows(comments, x.world.style));
}

} // namespace taskraft::client
