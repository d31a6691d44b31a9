#include "actors/gateway/authenticator.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>

namespace authenticator_test {

using namespace taskraft;

struct fixture : tests::stage {
  fixture() {
    // Cheap, and its parameters differ from each other.
    options.cost = {.passes = 2, .memory_bytes = 64U << 10U};
    options.keep_setup_link = [this](const std::string& secret) -> status {
      kept.push_back(secret);
      return done{};
    };
  }

  protocol::authenticator_actor& asked() {
    if (!authenticator)
      authenticator = watched(system.spawn(actors::authenticator, options));
    return authenticator;
  }

  std::string hash(const std::string& password) {
    gateway.tell(asked(), protocol::hash_password{3, password});
    drain();
    auto all = gateway.take<protocol::password_hashed>();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].context == 3U);
    return all[0].hash;
  }

  bool matches(const std::string& hash, const std::string& password) {
    gateway.tell(asked(), protocol::check_password{4, password, hash});
    drain();
    auto all = gateway.take<protocol::password_checked>();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].context == 4U);
    return all[0].matches;
  }

  static std::string made_with(std::uint64_t passes, std::size_t memory_bytes,
                               const std::string& password,
                               int algorithm = crypto_pwhash_ALG_ARGON2ID13) {
    auto made = std::array<char, crypto_pwhash_STRBYTES>{};
    BOOST_REQUIRE(crypto_pwhash_str_alg(made.data(), password.data(),
                                        password.size(), passes, memory_bytes,
                                        algorithm)
                  == 0);
    return made.data();
  }

  actors::authenticator_options options;
  std::vector<std::string> kept;
  tests::probe gateway{system};
  protocol::authenticator_actor authenticator;
};

BOOST_FIXTURE_TEST_SUITE(the_authenticator, fixture)

BOOST_AUTO_TEST_CASE(knows_the_password_of_a_hash) {
  auto one = hash("correct horse");
  BOOST_TEST(one.starts_with("$argon2id$v=19$m=64,t=2,p=1$"));
  BOOST_TEST(matches(one, "correct horse"));
  BOOST_TEST(!matches(one, "correct hors"));
  BOOST_TEST(!matches(one, ""));
  // Each has a salt of its own.
  BOOST_TEST(hash("correct horse") != one);
}

BOOST_AUTO_TEST_CASE(takes_a_password_for_bytes) {
  auto text = std::string{"a\0b\xff", 4};
  auto one = hash(text);
  BOOST_TEST(matches(one, text));
  BOOST_TEST(!matches(one, std::string{"a\0c\xff", 4}));
  BOOST_TEST(!matches(one, "a"));
}

BOOST_AUTO_TEST_CASE(makes_hashes_that_cost_what_was_decided) {
  options.cost = {};
  BOOST_TEST(hash("x").starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

BOOST_AUTO_TEST_CASE(refuses_hashes_that_cost_more_than_its_own) {
  asked();
  BOOST_TEST(!matches(made_with(3, 64U << 10U, "x"), "x"));
  BOOST_TEST(!matches(made_with(2, 128U << 10U, "x"), "x"));
  BOOST_TEST(matches(made_with(1, 32U << 10U, "x"), "x"));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_hash_of_its_kind) {
  asked();
  BOOST_TEST(
    !matches(made_with(3, 32U << 10U, "x", crypto_pwhash_ALG_ARGON2I13), "x"));
  auto one = hash("x");
  BOOST_TEST(!matches(one.substr(0, one.size() - 4), "x"));
  BOOST_TEST(!matches(one + std::string(200, 'a'), "x"));
  for (const auto* text :
       {"x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$",
        "$argon2id$v=19$m=-8,t=-1,p=1$a$b", "$argon2id$v=19$m=64,t=2,p=2$a$b"})
    BOOST_TEST(!matches(text, "x"), text);
}

BOOST_AUTO_TEST_CASE(works_as_hard_for_a_user_that_does_not_exist) {
  auto verified = std::vector<std::string>{};
  options.verify = [&](const std::string& hash, const std::string& password) {
    verified.push_back(hash);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                    password.size())
           == 0;
  };
  auto costs_as_much = [](const std::string& hash) {
    return hash.starts_with("$argon2id$v=19$m=64,t=2,p=1$");
  };
  // The hash of nobody is that of the empty password, which opens nothing.
  BOOST_TEST(!matches("", ""));
  BOOST_TEST(!matches("", "x"));
  BOOST_TEST(!matches(made_with(3, 64U << 10U, "x"), "x"));
  BOOST_TEST_REQUIRE(verified.size() == 3U);
  BOOST_TEST(std::ranges::all_of(verified, costs_as_much));
}

BOOST_AUTO_TEST_CASE(keeps_a_set_up_link_and_removes_it) {
  tell(asked(), protocol::keep_setup_link{"admin.secret"});
  tell(asked(), protocol::keep_setup_link{""});
  drain();
  BOOST_TEST(kept == (std::vector<std::string>{"admin.secret", ""}));
  options.keep_setup_link = {};
  authenticator = nullptr;
  tell(asked(), protocol::keep_setup_link{"admin.secret"});
  drain();
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace authenticator_test
