#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace commands_settings_test {

using namespace taskraft::client;

void fill(wire::SettingList& list, std::uint64_t labels) {
  auto& one = *list.add_settings();
  one.set_name("labels");
  one.set_value(labels);
  one.set_default_value(100);
  one.set_about("labels of the site");
  auto& other = *list.add_settings();
  other.set_name("views_per_user");
  other.set_value(200);
  other.set_default_value(200);
  other.set_about("views");
}

wire::Answer listed(std::uint64_t labels) {
  auto x = wire::Answer{};
  fill(*x.mutable_settings(), labels);
  return x;
}

wire::Result changed(std::uint64_t labels) {
  auto x = wire::Result{};
  fill(*x.mutable_settings(), labels);
  return x;
}

BOOST_FIXTURE_TEST_SUITE(the_settings_of_a_cluster, run_fixture)

BOOST_AUTO_TEST_CASE(are_shown_all_or_one) {
  cluster.answer(listed(7));
  BOOST_TEST(run_words({"cluster", "settings"}) == 0);
  BOOST_TEST(out.str()
             == "labels\t7\t100\tlabels of the site\n"
                "views_per_user\t200\t200\tviews\n");
  BOOST_TEST(cluster.query(0).has_list_settings());
  cluster.answer(listed(7));
  BOOST_TEST(run_words({"cluster", "settings", "labels"}) == 0);
  BOOST_TEST(out.str() == "7\n");
  cluster.answer(listed(7));
  BOOST_TEST(run_words({"cluster", "settings", "--json"}) == 0);
  BOOST_TEST(out.str() == "{\"labels\":7,\"views_per_user\":200}\n");
  cluster.answer(listed(7));
  BOOST_TEST(run_words({"cluster", "settings", "nothing"}) == 3);
}

BOOST_AUTO_TEST_CASE(are_changed_and_given_their_defaults) {
  cluster.answer(changed(9));
  BOOST_TEST(run_words({"cluster", "settings", "labels", "9", "--json"}) == 0);
  BOOST_TEST(out.str() == "{\"labels\":9}\n");
  auto first = cluster.command(0).change_settings().changes(0);
  BOOST_TEST(first.name() == "labels");
  BOOST_TEST(first.value() == 9U);
  cluster.answer(changed(100));
  BOOST_TEST(run_words({"cluster", "settings", "labels", "default"}) == 0);
  BOOST_TEST(out.str() == "100\n");
  BOOST_TEST(!cluster.command(1).change_settings().changes(0).has_value());
}

BOOST_AUTO_TEST_CASE(are_numbers) {
  for (const auto* value : {"much", "-1", "", "1k"})
    BOOST_TEST(run_words({"cluster", "settings", "labels", value}) == 7);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_settings_test
