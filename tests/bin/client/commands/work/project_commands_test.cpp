#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace project_commands_test {

using namespace taskraft::client;

BOOST_FIXTURE_TEST_SUITE(a_new_project, run_fixture)

BOOST_AUTO_TEST_CASE(is_called_by_its_key_if_it_has_no_name) {
  auto made = wire::Result{};
  made.mutable_project()->set_key("OPS");
  cluster.answer(made);
  BOOST_TEST(run_words({"project", "create", "OPS"}) == 0);
  BOOST_TEST(cluster.command().create_project().name() == "OPS");
}

// An empty name was taken for none.
BOOST_AUTO_TEST_CASE(has_no_name_that_is_empty) {
  cluster.refuse_command(taskraft::errc::invalid_value, "/name",
                         "must not be empty");
  BOOST_TEST(run_words({"project", "create", "OPS", "--name", ""}) == 7);
  BOOST_TEST(cluster.command().create_project().name() == "");
}

// It had a line "your role" that said nothing.
BOOST_AUTO_TEST_CASE(says_no_role_to_administrators_without_one) {
  for (auto role :
       {wire::PROJECT_ROLE_UNSPECIFIED, wire::PROJECT_ROLE_VIEWER}) {
    auto made = wire::Result{};
    made.mutable_project()->set_key("OPS");
    made.mutable_project()->set_my_role(role);
    cluster.answer(made);
    out.str("");
    BOOST_TEST(run_words({"project", "edit", "OPS", "--name", "x"}) == 0);
    BOOST_TEST((out.str().find("your role") == std::string::npos)
               == (role == wire::PROJECT_ROLE_UNSPECIFIED));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace project_commands_test
