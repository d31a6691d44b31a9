#include "actors/network/event_loop.hpp"
#include "actors/network/loop_scheduler.hpp"
#include "actors/network/scribe.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>

#include <array>
#include <future>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace event_loop_test {

using namespace taskraft;

struct fixture : tests::program {
  network::event_loop& loop
    = dynamic_cast<network::event_loop&>(system.middleman().backend());

  /// Runs in the loop's thread; what it returned.
  template <class Work>
  auto in_loop(Work work) {
    auto task = std::packaged_task<decltype(work())()>{std::move(work)};
    loop.post([&] { task(); });
    return task.get_future().get();
  }

  /// Hands a number on to the next one, or notes it.
  caf::actor spawn_link(std::string& notes, caf::actor next) {
    return system.spawn(
      [&notes, next](caf::event_based_actor* self) -> caf::behavior {
        return {[self, &notes, next](int x) {
          if (next)
            self->send(next, x);
          else
            notes += std::to_string(x);
        }};
      });
  }
};

BOOST_FIXTURE_TEST_SUITE(the_event_loop, fixture)

BOOST_AUTO_TEST_CASE(follows_a_chain_of_messages_to_its_end_before_the_rest) {
  auto notes = std::string{};
  auto last = spawn_link(notes, nullptr);
  auto middle = spawn_link(notes, last);
  auto first = spawn_link(notes, middle);
  auto later = network::after_sends_in(system);
  auto done = std::promise<void>{};
  in_loop([&] {
    later([&] { notes += "a"; });
    later([&] {
      notes += "b";
      done.set_value();
    });
    caf::anon_send(first, 1);
    return true;
  });
  done.get_future().get();
  BOOST_TEST(in_loop([&] { return notes; }) == "1ab");
  for (const auto& each : {first, middle, last})
    caf::anon_send_exit(each, caf::exit_reason::kill);
}

BOOST_AUTO_TEST_CASE(does_later_what_another_thread_asks_for) {
  auto notes = std::string{};
  auto done = std::promise<void>{};
  loop.after_sends([&] { notes += "a"; });
  loop.after_sends([&] {
    notes += "b";
    done.set_value();
  });
  done.get_future().get();
  BOOST_TEST(notes == "ab");
}

BOOST_AUTO_TEST_CASE(sends_to_clients_before_nodes) {
  auto ends = std::array<int, 2>{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  auto scribe_to = [&](network::program_kind kind) {
    auto options = network::scribe_options{};
    options.rules.remote_kind = kind;
    return network::make_scribe(system, ::dup(ends[0]), std::move(options));
  };
  auto node = scribe_to(network::program_kind::node);
  auto client = scribe_to(network::program_kind::client);
  auto done = std::promise<void>{};
  in_loop([&] {
    for (const auto& [to, letter] :
         {std::pair{node, 'n'}, std::pair{client, 'c'}}) {
      to->wr_buf().push_back(letter);
      to->flush();
    }
    loop.after_sends([&] { done.set_value(); });
    return true;
  });
  done.get_future().get();
  auto came = std::array<char, 2>{};
  BOOST_TEST(::recv(ends[1], came.data(), came.size(), MSG_WAITALL) == 2);
  BOOST_TEST(std::string(came.data(), came.size()) == "cn");
  in_loop([&] {
    node = nullptr;
    client = nullptr;
    return true;
  });
  ::close(ends[0]);
  ::close(ends[1]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace event_loop_test
