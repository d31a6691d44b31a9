#include "bin/client/doctor/machine.hpp"
#include "bin/client/doctor/trials.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/disk/refusal.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <arpa/inet.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace machine_test {

using namespace taskraft;
using namespace taskraft::client;
namespace fs = std::filesystem;

/// Somebody who listens at a port of their own.
struct listener {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port = 0;

  listener() {
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    auto size = static_cast<socklen_t>(sizeof address);
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    BOOST_TEST_REQUIRE(::bind(socket, plain, size) == 0);
    BOOST_TEST_REQUIRE(::listen(socket, 1) == 0);
    BOOST_TEST_REQUIRE(::getsockname(socket, plain, &size) == 0);
    port = ::ntohs(address.sin_port);
  }
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  ~listener() {
    ::close(socket);
  }

  std::string address() const {
    return "127.0.0.1:" + std::to_string(port);
  }
};

struct fixture {
  tests::temporary_folder folder;
  listener taken;
  std::string config = (folder.path() / "node.toml").string();
  fs::path data = folder.path() / "data";

  fixture() {
    auto free = listener{};
    std::ofstream{config} << "[node]\nid = 1\ndata_dir = " << data
                          << "\nlisten = \"" << free.address()
                          << "\"\n[cluster]\nname = \"demo\"\nmembers = [\n"
                             "{ id = 1, address = \""
                          << free.address() << "\" },\n{ id = 2, address = \""
                          << taken.address() << "\" } ]\n[gateway]\nlisten = \""
                          << taken.address() << "\"\n[backup]\ndirectory = "
                          << folder.path() / "kept"
                          << "\n";
  }
};

BOOST_FIXTURE_TEST_SUITE(a_look_at_a_machine, fixture)

BOOST_AUTO_TEST_CASE(shows_what_is_there_before_the_first_start) {
  using state = door_facts::state;
  auto facts = look_at_machine(config);
  BOOST_TEST_REQUIRE(facts.settings_trouble == "");
  BOOST_TEST(facts.node == 1U);
  BOOST_TEST(!facts.runs);
  BOOST_TEST_REQUIRE(facts.doors.size() == 2U);
  BOOST_TEST(facts.doors[0].is == state::free);
  BOOST_TEST(facts.doors[1].is == state::taken);
  BOOST_TEST(facts.doors[1].loopback);
  BOOST_TEST_REQUIRE(facts.neighbours.size() == 1U);
  BOOST_TEST(facts.neighbours[0].trouble == "");
  BOOST_TEST(!facts.data.exists);
  BOOST_TEST(facts.backups.has_value());
  BOOST_TEST(facts.store == "sqlite: no store yet");
  // It has made nothing.
  BOOST_TEST(!fs::exists(data));
}

BOOST_AUTO_TEST_CASE(measures_a_disk_and_leaves_nothing_there) {
  fs::create_directory(data);
  auto facts = look_at_machine(config);
  BOOST_TEST(facts.data.exists);
  BOOST_TEST(facts.data.trouble == "");
  BOOST_TEST(facts.data.sync_us.size() == 16U);
  BOOST_TEST(facts.data.total_bytes > facts.data.free_bytes);
  BOOST_TEST(fs::is_empty(data));
}

BOOST_AUTO_TEST_CASE(finds_why_a_cluster_refused_the_node) {
  fs::create_directory(data);
  BOOST_TEST(look_at_machine(config).refusal == "");
  auto files = persistence::posix_file_system{};
  BOOST_REQUIRE(persistence::note_refusal(files, data, "it was removed"));
  BOOST_TEST(look_at_machine(config).refusal == "it was removed");
  // It is forgotten when the node starts, and asks the others again.
  BOOST_REQUIRE(persistence::forget_refusal(files, data));
  BOOST_REQUIRE(persistence::forget_refusal(files, data));
  BOOST_TEST(look_at_machine(config).refusal == "");
}

BOOST_AUTO_TEST_CASE(says_why_it_cannot_go_on) {
  std::ofstream{config} << "[node]\n";
  auto facts = look_at_machine(config);
  BOOST_TEST(facts.settings_trouble.find("node.id: expected")
             != std::string::npos);
  BOOST_TEST(!own_node_of(config).has_value());
}

BOOST_AUTO_TEST_CASE(finds_addresses_that_are_not_of_this_machine) {
  auto door = door_facts{};
  // Of a network for documentation alone.
  try_to_listen({"192.0.2.1", 7101}, door);
  BOOST_TEST(door.is == door_facts::state::unusable);
  BOOST_TEST(door.trouble != "");
  auto closed = listener{};
  auto port = closed.port;
  ::shutdown(closed.socket, SHUT_RDWR);
  BOOST_TEST(try_to_connect({"127.0.0.1", port}) == "Connection refused");
}

BOOST_AUTO_TEST_CASE(finds_the_node_and_its_operator) {
  auto own = own_node_of(config);
  BOOST_REQUIRE(own);
  BOOST_TEST(own->endpoint == taken.address());
  BOOST_TEST(own->operator_file == "");
  fs::create_directory(data);
  std::ofstream{data / "operator.token"} << "x";
  BOOST_TEST(own_node_of(config)->operator_file
             == (data / "operator.token").string());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace machine_test
