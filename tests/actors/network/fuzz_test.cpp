#include "actors/network/link.hpp"
#include "actors/network/link_rules.hpp"
#include "tests/actors/network/mutation.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/wire_types.hpp"

#include <boost/process.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <future>
#include <random>
#include <sys/socket.h>

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto sessions_for_each_port = 5000;
constexpr auto sessions_of_a_server = 2000;

#ifdef __SANITIZE_ADDRESS__
// The sanitizer keeps what was freed for a while.
constexpr auto allowed_growth = std::size_t{400};
#else
constexpr auto allowed_growth = std::size_t{64};
#endif

namespace fuzz_test {

/// The number of damaged sessions after which an honest peer must still be
/// served.
constexpr auto sessions_between_probes = 500;

std::uint64_t chosen_seed() {
  if (auto given = std::getenv("TASKRAFT_FUZZ_SEED"))
    return std::strtoull(given, nullptr, 10);
  return std::random_device{}();
}

/// The tested program, in a process of its own.
class victim {
public:
  /// Starts it; it dials the address in `arguments`, if there is one.
  explicit victim(const std::vector<std::string>& arguments = {})
    : process_(TASKRAFT_VICTIM, arguments, boost::process::std_out > output_,
               boost::process::std_in < input_) {
    output_ >> node_port >> client_port;
    BOOST_REQUIRE(output_);
  }

  ~victim() {
    input_.pipe().close();
    if (!process_.wait_for(10s))
      process_.terminate();
  }

  bool lives() {
    return process_.running();
  }

  /// Ends it as a good program would end, and tells whether it did.
  bool ends_well() {
    input_.pipe().close();
    return process_.wait_for(10s) && process_.exit_code() == 0;
  }

  std::size_t resident_megabytes() const {
    auto file
      = std::ifstream{"/proc/" + std::to_string(process_.id()) + "/statm"};
    auto total = std::size_t{0};
    auto resident = std::size_t{0};
    file >> total >> resident;
    return resident * 4096 >> 20;
  }

  std::uint16_t node_port = 0;
  std::uint16_t client_port = 0;

private:
  boost::process::opstream input_;
  boost::process::ipstream output_;
  boost::process::child process_;
};

/// Empty once the answer is given.
using answer_slot = std::shared_ptr<std::shared_ptr<std::promise<bool>>>;

/// Dials, sends all of `messages`, and waits for an answer to the first. Each
/// has a sender of its own, which the other side monitors.
template <class Handle>
caf::behavior
honest_actor(caf::event_based_actor* self, std::uint16_t port,
             network::port_kind kind, std::shared_ptr<network::dialer> dialer,
             std::vector<caf::message> messages, answer_slot answered) {
  self->set_default_handler(caf::drop);
  dialer->dial("127.0.0.1:" + std::to_string(port), 2s, caf::actor{self});
  auto done = [=](bool success) {
    if (auto waiting = std::exchange(*answered, nullptr))
      waiting->set_value(success);
    self->quit();
  };
  self->set_down_handler([=](const caf::down_msg&) { done(false); });
  auto greet = [=](const Handle& remote) {
    self->monitor(remote);
    for (auto& message : messages)
      self->send(caf::actor_cast<caf::actor>(remote), message);
    self->spawn([=](caf::event_based_actor* passer_by) {
      passer_by->send(caf::actor_cast<caf::actor>(remote), messages.front());
    });
  };
  return {
    [=](const protocol::dialled& x) {
      network::open_link<Handle>(self, x, kind, greet,
                                 [=](const std::string&) { done(false); });
    },
    [=](const protocol::gateway_hello&) { done(true); },
    [=](const protocol::hello_answer&) { done(true); },
  };
}

/// One port of the victim: how to speak to it honestly.
struct side {
  network::port_kind kind;
  network::program_kind program;
  std::vector<caf::message> messages;
  /// What the guard of the port lets through.
  std::vector<std::string> types;

  bool served_at(std::uint16_t port) const {
    auto speaker = tests::program{program};
    auto promise = std::make_shared<std::promise<bool>>();
    auto result = promise->get_future();
    auto answered
      = std::make_shared<std::shared_ptr<std::promise<bool>>>(promise);
    auto behaviour = kind == network::port_kind::nodes
                       ? honest_actor<protocol::node_actor>
                       : honest_actor<protocol::gateway_actor>;
    speaker.system.spawn(behaviour, port, kind, speaker.dialer, messages,
                         answered);
    return result.wait_for(5s) == std::future_status::ready && result.get();
  }

  /// All bytes that an honest peer and the port send to each other.
  tests::proxy::conversation converse(std::uint16_t port) const {
    auto wire = tests::proxy{port};
    BOOST_REQUIRE(served_at(wire.port()));
    BOOST_REQUIRE(
      tests::eventually([&] { return wire.recorded().size() == 1; }));
    return wire.recorded().front();
  }

  tests::packets record(std::uint16_t port) const {
    return tests::split(converse(port).dialler);
  }
};

/// The greeting and every other message that `rules` let through, with a value
/// in each field.
template <class Greeting>
std::vector<caf::message> all_messages(const network::guard_rules& rules) {
  auto messages = std::vector{caf::make_message(tests::filled<Greeting>())};
  tests::for_each_wire_type([&]<class T>(const char* name) {
    if (!std::is_same_v<T, Greeting> && tests::lets_through(rules, name))
      messages.push_back(caf::make_message(tests::filled<T>()));
  });
  return messages;
}

network::guard_rules rules_of(network::port_kind port) {
  return network::accepted_rules(tests::program{}.system, port);
}

side nodes() {
  auto rules = rules_of(network::port_kind::nodes);
  return {network::port_kind::nodes, network::program_kind::node,
          all_messages<protocol::hello>(rules), rules.types};
}

side clients() {
  auto rules = rules_of(network::port_kind::clients);
  return {network::port_kind::clients, network::program_kind::client,
          all_messages<protocol::client_hello>(rules), rules.types};
}

std::string failed(const char* what) {
  return std::string{what} + ": " + std::strerror(errno);
}

void be_patient(const descriptor& socket) {
  auto time_limit = timeval{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &time_limit,
               sizeof(time_limit));
}

/// Sends `bytes` and waits until the other side has read them and closed the
/// connection. Returns what went wrong, or nothing.
std::string speak(const descriptor& socket, const std::string& bytes) {
  ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  ::shutdown(socket.get(), SHUT_WR);
  auto buffer = std::array<char, 4096>{};
  auto size = ssize_t{1};
  while (size > 0)
    size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
  // A reset is as good as an orderly end.
  return size == 0 || errno == ECONNRESET ? "" : failed("wait for the end");
}

std::string play(std::uint16_t port, const std::string& bytes) {
  auto socket = tests::connect_to(port);
  if (!socket)
    return failed("connect");
  be_patient(socket);
  return speak(socket, bytes);
}

/// Answers the next connection with `bytes`, in which `recorded_id` is replaced
/// by the id of the dialling node.
std::string answer(const descriptor& listener, std::string bytes,
                   const std::string& recorded_id) {
  auto socket = descriptor{::accept(listener.get(), nullptr, nullptr)};
  if (!socket)
    return failed("wait to be dialled");
  be_patient(socket);
  auto handshake = std::array<char, 64>{};
  if (::recv(socket.get(), handshake.data(), handshake.size(), MSG_WAITALL)
      != ssize_t{handshake.size()})
    return failed("wait for a handshake");
  auto id = std::string_view{handshake.data() + 32, 32};
  for (auto i = bytes.find(recorded_id); i != std::string::npos;
       i = bytes.find(recorded_id, i + id.size()))
    bytes.replace(i, id.size(), id);
  return speak(socket, bytes);
}

void check(int session, std::uint64_t seed, const std::string& failure) {
  BOOST_REQUIRE_MESSAGE(failure.empty(), "session " << session << " of seed "
                                                    << seed << ": " << failure);
}

/// Checks that every type of message was damaged at least once.
void check_damage(const tests::mutator& source,
                  const std::vector<std::string>& types) {
  auto damaged = source.damaged();
  for (const auto& type : types)
    BOOST_TEST(damaged[type] > 0U, type << " was never damaged");
}

void attack(const side& target, std::uint16_t victim::*port) {
  auto seed = chosen_seed();
  BOOST_TEST_MESSAGE("seed " << seed << " (TASKRAFT_FUZZ_SEED repeats it)");
  auto subject = victim{};
  auto recorded = std::vector<tests::packets>{};
  recorded.push_back(nodes().record(subject.node_port));
  recorded.push_back(clients().record(subject.client_port));
  // Twice as many sessions, because half of them are of the other direction.
  recorded.push_back(target.record(subject.*port));
  recorded.push_back(target.record(subject.*port));
  auto source = tests::mutator{seed, recorded};
  auto before = std::size_t{0};
  for (auto i = 1; i <= sessions_for_each_port; ++i) {
    check(i, seed, play(subject.*port, source.next()));
    if (i % sessions_between_probes != 0)
      continue;
    BOOST_REQUIRE_MESSAGE(subject.lives(), "died before session " << i);
    BOOST_REQUIRE_MESSAGE(target.served_at(subject.*port),
                          "serves nobody after session " << i);
    if (before == 0)
      before = subject.resident_megabytes();
  }
  check_damage(source, target.types);
  auto after = subject.resident_megabytes();
  BOOST_TEST_MESSAGE(sessions_for_each_port << " sessions, memory " << before
                                            << " MB, then " << after << " MB");
  BOOST_TEST(after < before + allowed_growth);
  BOOST_TEST(subject.ends_well());
}

/// The victim dials, as `role` says, and gets damaged copies of what a good
/// `target` would send.
void attack_dialling(const side& target, std::uint16_t victim::*port,
                     const std::vector<std::string>& role,
                     const std::vector<std::string>& types) {
  auto seed = chosen_seed();
  BOOST_TEST_MESSAGE("seed " << seed << " (TASKRAFT_FUZZ_SEED repeats it)");
  auto model = victim{};
  auto said = target.converse(model.*port);
  auto recorded_id = said.dialler.substr(32, 32);
  auto source = tests::mutator{seed, {tests::split(said.target)}};
  auto listener = tests::listen();
  be_patient(listener);
  auto address = std::vector{
    "127.0.0.1:"
    + std::to_string(network::local_endpoint(listener.get())->port)};
  address.insert(address.end(), role.begin(), role.end());
  auto subject = victim{address};
  for (auto i = 1; i <= sessions_of_a_server; ++i)
    check(i, seed, answer(listener, source.next(), recorded_id));
  check_damage(source, types);
  BOOST_TEST(subject.lives());
  if (role.empty())
    BOOST_TEST(target.served_at(subject.*port));
  BOOST_TEST(subject.resident_megabytes() < 2 * allowed_growth);
  BOOST_TEST(subject.ends_well());
}

BOOST_AUTO_TEST_SUITE(a_node_under_attack)

BOOST_AUTO_TEST_CASE(survives_on_the_port_for_nodes) {
  attack(nodes(), &victim::node_port);
}

BOOST_AUTO_TEST_CASE(survives_on_the_port_for_clients) {
  attack(clients(), &victim::client_port);
}

BOOST_AUTO_TEST_CASE(survives_those_whom_it_dials) {
  attack_dialling(nodes(), &victim::node_port, {}, nodes().types);
}

BOOST_AUTO_TEST_CASE(leaves_no_message_out) {
  auto system = tests::program{};
  auto nodes_say = rules_of(network::port_kind::nodes);
  auto clients_say = rules_of(network::port_kind::clients);
  auto gateways_say
    = network::dialled_rules(system.system, network::port_kind::clients);
  auto count = 0;
  tests::for_each_wire_type([&]<class T>(const char* name) {
    ++count;
    BOOST_TEST((tests::lets_through(nodes_say, name)
                || tests::lets_through(clients_say, name)
                || tests::lets_through(gateways_say, name)),
               name << " is sent by nobody whom these tests play");
  });
  BOOST_TEST(count > 0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_client_under_attack)

BOOST_AUTO_TEST_CASE(survives_the_gateways_that_it_dials) {
  auto rules = network::dialled_rules(tests::program{}.system,
                                      network::port_kind::clients);
  attack_dialling(clients(), &victim::client_port, {"client"}, rules.types);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace fuzz_test
