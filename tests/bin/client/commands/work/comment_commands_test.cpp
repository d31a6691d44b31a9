#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace commands_comment_test {

using namespace taskraft::client;

wire::Comment comment(std::uint64_t id, const std::string& text) {
  auto x = wire::Comment{};
  x.set_id(id);
  x.set_rev(9);
  x.set_task(42);
  x.set_author("ann");
  x.set_text(text);
  x.set_created_at_us(1'796'137'200'000'000);
  x.set_updated_at_us(1'796'137'201'000'000);
  return x;
}

wire::Answer page(std::uint64_t id, const std::string& text, bool more) {
  auto x = wire::Answer{};
  *x.mutable_comments()->add_comments() = comment(id, text);
  x.mutable_comments()->set_more(more);
  return x;
}

constexpr auto as_json
  = R"({"id":5,"rev":9,"task":42,"author":"ann","text":"Why?",)"
    R"("mentions":[],"created_at":"2026-12-01T15:00:00.000Z",)"
    R"("updated_at":"2026-12-01T15:00:01.000Z"})";

BOOST_FIXTURE_TEST_SUITE(a_comment_command, run_fixture)

BOOST_AUTO_TEST_CASE(adds_a_comment_and_prints_its_id) {
  auto result = wire::Result{};
  *result.mutable_comment() = comment(5, "Why?");
  cluster.answer(result);
  BOOST_TEST(run_words({"comment", "add", "#42", "Why?"}) == 0);
  BOOST_TEST(out.str() == "5\n");
  BOOST_TEST(cluster.command().add_comment().task() == 42U);
  BOOST_TEST(cluster.command().add_comment().text() == "Why?");
  cluster.answer(result);
  BOOST_TEST(run_words({"comment", "add", "42", "Why?", "--json"}) == 0);
  BOOST_TEST(out.str() == std::string{as_json} + "\n");
}

BOOST_AUTO_TEST_CASE(lists_page_by_page) {
  cluster.answer(page(5, "Why?", true));
  cluster.answer(page(8, "two\nlines", false));
  BOOST_TEST(run_words({"comment", "list", "42"}) == 0);
  BOOST_TEST(out.str()
             == "5\tann\t2026-12-01T15:00:00.000Z\tWhy?\n"
                "8\tann\t2026-12-01T15:00:00.000Z\ttwo\\nlines\n");
  BOOST_TEST(cluster.query(0).list_comments().limit() == 50U);
  BOOST_TEST(cluster.query(1).list_comments().after() == 5U);
  BOOST_TEST(cluster.query(1).list_comments().limit() == 49U);
}

BOOST_AUTO_TEST_CASE(lists_as_an_array_of_the_contracts_objects) {
  cluster.answer(page(5, "Why?", false));
  BOOST_TEST(run_words({"comment", "list", "42", "--json"}) == 0);
  BOOST_TEST(out.str() == "[" + std::string{as_json} + "]\n");
}

BOOST_AUTO_TEST_CASE(says_which_value_is_wrong) {
  BOOST_TEST(run_words({"comment", "add", "x", "text"}) == 7);
  BOOST_TEST(run_words({"comment", "add", "1", "\xff"}) == 7);
  cluster.refuse_command(taskraft::errc::not_ready, "", "it waits");
  BOOST_TEST(run_words({"comment", "add", "1", "text"}) == 6);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_comment_test
