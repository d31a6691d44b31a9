#include "bin/client/commands/work/relation_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/relation_text.hpp"

namespace taskraft::client {

namespace {

tasks::wire::Query relations_query(std::uint64_t task) {
  auto query = tasks::wire::Query{};
  query.mutable_list_relations()->set_task(task);
  return query;
}

} // namespace

void block_task(const context& x) {
  auto command = tasks::wire::Command{};
  auto& block = *command.mutable_block_task();
  block.set_task(task_id_from(x.what.arguments.at(0)));
  block.set_other(task_id_from(x.what.arguments.at(1)));
  block.set_remove(x.what.what->words == "task unblock");
  apply(x, command);
  if (x.settings.json)
    put_out(
      x.world,
      print(relations_to_json(
              look_up_changed(x, relations_query(block.task())).relations()),
            x.world.style));
  tell(x, "#" + std::to_string(block.task())
            + (block.remove() ? " does not block #" : " blocks #")
            + std::to_string(block.other()));
}

void list_relations(const context& x) {
  auto found = look_up(x, relations_query(task_id_from(x.what.arguments.at(0))))
                 .relations();
  if (x.settings.json)
    return put_out(x.world, print(relations_to_json(found), x.world.style));
  put_out(x.world, relation_rows(found, x.world.style));
  if (found.hidden() > 0)
    tell(x, std::to_string(found.hidden()) + " more that you cannot see");
}

} // namespace taskraft::client
