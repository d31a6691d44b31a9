#include "bin/client/commands/data/kv_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <array>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

void put(const context& x, const std::string& key, const std::string& value) {
  auto result = apply(x, put_key_command(x.what, key, value));
  auto revision = result.key().rev();
  if (x.settings.json) {
    auto pair = wire::KeyValue{};
    pair.set_key(key);
    pair.set_value(value);
    pair.set_rev(revision);
    put_out(x.world, print(to_json(pair), x.world.style));
  }
  tell(x, printable(key) + " has revision " + std::to_string(revision));
}

void get(const context& x, const std::string& key) {
  auto answer = look_up(x, get_key_query(key));
  const auto& pair = answer.pair();
  const auto& style = x.world.style;
  if (x.settings.json)
    put_out(x.world, print(to_json(pair), style));
  else
    put_out(x.world,
            (style.terminal ? printable_lines(pair.value()) : pair.value())
              + "\n");
}

/// All of standard input. Reading stops once the value is too long.
std::string read_value(const surroundings& world) {
  auto value = std::string{};
  auto buffer = std::array<char, 64UL << 10U>{};
  while (true) {
    auto got = world.read_input(buffer);
    if (!got)
      throw cli_error{exit_code::failure,
                      "standard input cannot be read: " + got.error().detail};
    if (*got == 0)
      return value;
    value.append(buffer.data(), *got);
    if (value.size() > tasks::max_value_bytes)
      throw cli_error{exit_code::invalid_value,
                      "value: has more than "
                        + std::to_string(tasks::max_value_bytes) + " bytes"};
  }
}

} // namespace

void put_key(const context& x) {
  auto value = x.what.arguments.at(1);
  if (value == "-")
    value = read_value(x.world);
  put(x, x.what.arguments.at(0), value);
}

void get_key(const context& x) {
  get(x, x.what.arguments.at(0));
}

void delete_key(const context& x) {
  apply(x, delete_key_command(x.what));
  tell(x, printable(x.what.arguments.at(0)) + " is deleted");
}

void list_keys(const context& x) {
  auto query = list_keys_query(x.what);
  auto& list = *query.mutable_list_keys();
  auto limit = row_limit(x.what);
  auto pairs = std::vector<wire::KeyValue>{};
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_pairs();
    std::ranges::move(*page.mutable_pairs(), std::back_inserter(pairs));
    if (!page.more() || pairs.empty() || (limit && pairs.size() >= *limit))
      break;
    list.set_after(pairs.back().key());
    if (limit)
      list.set_limit(
        static_cast<std::uint32_t>(std::min(*limit - pairs.size(), page_rows)));
  }
  if (x.settings.json) {
    auto array = json::array();
    for (const auto& pair : pairs)
      array.push_back(to_json(pair));
    put_out(x.world, print(array, x.world.style));
    return;
  }
  if (pairs.empty())
    tell(x, "No keys.");
  else
    put_out(x.world, key_rows(pairs, x.world.style));
}

void act_on_key(const context& x) {
  auto action = x.what.value("action");
  auto key = x.what.value("key");
  auto value = x.what.value("value");
  auto refuse = [](const std::string& text) {
    throw cli_error{exit_code::usage, text + "; see `taskraft --help`"};
  };
  if (action != "add" && action != "get")
    refuse("--action takes add or get");
  if (!key)
    refuse("--key is missing");
  if (action == "add" && !value)
    refuse("--value is missing");
  if (action == "get" && value)
    refuse("--action get takes no --value");
  if (action == "add")
    put(x, *key, *value);
  else
    get(x, *key);
}

} // namespace taskraft::client
