#include "bin/client/commands/cluster/cluster_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/cluster/cluster_text.hpp"
#include "config/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ostream>
#include <sstream>
#include <thread>

namespace taskraft::client {

namespace {

constexpr auto watch_interval = std::chrono::seconds{1};
/// How long the nodes may take to reach the index and to hash their rows. After
/// it the digests that have come are shown.
constexpr auto digest_time_limit = std::chrono::seconds{60};
/// The highest node id: every reader of JSON can hold it exactly.
constexpr auto greatest_node_id = (std::uint64_t{1} << 53U) - 1;
constexpr const char* clear_screen = "\x1b[H\x1b[2J";

/// The most bytes in flight: a link with more unsent bytes is cut.
constexpr std::uint64_t most_bytes_in_flight = 8U << 20U;
constexpr std::uint32_t most_clients = 65'536;
constexpr std::uint32_t most_seconds = 86'400;
constexpr std::uint32_t most_value_bytes = 256U << 10U;
constexpr std::uint32_t most_description_bytes = 64U << 10U;

std::string status_text(const context& x) {
  auto answer = ask(x, {.kind = question_kind::cluster_status});
  return x.settings.json
           ? print(to_json(node_rows{answer.nodes}), x.world.style)
           : status_rows(answer.nodes, x.world.style);
}

/// The number in a flag's value. Throws a `cli_error` if it is no number or out
/// of bounds.
template <class T>
T number_flag(const invocation& x, const char* name, T otherwise, T least,
              T most) {
  auto text = x.value(name);
  if (!text)
    return otherwise;
  auto value = T{};
  const auto* end = text->data() + text->size();
  auto [rest, problem] = std::from_chars(text->data(), end, value);
  if (problem != std::errc{} || rest != end || !(value >= least)
      || !(value <= most)) {
    auto text_of_problem = std::ostringstream{};
    text_of_problem << "--" << name << ": `" << *text << "` is not in " << least
                    << " to " << most;
    throw cli_error{exit_code::invalid_value, text_of_problem.str()};
  }
  return value;
}

bench_plan plan_from(const invocation& x) {
  auto plan = bench_plan{};
  plan.clients = number_flag(x, "clients", plan.clients, 1U, most_clients);
  plan.duration
    = std::chrono::seconds{number_flag(x, "seconds", 10U, 1U, most_seconds)};
  auto& kind = plan.kind;
  kind.tasks = x.has("tasks");
  kind.value_bytes
    = number_flag(x, "value-bytes", kind.value_bytes, 0U,
                  kind.tasks ? most_description_bytes : most_value_bytes);
  plan.read_ratio = number_flag(x, "read-ratio", plan.read_ratio, 0.0, 1.0);
  kind.random_keys = x.has("random-keys");
  kind.update_ratio = number_flag(x, "update-ratio", 0.0, 0.0, 1.0);
  if (kind.update_ratio > 0 && !kind.tasks)
    throw cli_error{exit_code::usage, "--update-ratio goes with --tasks"};
  auto in_flight = std::uint64_t{plan.clients} * kind.value_bytes;
  if (plan.read_ratio < 1 && in_flight > most_bytes_in_flight)
    throw cli_error{exit_code::invalid_value,
                    "--clients times --value-bytes is more than 8 MiB"};
  return plan;
}

raft::node_id node_from(const std::string& text) {
  auto node = raft::node_id{};
  const auto* end = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data(), end, node.value);
  if (problem != std::errc{} || rest != end || node.value == 0
      || node.value > greatest_node_id)
    throw cli_error{exit_code::invalid_value,
                    "`" + text + "` is no node id: expected a number from 1 to "
                      + std::to_string(greatest_node_id)};
  return node;
}

member_rows ask_for_members(const context& x, question what) {
  what.kind = question_kind::change_members;
  auto answer = ask(x, what);
  auto code = exit_code_of(answer.members.code);
  if (code != exit_code::done)
    throw cli_error{code, answer.members.reason};
  return answer.members.members;
}

bool may_lead(const context& x, raft::node_id node) {
  return std::ranges::any_of(
    ask_for_members(x, {.operation = protocol::members_operation::list}),
    [&](const auto& each) { return each.id == node && each.voter; });
}

/// The membership change that a command asks for, and the text after success.
struct member_command {
  std::string_view words;
  protocol::members_operation operation;
  std::string_view done;
};

constexpr auto member_commands = std::to_array<member_command>({
  {"cluster add", protocol::members_operation::add,
   " belongs to the cluster; it votes once it has caught up"},
  {"cluster promote", protocol::members_operation::promote, " votes"},
  {"cluster remove", protocol::members_operation::remove,
   " does not belong to the cluster any more"},
});

} // namespace

void show_cluster_status(const context& x) {
  if (!x.what.has("watch")) {
    put_out(x.world, status_text(x));
    return;
  }
  // Runs until Ctrl-C. An outage does not end it: users watch to see one.
  while (true) {
    auto text = std::string{};
    try {
      text = status_text(x);
    } catch (const cli_error& problem) {
      if (!x.world.style.terminal)
        x.world.err << on_one_line(problem.what()) << std::endl;
      else
        text = on_one_line(problem.what()) + "\n";
    }
    put_out(x.world, x.world.style.terminal ? clear_screen + text : text);
    std::this_thread::sleep_for(watch_interval);
  }
}

void transfer_leader(const context& x) {
  auto target = raft::node_id{};
  if (!x.what.arguments.empty())
    target = node_from(x.what.arguments.at(0));
  auto answer
    = ask(x, {.kind = question_kind::transfer_leadership, .target = target});
  const auto& transfer = answer.transfer;
  if (!transfer.succeeded && transfer.leader.value != 0 && target.value != 0
      && !may_lead(x, target))
    throw cli_error{exit_code::invalid_value, "node "
                                                + std::to_string(target.value)
                                                + " is no member that votes"};
  if (!transfer.succeeded)
    throw cli_error{transfer.leader.value == 0 ? exit_code::unavailable
                                               : exit_code::failure,
                    transfer.reason};
  auto leader = std::to_string(transfer.leader.value);
  if (x.settings.json)
    put_out(x.world,
            print(json{{"leader", transfer.leader.value}}, x.world.style));
  else
    put_out(x.world, x.world.style.terminal ? "node " + leader + " leads\n"
                                            : leader + "\n");
}

void show_members(const context& x) {
  auto rows = ask_for_members(x, {});
  put_out(x.world, x.settings.json ? print(to_json(rows), x.world.style)
                                   : members_text(rows, x.world.style));
}

void change_members(const context& x) {
  const auto& command = *std::ranges::find(member_commands, x.what.what->words,
                                           &member_command::words);
  auto what = question{.operation = command.operation};
  what.target = node_from(x.what.arguments.at(0));
  if (command.operation == protocol::members_operation::add) {
    what.address = x.what.arguments.at(1);
    if (auto parsed = config::parse_address(what.address); !parsed)
      throw cli_error{exit_code::invalid_value, parsed.error().detail};
    else if (config::is_wildcard(*parsed))
      throw cli_error{exit_code::invalid_value,
                      "`" + what.address + "` cannot be dialled by others"};
  }
  auto rows = ask_for_members(x, what);
  auto id = std::to_string(what.target.value);
  if (x.settings.json)
    put_out(x.world, print(to_json(rows), x.world.style));
  else
    put_out(x.world, x.world.style.terminal
                       ? "node " + id + std::string{command.done} + "\n"
                       : id + "\n");
}

void judge_digests(const context& x) {
  // This command is an entry of the log, and every node hashes its state right
  // after it.
  auto command = tasks::wire::Command{};
  command.mutable_take_digest();
  auto index = raft::log_index{apply(x, command).digest_due().index()};
  auto time_limit
    = x.settings.timeout_given ? x.settings.timeout : digest_time_limit;
  auto answer = ask(
    x,
    {.kind = question_kind::digests, .index = index, .time_limit = time_limit});
  const auto& digests = answer.digests;
  put_out(x.world, x.settings.json ? print(to_json(digests), x.world.style)
                                   : digest_rows(digests, x.world.style));
  auto verdict = verdict_on(digests);
  if (verdict == digest_verdict::different)
    throw cli_error{exit_code::failure, "the nodes' rows differ at log index "
                                          + std::to_string(index.value)};
  if (verdict == digest_verdict::incomplete)
    throw cli_error{exit_code::unavailable,
                    "not every node has answered in time"};
}

void compact_logs(const context& x) {
  auto answer = ask(x, {.kind = question_kind::compact_logs});
  put_out(x.world, x.settings.json ? print(
                     logs_to_json(node_rows{answer.nodes}), x.world.style)
                                   : log_rows(answer.nodes, x.world.style));
}

void measure_cluster(const context& x) {
  auto plan = plan_from(x.what);
  tell(x, "measuring for " + std::to_string(plan.duration.count()) + " s with "
            + std::to_string(plan.clients) + " clients ...");
  auto result = x.cluster.measure(plan);
  if (!result.problem.empty())
    throw cli_error{exit_code::unavailable, result.problem};
  put_out(x.world, x.settings.json ? print(to_json(plan, result), x.world.style)
                                   : bench_rows(plan, result, x.world.style));
}

} // namespace taskraft::client
