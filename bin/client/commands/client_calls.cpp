#include "bin/client/commands/client_calls.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ostream>
#include <string>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// Why the node refused, and what to do about it.
std::string what_to_do(errc code, const std::string& reason) {
  constexpr auto log_in = "run `taskraft login`, or set TASKRAFT_TOKEN";
  if (code == errc::unauthenticated)
    return std::string{"not logged in: "} + log_in;
  if (code == errc::session_expired)
    return std::string{"the login has ended: "} + log_in;
  return reason;
}

/// The reason, and those of all other wrong values.
std::string text_of(const wire::Refusal& why) {
  auto text = what_to_do(static_cast<errc>(why.code()), why.message());
  // The name of the wrong field helps only where its value is told, too.
  if (exit_code_of(static_cast<errc>(why.code())) == exit_code::invalid_value
      && why.pointer().size() > 1)
    text = why.pointer().substr(1) + ": " + text;
  for (const auto& each : why.more())
    text += "; " + text_of(each);
  return text;
}

[[noreturn]] void refuse(const wire::Refusal& why) {
  auto text = text_of(why);
  auto code = exit_code_of(static_cast<errc>(why.code()));
  // A code that this program does not know is a failure, too.
  if (code == exit_code::done)
    code = exit_code::failure;
  throw cli_error{code, text};
}

template <class Message>
Message parse(const outcome& answer) {
  auto message = Message{};
  if (!message.ParseFromString(answer.bytes))
    throw cli_error{exit_code::failure,
                    "the node's answer cannot be read: is it of another "
                    "version?"};
  return message;
}

std::string in_brackets(const std::string& reason) {
  return reason.empty() ? "" : " (" + reason + ")";
}

/// The text that says how old a stale answer may be.
std::string age_text(std::chrono::milliseconds age) {
  // The node has heard no leader since its start.
  if (age == std::chrono::milliseconds::max())
    return "stale: of unknown age\n";
  return "stale: up to " + std::to_string(age.count()) + " ms old\n";
}

wire::Result apply_question(const context& x, const wire::Command& what,
                            question how) {
  // The guard of a node's port would cut the connection for more.
  if (what.ByteSizeLong() > protocol::max_command_bytes)
    throw cli_error{exit_code::invalid_value,
                    "too big: at most 512 KiB fit into a command"};
  how.kind = question_kind::command;
  how.bytes = what.SerializeAsString();
  auto result = parse<wire::Result>(ask(x, how));
  if (result.has_refusal())
    refuse(result.refusal());
  return result;
}

} // namespace

outcome ask(const context& x, const question& what) {
  auto answer = x.cluster.ask(what);
  switch (answer.kind) {
    case outcome_kind::answered:
      return answer;
    case outcome_kind::unavailable:
      throw cli_error{exit_code::unavailable, "unavailable, nothing was done"
                                                + in_brackets(answer.reason)};
    case outcome_kind::unknown:
      throw cli_error{exit_code::unavailable,
                      "outcome unknown: it may have been done or not"
                        + in_brackets(answer.reason)};
    case outcome_kind::refused:
      throw cli_error{exit_code_of(answer.code),
                      what_to_do(answer.code, answer.reason)};
    case outcome_kind::malformed:
      throw cli_error{exit_code::failure,
                      "the node refused the request as malformed or too big"};
  }
  throw cli_error{exit_code::failure, "no outcome"};
}

wire::Result apply(const context& x, const wire::Command& what) {
  return apply_question(x, what, {});
}

wire::Result apply_named(const context& x, const wire::Command& what,
                         const protocol::request_id& id) {
  auto how = question{};
  how.request = id;
  return apply_question(x, what, std::move(how));
}

account_answer apply_with_secret(const context& x, const wire::Command& what,
                                 question how) {
  how.kind = question_kind::account_command;
  how.bytes = what.SerializeAsString();
  auto answer = ask(x, how);
  auto result = parse<wire::Result>(answer);
  if (result.has_refusal())
    refuse(result.refusal());
  return {std::move(result), answer.secret};
}

seen_answer look_up_seen(const context& x, const wire::Query& what) {
  auto level = x.settings.consistency;
  auto answer = ask(x, {.kind = question_kind::query,
                        .bytes = what.SerializeAsString(),
                        .consistency = level});
  if (level == protocol::consistency::stale)
    x.world.err << age_text(answer.age);
  auto content = parse<wire::Answer>(answer);
  if (content.has_refusal())
    refuse(content.refusal());
  return {std::move(content), answer.seen.value};
}

wire::Answer look_up(const context& x, const wire::Query& what) {
  return look_up_seen(x, what).content;
}

wire::Answer look_up_changed(const context& x, const wire::Query& what) {
  auto settings = x.settings;
  // Older rows would not show the change.
  if (settings.consistency == protocol::consistency::stale)
    settings.consistency = protocol::consistency::session;
  try {
    return look_up({x.what, settings, x.world, x.cluster}, what);
  } catch (const cli_error& why) {
    throw cli_error{exit_code::failure,
                    "it was done, but what is there now cannot be read: "
                      + std::string{why.what()}};
  }
}

void tell(const context& x, const std::string& text) {
  if (x.world.style.terminal && !x.settings.json)
    x.world.err << on_one_line(text) << "\n";
}

void demand_change(const invocation& x) {
  auto is_change
    = [&](const flag& each) { return each.name != "rev" && x.has(each.name); };
  if (std::ranges::none_of(x.what->flags, is_change))
    throw cli_error{exit_code::usage, "nothing to change; see `taskraft "
                                        + std::string{x.what->words}
                                        + " --help`"};
}

void put_out(const surroundings& world, const std::string& text) {
  errno = 0;
  world.out << text << std::flush;
  if (world.out)
    return;
  if (errno == EPIPE)
    throw output_closed{};
  throw cli_error{exit_code::failure, "standard output cannot be written"};
}

} // namespace taskraft::client
