#include "bin/client/commands/work/label_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/project_text.hpp"
#include "bin/client/text/task_text.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

void print_label(const context& x, const wire::Label& label) {
  put_out(x.world, x.settings.json ? print(to_json(label), x.world.style)
                                   : label.name() + "\n");
}

template <class Fields>
void fill_label(Fields& to, const invocation& x) {
  to.set_name(checked(x.arguments.at(0), "name"));
  if (auto color = x.value("color"))
    to.set_color(color_from(*color));
  if (auto description = x.value("description"))
    to.set_description(checked(*description, "description"));
}

} // namespace

void create_label(const context& x) {
  auto command = wire::Command{};
  fill_label(*command.mutable_create_label(), x.what);
  print_label(x, apply(x, command).label());
}

void list_labels(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_labels();
  list.set_limit(page_rows);
  auto labels = std::vector<wire::Label>{};
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_labels();
    std::ranges::move(*page.mutable_labels(), std::back_inserter(labels));
    if (!page.more() || labels.empty())
      break;
    list.set_after(labels.back().folded());
  }
  if (x.settings.json)
    return put_out(x.world, print(to_json(labels), x.world.style));
  put_out(x.world, label_rows(labels, x.world.style));
}

void change_label(const context& x) {
  demand_change(x.what);
  auto command = wire::Command{};
  fill_label(*command.mutable_update_label(), x.what);
  print_label(x, apply(x, command).label());
}

void delete_label(const context& x) {
  auto command = wire::Command{};
  command.mutable_delete_label()->set_name(
    checked(x.what.arguments.at(0), "name"));
  auto label = apply(x, command).label();
  tell(x, "Deleted " + label.name() + ".");
}

} // namespace taskraft::client
