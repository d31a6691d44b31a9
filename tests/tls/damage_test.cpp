// Sessions in which records are damaged on their way. TASKRAFT_FUZZ_SESSIONS
// asks for more of them, TASKRAFT_FUZZ_SEED repeats some.

#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/tls/tls_pair.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <random>

namespace damage_test {

using namespace taskraft;
using kind = tls::expected_peer::kind;

constexpr auto usual_sessions = 300ULL;
constexpr auto words = std::string_view{"nothing of this may come out changed"};

unsigned long long chosen(const char* variable, unsigned long long otherwise) {
  const auto* given = std::getenv(variable);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

struct fixture {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  std::mt19937_64 random;
  int damaged = 0;

  std::size_t pick(std::size_t count) {
    return static_cast<std::size_t>(random() % count);
  }

  std::string noise() {
    auto bytes = std::string(1 + pick(300), '\0');
    for (auto& byte : bytes)
      byte = static_cast<char>(random());
    return bytes;
  }

  std::string damage(std::string record) {
    ++damaged;
    switch (pick(8)) {
      case 0:
        return {};
      case 1:
        return record + record;
      case 2:
        return noise() + record;
      case 3:
        return record + noise();
      case 4:
        return record.substr(0, pick(record.size()));
      case 5:
        return noise();
      case 6:
        // The header, so that lengths and kinds lie.
        record[pick(5)] = static_cast<char>(random());
        return record;
      default:
        record[pick(record.size())] ^= static_cast<char>(1U << pick(8));
        return record;
    }
  }

  void attack(const tls::context& dialler, const tls::context& acceptor,
              tls::expected_peer accepts) {
    auto seed = chosen("TASKRAFT_FUZZ_SEED", std::random_device{}());
    auto sessions = chosen("TASKRAFT_FUZZ_SESSIONS", usual_sessions);
    BOOST_TEST_MESSAGE("seed " << seed);
    random.seed(seed);
    auto failed = 0;
    for (auto i = 0ULL; i < sessions; ++i) {
      auto both
        = tests::tls_pair{std::make_shared<const tls::context>(dialler),
                          {},
                          std::make_shared<const tls::context>(acceptor),
                          accepts};
      auto target = pick(6);
      auto at = std::size_t{0};
      auto disturb = [&](const std::string& record) {
        return at++ == target ? damage(record) : record;
      };
      both.run(disturb);
      for (auto round = 0; round < 3 && both.dialler.is_done; ++round) {
        both.dialler.session.write(words);
        both.run(disturb);
      }
      auto whole = std::string{words} + std::string{words} + std::string{words};
      BOOST_REQUIRE_MESSAGE(whole.starts_with(both.acceptor.heard),
                            "session " << i << " of seed " << seed);
      failed += both.acceptor.has_failed ? 1 : 0;
      if (both.acceptor.has_failed)
        BOOST_TEST_REQUIRE(!both.acceptor.session.problem().empty());
      // Nobody is known before the handshake is over.
      if (!both.acceptor.is_done)
        BOOST_TEST_REQUIRE(both.acceptor.heard.empty());
    }
    BOOST_TEST(damaged > static_cast<int>(sessions / 2));
    BOOST_TEST(failed > static_cast<int>(sessions / 4));
  }
};

BOOST_FIXTURE_TEST_SUITE(damaged_sessions, fixture)

BOOST_AUTO_TEST_CASE(say_nothing_false_to_a_node) {
  auto context
    = tls::load_context(tls::use::nodes, ca.issue("one", tests::for_node(1)));
  attack(*context.made, *context.made, {kind::node});
}

BOOST_AUTO_TEST_CASE(say_nothing_false_on_the_other_ports) {
  auto files = ca.issue("one", tests::for_node(1));
  auto port = tls::load_context(tls::use::browsers, files);
  auto own = tls::certificate_files{};
  own.ca = ca.file();
  auto program = tls::load_context(tls::use::program, own);
  attack(*program.made, *port.made, {});
  // With the older version, too.
  SSL_CTX_set_max_proto_version(program.made->handle.get(), TLS1_2_VERSION);
  attack(*program.made, *port.made, {});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace damage_test
