#include "bin/client/commands/work/link_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/project_text.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

void finish(const context& x, const wire::Command& command,
            const std::string& done) {
  auto task = apply(x, command).task();
  if (x.settings.json)
    put_out(x.world, print(to_json(task), x.world.style));
  tell(x, done);
}

} // namespace

void assign_task(const context& x) {
  auto command = wire::Command{};
  auto& link = *command.mutable_assign_task();
  const auto& user = x.what.arguments.at(1);
  link.set_task(task_id_from(x.what.arguments.at(0)));
  link.set_username(checked(user, "user"));
  link.set_remove(x.what.what->words == "task unassign");
  finish(x, command,
         user + (link.remove() ? " is not assigned" : " is assigned"));
}

void share_task(const context& x) {
  auto command = wire::Command{};
  auto& share = *command.mutable_share_task();
  const auto& user = x.what.arguments.at(1);
  share.set_task(task_id_from(x.what.arguments.at(0)));
  share.set_username(checked(user, "user"));
  share.set_remove(x.what.what->words == "task unshare");
  if (auto role = x.what.value("role"))
    share.set_role(project_role_from(*role));
  if (share.remove() || !x.settings.json)
    return finish(x, command,
                  share.remove() ? "Not shared with " + user
                                 : "Shared with " + user);
  apply(x, command);
  auto query = wire::Query{};
  query.mutable_list_shares()->set_task(share.task());
  put_out(x.world, print(role_to_json(look_up_changed(x, query).roles(), user),
                         x.world.style));
}

} // namespace taskraft::client
