#include "bin/client/files/importer.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <string>
#include <vector>

namespace importer_test {

using namespace taskraft::client;
namespace wire = taskraft::tasks::wire;

/// A cluster that creates what it is sent, but for titles that it refuses.
struct fixture {
  import_row row(const std::string& id, const std::string& parent = "") {
    auto x = import_row{};
    x.number = ++number;
    x.id = id;
    x.parent = parent;
    x.task.set_title(id);
    return x;
  }

  wire::CreatedTasks create(std::size_t chunk, const wire::CreateTasks& rows) {
    BOOST_TEST(chunk == ++chunks);
    auto results = wire::CreatedTasks{};
    for (const auto& each : rows.items()) {
      auto& result = *results.add_items();
      if (each.title() == refused) {
        result.mutable_refusal()->set_pointer("/title");
        result.mutable_refusal()->set_message("is bad");
        auto& other = *result.mutable_refusal()->add_more();
        other.set_pointer("/labels");
        other.set_message("there is no x");
        continue;
      }
      result.mutable_task()->set_id(++last_id);
      created[each.title()] = last_id;
      parents[each.title()] = each.parent();
    }
    return results;
  }

  std::size_t number = 0;
  std::size_t chunks = 0;
  std::uint64_t last_id = 100;
  std::string refused;
  std::map<std::string, std::uint64_t> created;
  std::map<std::string, std::uint64_t> parents;
  std::map<std::string, std::string> failed;
  importer into{[this](std::size_t chunk, const wire::CreateTasks& rows) {
                  return create(chunk, rows);
                },
                [this](const import_row& x) { failed[x.id] = x.problem; }};
};

BOOST_FIXTURE_TEST_SUITE(an_importer, fixture)

BOOST_AUTO_TEST_CASE(sends_at_most_200_rows_at_once) {
  for (auto i = 0; i < 450; ++i)
    into.add(row(std::to_string(i)));
  into.finish();
  BOOST_TEST(chunks == 3U);
  BOOST_TEST(into.imported() == 450U);
  BOOST_TEST(into.failed() == 0U);
}

BOOST_AUTO_TEST_CASE(sends_no_command_that_is_too_large) {
  for (auto i = 0; i < 12; ++i) {
    auto x = row(std::to_string(i));
    x.task.set_description(std::string(64UL << 10U, 'x'));
    into.add(x);
  }
  into.finish();
  BOOST_TEST(chunks == 3U);
}

BOOST_AUTO_TEST_CASE(sends_parents_before_their_parts) {
  into.add(row("leaf", "branch"));
  into.add(row("branch", "root"));
  into.add(row("root"));
  into.add(row("twig", "root"));
  into.finish();
  BOOST_TEST(into.imported() == 4U);
  BOOST_TEST(parents["leaf"] == created["branch"]);
  BOOST_TEST(parents["branch"] == created["root"]);
  BOOST_TEST(parents["twig"] == created["root"]);
  BOOST_TEST(parents["root"] == 0U);
}

BOOST_AUTO_TEST_CASE(says_why_rows_failed_and_their_parts_with_them) {
  refused = "bad";
  auto broken = row("broken");
  fail(broken, "due: `soon` is neither a day nor a moment");
  into.add(broken);
  into.add(row("bad"));
  into.add(row("part", "bad"));
  into.add(row("lost", "nowhere"));
  into.add(row("one", "two"));
  into.add(row("two", "one"));
  into.add(row("good"));
  into.finish();
  BOOST_TEST(into.imported() == 1U);
  BOOST_TEST(into.failed() == 6U);
  BOOST_TEST(failed["broken"] == "due: `soon` is neither a day nor a moment");
  BOOST_TEST(failed["bad"] == "title: is bad; labels: there is no x");
  BOOST_TEST(failed["part"] == "its parent was not imported");
  BOOST_TEST(failed["lost"] == "the file has no task nowhere");
  BOOST_TEST(failed.contains("one"));
  BOOST_TEST(failed.contains("two"));
}

BOOST_AUTO_TEST_CASE(says_all_that_is_wrong_with_a_row) {
  auto broken = row("broken");
  set_field(broken, "due", "soon");
  set_field(broken, "priority", "huge");
  into.add(broken);
  into.finish();
  BOOST_TEST(failed["broken"]
             == "due: `soon` is neither a day nor a moment; priority: `huge` "
                "is none of none, low, medium, high, urgent");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace importer_test
