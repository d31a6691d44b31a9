#include "actors/node/node_tls.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace node_tls_test {

using namespace taskraft;

constexpr auto hour_s = std::uint64_t{3600};
constexpr auto day_s = 24 * hour_s;

/// A certificate of nodes that ends in 20 days, and a list that ends in 3.
struct fixture : tests::captured_lines {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  std::shared_ptr<actors::node_tls> certificates = open();
  std::uint64_t end = 0;
  std::uint64_t list_end = 0;

  fixture() {
    end = static_cast<std::uint64_t>(certificates->ends().at("nodes"));
    auto now = certificates->nodes().tls->current();
    list_end = static_cast<std::uint64_t>(now->lists_end_at);
  }

  std::shared_ptr<actors::node_tls> open() {
    auto settings = config::settings{};
    auto wanted = tests::for_node(1);
    wanted.to = 20;
    settings.tls.peer = ca.issue("node1", wanted);
    settings.tls.peer.crl = ca.revoke({}, 3);
    auto opened = actors::node_tls::open(settings);
    BOOST_REQUIRE(opened);
    return *opened;
  }

  /// What is said at this time.
  std::string said_at(std::uint64_t now_s) {
    logging::start("info", 1);
    certificates->look(now_s);
    return written();
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_FIXTURE_TEST_SUITE(certificates_of_a_node, fixture)

BOOST_AUTO_TEST_CASE(are_warned_of_once_a_day) {
  auto first = end - 9 * day_s;
  BOOST_TEST(contains(said_at(first), "event=certificate_expires "
                                      "key=tls.peer_certificate days=9\n"));
  BOOST_TEST(said_at(first + day_s - 1) == "");
  BOOST_TEST(contains(said_at(first + day_s), "days=8\n"));
}

// It was said up to a day later: with the next daily warning.
BOOST_AUTO_TEST_CASE(are_told_of_as_soon_as_they_have_ended) {
  BOOST_TEST(contains(said_at(end - hour_s), "event=certificate_expires"));
  BOOST_TEST(said_at(end - 1) == "");
  BOOST_TEST(contains(said_at(end), "event=certificate_expired "
                                    "key=tls.peer_certificate\n"));
  BOOST_TEST(said_at(end + hour_s) == "");
  BOOST_TEST(contains(said_at(end + day_s), "event=certificate_expired"));
}

BOOST_AUTO_TEST_CASE(have_lists_that_are_told_of_as_soon_as_they_have_ended) {
  auto warned = said_at(list_end - hour_s);
  BOOST_TEST(contains(warned, "event=revocation_list_expires"), warned);
  BOOST_TEST(said_at(list_end - 1) == "");
  auto text = said_at(list_end);
  BOOST_TEST(contains(text, "event=revocation_list_expired key=tls.peer_crl"));
  BOOST_TEST(!contains(text, "certificate_expires"));
  BOOST_TEST(said_at(list_end + hour_s) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_tls_test
