#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_schedule_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto second_us = std::uint64_t{1'000'000};
constexpr auto day_us = 24 * 3600 * second_us;

struct fixture : accounts_fixture {
  probe keeper{system};

  fixture() {
    gateway = start();
    visible(10);
    leads(1, 5);
    auto members = raft::membership{
      .cluster_id = "c1",
      .members = {{.id = {1}, .address = "one:1", .disk_id = "d"},
                  {.id = {2}, .address = "two:1", .disk_id = "e"}}};
    tell(gateway, protocol::members_changed{members, members});
    drain();
  }

  void set(actors::gateway_options& options) override {
    options.backup_every_us = day_us;
  }

  actors::gateway_partners partners() override {
    auto x = accounts_fixture::partners();
    x.backup_keeper = keeper.as<protocol::backup_keeper_actor>();
    return x;
  }

  static wire::NodeBackups row(std::uint64_t node) {
    auto x = wire::NodeBackups{};
    x.set_node(node);
    x.set_every_us(day_us);
    return x;
  }

  static wire::Answer rows(const std::vector<wire::NodeBackups>& all) {
    auto x = wire::Answer{};
    x.mutable_backups();
    for (const auto& each : all)
      *x.mutable_backups()->add_nodes() = each;
    return x;
  }

  /// Answers the next look; other questions of a leader have no answer.
  void look(const std::vector<wire::NodeBackups>& all) {
    for (auto i = 0; i < 600; i += 10) {
      pass(10);
      while (auto found = asked()) {
        if (found->query.has_list_backups())
          return read(rows(all));
        auto nothing = wire::Answer{};
        nothing.mutable_due();
        read(nothing);
      }
    }
    BOOST_ERROR("the node does not look at backups");
  }

  std::optional<forwarded_command> about_backups() {
    auto all = proposals();
    std::erase_if(all, [](const forwarded_command& x) {
      return !x.command.has_note_backup() && !x.command.has_name_backup();
    });
    BOOST_TEST(all.size() <= 1U);
    return all.empty() ? std::nullopt : std::optional{all[0]};
  }

  void done(const forwarded_command& x) {
    auto result = wire::Result{};
    *result.mutable_backups() = row(1);
    evaluated(x, result);
  }
};

BOOST_FIXTURE_TEST_SUITE(backups_of_a_gateway, fixture)

BOOST_AUTO_TEST_CASE(are_offered_as_the_settings_want_them) {
  look({});
  auto said = about_backups();
  BOOST_REQUIRE(said);
  BOOST_TEST(said->who.kind == protocol::principal_kind::node);
  BOOST_TEST(said->command.note_backup().offer().every_us() == day_us);
  done(*said);
  look({row(1)});
  // It leads, so it names one then: itself, as nobody else wants any.
  auto named = about_backups();
  BOOST_REQUIRE(named);
  BOOST_TEST(named->command.name_backup().node() == 1U);
}

BOOST_AUTO_TEST_CASE(are_offered_anew_when_the_settings_change) {
  leads(2, 6);
  look({row(1)});
  BOOST_TEST(!about_backups());
  auto wanted = protocol::backups_wanted{0, "elsewhere", 3};
  tell(gateway, wanted);
  drain();
  auto told = keeper.take<protocol::backups_wanted>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].directory == "elsewhere");
  BOOST_TEST(told[0].keep == 3U);
  look({row(1)});
  auto said = about_backups();
  BOOST_REQUIRE(said);
  BOOST_TEST(said->command.note_backup().offer().every_us() == 0U);
}

BOOST_AUTO_TEST_CASE(are_named_by_the_leader_for_a_linked_follower) {
  connect(2);
  look({row(1), row(2)});
  auto named = about_backups();
  BOOST_REQUIRE(named);
  BOOST_TEST(named->command.name_backup().node() == 2U);
  done(*named);
  leads(2, 6);
  look({row(1), row(2)});
  BOOST_TEST(!about_backups());
}

BOOST_AUTO_TEST_CASE(are_taken_once_and_told_until_the_state_knows_it) {
  leads(2, 6);
  auto own = row(1);
  own.set_named_at_us(77);
  look({own});
  look({own});
  auto orders = keeper.take<protocol::keep_backup>();
  BOOST_TEST_REQUIRE(orders.size() == 1U);
  BOOST_TEST(orders[0].named_at_us == 77U);
  keeper.tell(gateway, protocol::backup_kept{77, "", {9}, 100});
  drain();
  look({own});
  auto lost = about_backups();
  BOOST_REQUIRE(lost);
  evaluated_as(*lost, protocol::answer_status::outcome_unknown, {});
  look({own});
  auto said = about_backups();
  BOOST_REQUIRE(said);
  const auto& taken = said->command.note_backup().taken();
  BOOST_TEST(taken.named_at_us() == 77U);
  BOOST_TEST(taken.index() == 9U);
  BOOST_TEST(taken.bytes() == 100U);
  done(*said);
  look({row(1)});
  BOOST_TEST(!about_backups());
  BOOST_TEST(keeper.take<protocol::keep_backup>().empty());
}

BOOST_AUTO_TEST_CASE(say_why_they_failed) {
  leads(2, 6);
  auto own = row(1);
  own.set_named_at_us(77);
  look({own});
  // A reason ends before a character that would not be whole.
  keeper.tell(gateway, protocol::backup_kept{
                         77, std::string(199, 'x') + "\u00e4", {}, 0});
  drain();
  look({own});
  auto said = about_backups();
  BOOST_REQUIRE(said);
  BOOST_TEST(said->command.note_backup().failed().named_at_us() == 77U);
  BOOST_TEST(said->command.note_backup().failed().reason()
             == std::string(199, 'x'));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_schedule_test
