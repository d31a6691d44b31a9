// One gateway among probes, for the gateway's tests.

#pragma once

#include "actors/gateway/gateway.hpp"
#include "tests/support/actors/gateway_client.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace taskraft::tests {

struct gateway_fixture : stage {
  explicit gateway_fixture(actors::auth_options how = {})
    : auth(std::move(how)) {
  }

  actors::auth_options auth;
  /// Each client that has logged in, and each that has gone.
  std::string places;
  /// The user of the certificate that clients show; empty: they show none.
  std::string certified;
  std::uint64_t now_us = 0;
  /// Since the epoch: some day.
  std::uint64_t time_us = 20'000ULL * 24 * 3600 * 1'000'000;
  std::uint64_t drawn = 0;
  probe server{system};
  probe reader{system};
  probe backup_writer{system};
  probe authenticator{system};
  probe exporter{system};
  std::map<std::uint64_t, probe> others;
  gateway_client client{system};
  protocol::inner_gateway_actor gateway = start();

  virtual ~gateway_fixture() = default;

  /// What a test wants other than here.
  virtual void set(actors::gateway_options& /*options*/) {
  }

  /// Whom else a test wants the gateway to work with.
  virtual actors::gateway_partners partners() {
    return {.server = server.as<protocol::server_actor>(),
            .readers = std::vector{reader.as<protocol::reader_actor>()},
            .backup_writer = backup_writer.as<protocol::backup_writer_actor>(),
            .authenticator = authenticator.as<protocol::authenticator_actor>(),
            .exporter = exporter.as<protocol::exporter_actor>()};
  }

  protocol::inner_gateway_actor start() {
    auto options = actors::gateway_options{};
    options.self = {1};
    options.cluster_name = "demo";
    options.version = "1.2.3";
    options.limits = {.max_pending_bytes = 5000,
                      .max_forward_batch_bytes = 1000,
                      .retry_after = 20,
                      .refuse_after = 30,
                      .forget_after = 100};
    options.first_round = 500;
    options.uptime_us = [this] { return now_us; };
    options.now_us = [this] { return time_us; };
    options.random = [this] { return ++drawn; };
    options.auth = auth;
    options.note_login = [this](const caf::node_id&, bool is_in) {
      places += is_in ? '+' : '-';
    };
    options.certified_user = [this](const caf::node_id&) { return certified; };
    options.max_answer_bytes = 2000;
    set(options);
    for (auto id : {1, 2, 3}) {
      auto member = protocol::node_status{};
      member.id = {static_cast<std::uint64_t>(id)};
      member.address = "node" + std::to_string(id) + ":1";
      options.members.push_back(member);
    }
    return watched(system.spawn(actors::gateway, options, partners()));
  }

  /// From now on node `leader` leads `term`; zero: nobody. This node's log is
  /// known to agree with the leader's, or not.
  void leads(std::uint64_t leader, std::uint64_t term, bool agrees = true) {
    tell(gateway, protocol::leadership_changed{
                    raft::role_kind::follower, {term}, {leader}, agrees});
    drain();
  }

  void pass(std::uint64_t ticks) {
    for (; ticks > 0; --ticks)
      tell(gateway, raft::tick{});
    drain();
  }

  void visible(std::uint64_t index) {
    tell(gateway, protocol::applied{{index}, {index}});
    drain();
  }

  /// The applier waits for a snapshot.
  void lack_state() {
    auto news = protocol::applied{};
    news.lacks_state = true;
    tell(gateway, news);
    drain();
  }

  /// The applier has evaluated the command `number` as entry `index`.
  void evaluate(std::uint64_t number, std::uint64_t index,
                protocol::principal by = {}) {
    auto commands = std::vector<protocol::evaluated_command>{
      {.index = {index},
       .request = request_number(number),
       .by = by,
       .status = protocol::answer_status::done,
       .result = "result " + std::to_string(number)}};
    tell(gateway,
         protocol::commands_evaluated{
           std::make_shared<const std::vector<protocol::evaluated_command>>(
             std::move(commands))});
    drain();
  }

  /// The batch that `forwarded` saw last.
  std::uint64_t last_batch = 0;

  /// The numbers of the commands that went to the server since the last call.
  std::vector<std::uint64_t> forwarded() {
    auto numbers = std::vector<std::uint64_t>{};
    for (const auto& x : server.take<protocol::forward_commands>()) {
      BOOST_TEST(x.from == raft::node_id{1});
      last_batch = x.batch;
      auto before = numbers.size();
      auto rest = std::string_view{x.frames.view()};
      while (auto one = protocol::next_command_frame(rest))
        numbers.push_back(one->id.bytes[0]);
      BOOST_TEST(numbers.size() - before == x.count);
    }
    return numbers;
  }

  /// The number of the one round that was begun since the last call.
  std::optional<std::uint64_t> round() {
    auto asked = server.take<protocol::request_read_index>();
    BOOST_TEST(asked.size() <= 1U);
    if (asked.empty())
      return std::nullopt;
    BOOST_TEST(asked[0].from == raft::node_id{1});
    return asked[0].context;
  }

  void grant(std::uint64_t round, std::uint64_t index) {
    tell(gateway, protocol::read_index_answered{round, true, {index}});
    drain();
  }

  /// Lets the reader answer what it was asked; how many queries that were.
  std::size_t read(std::uint64_t visible_index) {
    auto count = std::size_t{0};
    for (const auto& x : reader.take<protocol::answer_queries>()) {
      auto answers = std::vector<protocol::query_answer>{};
      for (const auto& each : x.queries)
        answers.push_back(
          {"answer to " + std::string{each.query}, {visible_index}});
      count += answers.size();
      reader.tell(gateway,
                  protocol::queries_read{
                    x.context,
                    std::make_shared<const std::vector<protocol::query_answer>>(
                      std::move(answers))});
    }
    drain();
    return count;
  }

  probe& connect(std::uint64_t node) {
    auto& other = others.try_emplace(node, system).first->second;
    tell(gateway, protocol::link_opened{{node},
                                        other.as<protocol::node_actor>(),
                                        protocol::hello{}});
    drain();
    return other;
  }
};

} // namespace taskraft::tests
