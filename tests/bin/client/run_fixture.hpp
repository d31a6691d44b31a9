// A client with a cluster that answers what a test says.

#pragma once

#include "bin/client/run.hpp"
#include "tasks.pb.h"
#include "tests/support/unit_test.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

namespace taskraft::client {

namespace wire = taskraft::tasks::wire;

/// A cluster that gives prepared answers and records the questions.
struct scripted_cluster : cluster {
  outcome ask(const question& what) override {
    asked.push_back(what);
    if (before_answer)
      before_answer();
    BOOST_REQUIRE(!outcomes.empty());
    auto next = outcomes.front();
    outcomes.pop_front();
    return next;
  }

  bench_result measure(const bench_plan& plan) override {
    planned = plan;
    return measured;
  }

  template <class Message>
  void answer(const Message& message) {
    outcomes.push_back(
      {.kind = outcome_kind::answered, .bytes = message.SerializeAsString()});
  }

  void refuse_command(errc code, const std::string& pointer,
                      const std::string& message) {
    auto result = wire::Result{};
    auto& refusal = *result.mutable_refusal();
    refusal.set_code(static_cast<std::uint32_t>(code));
    refusal.set_pointer(pointer);
    refusal.set_message(message);
    answer(result);
  }

  wire::Command command(std::size_t index = 0) const {
    auto x = wire::Command{};
    BOOST_REQUIRE(x.ParseFromString(asked.at(index).bytes));
    return x;
  }

  wire::Query query(std::size_t index = 0) const {
    auto x = wire::Query{};
    BOOST_REQUIRE(x.ParseFromString(asked.at(index).bytes));
    return x;
  }

  std::deque<outcome> outcomes;
  /// Called while the client waits.
  std::function<void()> before_answer;
  std::vector<question> asked;
  bench_plan planned;
  bench_result measured;
};

inline wire::Result task_result(std::uint64_t id, const std::string& title) {
  auto result = wire::Result{};
  auto& task = *result.mutable_task();
  task.set_id(id);
  task.set_title(title);
  task.set_status(wire::STATUS_TODO);
  task.set_priority(wire::PRIORITY_NONE);
  return result;
}

inline wire::Answer task_page_of(std::uint64_t first_id, std::uint64_t rows,
                                 const std::string& cursor) {
  auto answer = wire::Answer{};
  for (auto id = first_id; id < first_id + rows; ++id)
    *answer.mutable_tasks()->add_tasks() = task_result(id, "x").task();
  answer.mutable_tasks()->set_next_cursor(cursor);
  return answer;
}

/// Runs words as the client does.
struct run_fixture {
  int run_words(const std::vector<std::string>& words) {
    out.str("");
    err.str("");
    return static_cast<int>(run(words, {.read_input = read_input,
                                        .out = out,
                                        .err = err,
                                        .style = style,
                                        .variable = variable,
                                        .connect = connect,
                                        .restore = restore,
                                        .ask_secret = ask_secret,
                                        .ask_line = ask_line}));
  }

  static std::optional<std::string> no_environment(const std::string&) {
    return std::nullopt;
  }

  environment variable = no_environment;
  std::function<std::optional<std::string>(const std::string& prompt)>
    ask_secret;
  std::function<std::optional<std::string>(const std::string& prompt)> ask_line;
  scripted_cluster cluster;
  restorer restore;
  /// The content of standard input, or why it cannot be read.
  std::istringstream in;
  std::optional<failure> input_failure;
  std::size_t input_read = 0;
  input_reader read_input
    = [this](std::span<char> into) -> result<std::size_t> {
    if (input_failure)
      return *input_failure;
    in.read(into.data(), static_cast<std::streamsize>(into.size()));
    auto count = static_cast<std::size_t>(in.gcount());
    input_read += count;
    return count;
  };
  std::ostringstream out;
  std::ostringstream err;
  output_style style;
  std::function<client::cluster&(const settings&)> connect
    = [this](const settings&) -> client::cluster& { return cluster; };
};

} // namespace taskraft::client
