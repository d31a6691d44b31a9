#include "actors/network/guard/guard.hpp"
#include "tests/actors/network/basp_packets.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/atom.hpp>

#include <algorithm>
#include <memory>
#include <string>

namespace guard_test {

using namespace taskraft;
using namespace taskraft::tests;

/// A connection that we accepted on a port where "hello" is allowed.
struct fixture {
  fixture() {
    rules.accepted = true;
    std::ranges::copy(own_id, rules.own_id.begin());
    rules.types = {"@<>+hello", "@<>+hello_answer"};
    rules.max_payload = 1000;
  }

  /// What goes on to BASP of `bytes` that arrive in pieces of `step`.
  std::string filtered(std::string bytes, std::size_t step) {
    auto subject
      = network::guard{std::make_shared<network::guard_rules>(rules)};
    auto result = std::string{};
    auto kept = std::string{};
    for (auto i = std::size_t{0}; i < bytes.size(); i += step) {
      auto buffer = kept + bytes.substr(i, step);
      auto outcome = subject.filter({buffer.data(), buffer.size()});
      refusal = subject.refusal();
      if (!refusal.empty())
        break;
      result += buffer.substr(0, outcome.passed);
      kept = buffer.substr(outcome.passed, outcome.kept);
    }
    return result;
  }

  /// In one piece, byte by byte, and in between, the verdict is the same.
  void check_refused(const std::string& bytes, const std::string& reason) {
    for (auto step : {bytes.size(), std::size_t{1}, std::size_t{13}}) {
      filtered(bytes, step);
      BOOST_TEST(refusal == reason);
    }
  }

  void check_passed(const std::string& bytes, const std::string& expected) {
    for (auto step : {bytes.size(), std::size_t{1}, std::size_t{13}}) {
      auto result = filtered(bytes, step);
      BOOST_TEST(refusal == "");
      BOOST_TEST(result == expected);
    }
  }

  void check_passed(const std::string& bytes) {
    check_passed(bytes, bytes);
  }

  void check_refused_after_greeting(const packet& x,
                                    const std::string& reason) {
    check_refused(greeting().bytes() + x.bytes(), reason);
  }

  /// Every value of one field but those in `allowed` is refused.
  template <class Field>
  void check_field(packet x, Field field,
                   const std::vector<std::uint64_t>& allowed) {
    for (auto value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2},
                       std::uint64_t{4}, std::uint64_t{255}, one_way,
                       one_way | 5, std::uint64_t{5}, 3 * one_way,
                       std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
      x.*field = value;
      filtered(greeting().bytes() + x.bytes(), 4096);
      auto legal = std::ranges::count(allowed, value) > 0;
      // The flags are one byte.
      if (field == &packet::flags && value > 255)
        continue;
      BOOST_TEST(refusal.empty() == legal, value << ' ' << refusal);
    }
  }

  network::guard_rules rules;
  std::string refusal;
};

BOOST_FIXTURE_TEST_SUITE(the_guard, fixture)

BOOST_AUTO_TEST_CASE(passes_on_what_a_node_says) {
  auto selection = greeting();
  selection.flags = 2;
  auto beat = packet{};
  beat.operation = heartbeat;
  check_passed(greeting().bytes() + selection.bytes() + message().bytes()
               + monitor().bytes() + beat.bytes() + down().bytes()
               + message("@<>+hello_answer").bytes() + beat.bytes());
}

BOOST_AUTO_TEST_CASE(passes_on_the_handshake_of_a_server) {
  rules.accepted = false;
  auto handshake = packet{};
  handshake.operation = server_handshake;
  handshake.data = 3;
  handshake.payload = other_id + "names and interfaces";
  check_passed(handshake.bytes() + message().bytes());
  check_refused(handshake.bytes() + handshake.bytes(),
                "handshake from the wrong side");
  check_refused(handshake.bytes() + greeting().bytes(),
                "handshake from the wrong side");
  check_refused(handshake.header(16 * 1024 + 1), "malformed handshake");
  handshake.data = 4;
  check_refused(handshake.bytes(), "malformed handshake");
}

BOOST_AUTO_TEST_CASE(refuses_the_packet_that_kills_a_node) {
  // A handshake without payload is a null dereference in BASP.
  auto handshake = greeting();
  handshake.payload.clear();
  check_refused(handshake.bytes(), "malformed handshake");
  rules.accepted = false;
  handshake.operation = server_handshake;
  handshake.data = 3;
  check_refused(handshake.bytes(), "malformed handshake");
}

BOOST_AUTO_TEST_CASE(refuses_the_packet_that_clears_four_gigabytes) {
  check_refused(greeting().bytes() + message().header(0xffffffff),
                "message size");
}

BOOST_AUTO_TEST_CASE(bounds_every_size) {
  auto large = message();
  large.payload.resize(1000);
  check_passed(greeting().bytes() + large.bytes());
  large.payload.resize(1001);
  check_refused_after_greeting(large, "message size");
  check_refused(greeting().bytes() + message().header(0), "message size");
  auto too_long = down();
  too_long.payload.resize(4097);
  check_refused_after_greeting(too_long, "malformed control message");
  auto longer = monitor();
  longer.payload += 'x';
  check_refused_after_greeting(longer, "malformed control message");
}

BOOST_AUTO_TEST_CASE(wants_the_handshake_first) {
  for (auto& x : {message(), monitor(), down(), spawn_server_question()})
    check_refused(x.bytes(), "message before the handshake");
  auto handshake = packet{};
  handshake.operation = server_handshake;
  handshake.data = 3;
  handshake.payload = other_id;
  check_refused(handshake.bytes(), "handshake from the wrong side");
}

BOOST_AUTO_TEST_CASE(refuses_unknown_and_routed_operations) {
  for (auto operation = 7; operation < 256; ++operation) {
    auto odd = message();
    odd.operation = static_cast<char>(operation);
    filtered(greeting().bytes() + odd.bytes(), 4096);
    BOOST_TEST(refusal == "operation not allowed");
  }
  auto routed = message();
  routed.operation = routed_message;
  check_refused_after_greeting(routed, "operation not allowed");
}

BOOST_AUTO_TEST_CASE(refuses_padding) {
  for (auto i : {1U, 2U}) {
    auto bytes = greeting().bytes();
    bytes[i] = 1;
    check_refused(bytes, "malformed header");
  }
}

BOOST_AUTO_TEST_CASE(checks_every_field_of_a_message) {
  check_field(message(), &packet::flags, {0});
  check_field(message(), &packet::data, {0, one_way});
  rules.only_receiver = 4;
  check_field(message(), &packet::receiver, {4});
}

BOOST_AUTO_TEST_CASE(checks_every_field_of_control_messages) {
  check_field(monitor(), &packet::flags, {0});
  check_field(monitor(), &packet::data, {0});
  check_field(monitor(), &packet::source, {0});
  check_field(down(), &packet::flags, {0});
  check_field(down(), &packet::data, {0});
  check_field(down(), &packet::receiver, {0});
  auto beat = packet{};
  beat.operation = heartbeat;
  check_field(beat, &packet::flags, {0});
  check_field(beat, &packet::data, {0});
  check_field(beat, &packet::source, {0});
  check_field(beat, &packet::receiver, {0});
}

BOOST_AUTO_TEST_CASE(refuses_requests_and_responses) {
  auto request = message();
  request.data = one_way | 1;
  check_refused_after_greeting(request, "not a one-way message");
}

BOOST_AUTO_TEST_CASE(allows_listed_types_only) {
  for (auto type : {"@<>+hell", "@<>+hello2", "@<>+hello+hello", "",
                    "@<>+@exit_msg", "@<>+@atom+@strong_actor_ptr"})
    check_refused_after_greeting(message(type), "message type not allowed");
  auto routed = message();
  routed.payload[0] = 1;
  check_refused_after_greeting(routed, "message with a route");
  auto numbered = message();
  numbered.payload[2] = 1;
  check_refused_after_greeting(numbered, "message type not allowed");
  auto cut = message();
  cut.payload.resize(8);
  check_refused_after_greeting(cut, "message type not allowed");
}

BOOST_AUTO_TEST_CASE(drops_the_question_for_a_spawn_server) {
  check_passed(greeting().bytes() + spawn_server_question().bytes()
                 + message().bytes(),
               greeting().bytes() + message().bytes());
  auto other = spawn_server_question();
  other.receiver = static_cast<std::uint64_t>(caf::atom("ConfigServ"));
  check_refused_after_greeting(other, "named receiver");
}

BOOST_AUTO_TEST_CASE(drops_what_caf_answers_by_itself) {
  // `caf::drop` answers with an error, which would end an actor of ours.
  for (auto type : {"@<>", "@<>+@error"}) {
    check_passed(greeting().bytes() + message(type).bytes() + message().bytes(),
                 greeting().bytes() + message().bytes());
    auto large = message(type);
    large.payload.resize(5000);
    rules.max_payload = 10'000;
    check_refused_after_greeting(large, "message size");
  }
}

BOOST_AUTO_TEST_CASE(refuses_false_identities) {
  auto impostor = greeting();
  impostor.payload = own_id;
  check_refused(impostor.bytes(), "our own identity");
  impostor.payload = id_of('C', 'x');
  check_refused(impostor.bytes(), "wrong kind of program");
  impostor.payload = std::string(32, 'N');
  check_refused(impostor.bytes(), "malformed identity");
  auto second = greeting();
  second.payload = id_of('N', 'y');
  check_refused_after_greeting(second, "second identity");
}

BOOST_AUTO_TEST_CASE(keeps_nodes_out_of_the_port_for_clients) {
  rules.remote_kind = network::program_kind::client;
  check_refused(greeting().bytes(), "wrong kind of program");
  auto client = greeting();
  client.payload = id_of('C', 'x');
  check_passed(client.bytes());
}

BOOST_AUTO_TEST_CASE(refuses_control_messages_of_and_for_others) {
  auto foreign = monitor();
  foreign.payload = id_of('N', 'y') + own_id;
  check_refused_after_greeting(foreign, "message for another node");
  foreign.payload = other_id + id_of('N', 'y');
  check_refused_after_greeting(foreign, "message for another node");
  auto relayed = down();
  relayed.payload.replace(32, 32, id_of('N', 'y'));
  check_refused_after_greeting(relayed, "message for another node");
}

BOOST_AUTO_TEST_CASE(looks_into_the_reason_of_a_death) {
  check_passed(greeting().bytes() + down("@<>+@str").bytes());
  check_refused_after_greeting(down("@<>+@exit_msg"),
                               "message type not allowed");
  auto cut = down();
  cut.payload.resize(70);
  check_refused_after_greeting(cut, "malformed control message");
}

BOOST_AUTO_TEST_CASE(bounds_the_number_of_senders) {
  rules.max_senders = 2;
  auto from = [](std::uint64_t source) {
    auto result = message();
    result.source = source;
    return result.bytes();
  };
  auto two = greeting().bytes() + from(4) + from(5) + from(4);
  check_passed(two);
  check_refused(two + from(6), "too many senders");
  // A dead one is forgotten.
  check_passed(two + down().bytes() + from(6));
}

BOOST_AUTO_TEST_CASE(shares_memory_for_large_messages_among_connections) {
  rules.max_payload = 1 << 20;
  rules.budget = std::make_shared<network::memory_budget>(100'000);
  auto large = message();
  large.payload.resize(120'000);
  check_passed(greeting().bytes() + large.bytes() + large.bytes());
  auto other = network::guard{std::make_shared<network::guard_rules>(rules)};
  auto bytes = greeting().bytes() + large.bytes();
  other.filter({bytes.data(), bytes.size()});
  check_refused(greeting().bytes() + large.bytes(),
                "too many large messages on this port");
}

BOOST_AUTO_TEST_CASE(need_not_see_the_rest_of_a_judged_payload) {
  rules.max_payload = 1 << 20;
  auto subject = network::guard{std::make_shared<network::guard_rules>(rules)};
  auto large = message();
  large.payload.resize(10'000);
  auto bytes = greeting().bytes() + large.bytes();
  auto start = bytes.substr(0, 200);
  auto outcome = subject.filter({start.data(), start.size()});
  BOOST_TEST(outcome.passed == greeting().bytes().size());
  BOOST_TEST(!subject.may_bypass(100));
  start = bytes.substr(outcome.passed, 1200 - outcome.passed);
  subject.filter({start.data(), start.size()});
  auto rest = bytes.size() - 1200;
  BOOST_TEST(subject.may_bypass(rest));
  BOOST_TEST(!subject.may_bypass(rest + 1));
  subject.bypassed(rest);
  auto next = message().bytes();
  outcome = subject.filter({next.data(), next.size()});
  BOOST_TEST(outcome.passed == next.size());
}

/// The same before the other side's hello was accepted.
struct before_hello : fixture {
  before_hello() {
    rules.admitted = admitted;
    rules.first_types = {"@<>+hello"};
    rules.types.push_back("@<>+other");
    rules.max_payload = 1U << 20U;
  }

  void admit(const std::string& id) {
    auto raw = network::raw_node_id{};
    std::ranges::copy(id, raw.begin());
    admitted->replace({raw});
  }

  std::shared_ptr<network::admitted_nodes> admitted
    = std::make_shared<network::admitted_nodes>();
};

BOOST_FIXTURE_TEST_CASE(passes_on_hello_alone_before_it_was_accepted,
                        before_hello) {
  auto hello = greeting().bytes() + message().bytes();
  auto other = message("@<>+other").bytes();
  check_passed(hello + other + message().bytes(), hello + message().bytes());
  admit(own_id);
  check_passed(hello + other, hello);
  admit(other_id);
  check_passed(hello + other);
}

BOOST_FIXTURE_TEST_CASE(stays_open_once_a_hello_was_accepted, before_hello) {
  auto subject = network::guard{std::make_shared<network::guard_rules>(rules)};
  auto pass = [&](std::string bytes) {
    return subject.filter({bytes.data(), bytes.size()}).passed;
  };
  auto other = message("@<>+other").bytes();
  pass(greeting().bytes());
  BOOST_TEST(pass(other) == 0U);
  BOOST_TEST(!subject.is_admitted());
  admit(other_id);
  BOOST_TEST(pass(other) == other.size());
  admitted->replace({});
  BOOST_TEST(pass(other) == other.size());
}

BOOST_FIXTURE_TEST_CASE(bounds_what_costs_memory_before_a_hello, before_hello) {
  auto large = message("@<>+other");
  large.payload.resize(5000);
  check_refused_after_greeting(large, "large message before an accepted hello");
  auto monitors = greeting().bytes();
  for (auto i = 0; i < 16; ++i)
    monitors += monitor().bytes();
  check_passed(monitors);
  check_refused(monitors + monitor().bytes(),
                "too many monitors before an accepted hello");
  admit(other_id);
  check_passed(greeting().bytes() + large.bytes());
  check_passed(monitors + monitor().bytes());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace guard_test
