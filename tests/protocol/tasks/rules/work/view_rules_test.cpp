#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <string>

namespace view_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve"}) {
      create(name);
      as[name] = log_in(name, name);
    }
    auto project = wire::Command{};
    project.mutable_create_project()->set_key("OPS");
    project.mutable_create_project()->set_name("Operations");
    apply(project, as["ann"]);
    auto member = wire::Command{};
    member.mutable_set_member()->set_project("OPS");
    member.mutable_set_member()->set_username("bob");
    member.mutable_set_member()->set_role(wire::PROJECT_ROLE_MEMBER);
    apply(member, as["ann"]);
  }

  wire::Result make(const std::string& who, bool shared,
                    const std::string& project = "OPS") {
    auto x = wire::Command{};
    auto& view = *x.mutable_create_view();
    view.set_name(" Open ");
    view.set_project(project);
    view.set_shared(shared);
    view.set_query("status=todo");
    return apply(x, as[who]);
  }

  wire::Result rename(const std::string& who, std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_update_view()->set_id(id);
    x.mutable_update_view()->set_name("by " + who);
    return apply(x, as[who]);
  }

  std::map<std::string, protocol::principal> as;
};

errc code_of(const wire::Result& x) {
  return static_cast<errc>(x.refusal().code());
}

BOOST_FIXTURE_TEST_SUITE(a_view, fixture)

BOOST_AUTO_TEST_CASE(is_its_owners_own_until_it_is_shared) {
  auto made = make("bob", false);
  BOOST_TEST(made.view().name() == "Open");
  BOOST_TEST(made.view().layout() == "list");
  BOOST_TEST(code_of(rename("ann", made.view().id())) == errc::not_found);
  BOOST_TEST(rename("bob", made.view().id()).view().name() == "by bob");
  BOOST_TEST(state.find_all<wire::ViewOfProject>("OPS").empty());
}

BOOST_AUTO_TEST_CASE(is_changed_by_managers_once_it_is_shared) {
  auto id = make("bob", true).view().id();
  BOOST_TEST(rename("ann", id).view().name() == "by ann");
  BOOST_TEST(code_of(rename("eve", id)) == errc::not_found);
  auto of_ann = make("ann", true).view().id();
  BOOST_TEST(code_of(rename("bob", of_ann)) == errc::not_allowed);
  auto everybodys = make("ann", true, "").view().id();
  BOOST_TEST(code_of(rename("eve", everybodys)) == errc::not_allowed);
}

BOOST_AUTO_TEST_CASE(names_a_project_that_its_owner_sees) {
  BOOST_TEST(code_of(make("eve", true)) == errc::unknown_reference);
  BOOST_TEST(code_of(make("ann", true, "XX")) == errc::unknown_reference);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_when_it_is_deleted) {
  auto view = make("bob", true).view();
  auto x = wire::Command{};
  x.mutable_delete_view()->set_id(view.id());
  x.mutable_delete_view()->set_expected_rev(view.rev() + 1);
  BOOST_TEST(code_of(apply(x, as["bob"])) == errc::stale_revision);
  x.mutable_delete_view()->set_expected_rev(view.rev());
  BOOST_TEST(apply(x, as["bob"]).has_view());
  BOOST_TEST(state.find<wire::View>(view.id()) == nullptr);
  BOOST_TEST(state.find_all<wire::ViewOfUser>("bob").empty());
  BOOST_TEST(state.find_all<wire::ViewOfProject>("OPS").empty());
}

BOOST_AUTO_TEST_CASE(is_one_of_200_at_most) {
  for (auto i = 0; i < 200; ++i)
    BOOST_TEST_REQUIRE(make("bob", false).has_view());
  BOOST_TEST(code_of(make("bob", false)) == errc::too_many);
  BOOST_TEST(make("ann", false).has_view());
}

BOOST_AUTO_TEST_CASE(is_beside_what_a_users_page_keeps) {
  auto x = wire::Command{};
  x.mutable_update_user()->set_username("ann");
  x.mutable_update_user()->set_preferences(R"({"theme":"dark"})");
  auto before = state.find<wire::User>("ann")->rev();
  BOOST_TEST(apply(x, as["ann"]).user().rev() == before);
  BOOST_TEST(state.find<wire::Preferences>("ann")->content()
             == R"({"theme":"dark"})");
  BOOST_TEST(code_of(apply(x, as["bob"])) == errc::not_allowed);
  x.mutable_update_user()->set_preferences(std::string(8193, 'x'));
  BOOST_TEST(code_of(apply(x, as["ann"])) == errc::invalid_value);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace view_rules_test
