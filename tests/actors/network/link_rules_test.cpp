#include "actors/network/link_rules.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace link_rules_test {

using namespace taskraft;
using network::port_kind;

struct fixture {
  tests::program program{network::program_kind::node};

  std::vector<std::string> accepted(port_kind port,
                                    std::uint32_t wire_version) {
    return network::accepted_rules(program.system, port, wire_version).types;
  }

  std::vector<std::string> dialled(port_kind port, std::uint32_t wire_version) {
    return network::dialled_rules(program.system, port, wire_version).types;
  }
};

bool has(const std::vector<std::string>& types, const std::string& name) {
  return std::ranges::find(types, "@<>+taskraft::protocol::" + name)
         != types.end();
}

BOOST_FIXTURE_TEST_SUITE(the_rules_of_links, fixture)

BOOST_AUTO_TEST_CASE(name_all_that_nodes_say_in_both_directions) {
  auto types = accepted(port_kind::nodes, protocol::wire_version);
  BOOST_TEST(types.size() == std::tuple_size_v<protocol::node_wire_messages>);
  BOOST_TEST(has(types, "hello"));
  BOOST_TEST(has(types, "announcement"));
  BOOST_TEST(!has(types, "client_hello"));
  BOOST_TEST(types == dialled(port_kind::nodes, protocol::wire_version));
}

BOOST_AUTO_TEST_CASE(name_what_clients_ask_and_what_gateways_answer) {
  auto asked = accepted(port_kind::clients, protocol::wire_version);
  BOOST_TEST(has(asked, "client_hello"));
  BOOST_TEST(!has(asked, "gateway_hello"));
  BOOST_TEST(!has(asked, "hello"));
  auto answered = dialled(port_kind::clients, protocol::wire_version);
  BOOST_TEST(has(answered, "gateway_hello"));
  BOOST_TEST(!has(answered, "client_hello"));
}

// SECURITY: the operator's token counts on the machine where it lies.
BOOST_AUTO_TEST_CASE(let_no_operator_in_from_elsewhere) {
  auto all = network::accepted_rules(program.system, port_kind::clients);
  BOOST_TEST(has(all.types, "prove_operator"));
  auto elsewhere = network::without_operator(all).types;
  BOOST_TEST(!has(elsewhere, "prove_operator"));
  BOOST_TEST(elsewhere.size() + 1 == all.types.size());
}

BOOST_AUTO_TEST_CASE(name_nothing_that_came_with_a_later_wire_version) {
  // The first version has all that there is so far.
  BOOST_TEST(accepted(port_kind::nodes, 0).empty());
  BOOST_TEST(dialled(port_kind::nodes, 0).empty());
  BOOST_TEST(!accepted(port_kind::nodes, 1).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace link_rules_test
