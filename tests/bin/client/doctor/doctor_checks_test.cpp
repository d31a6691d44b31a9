#include "tests/bin/client/doctor/findings_check.hpp"

namespace doctor_checks_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace taskraft::tests;

/// A node that works well.
struct machine_fixture {
  machine_facts x;

  machine_fixture() {
    x.config = "node1.toml";
    x.node = 1;
    x.runs = true;
    x.election_timeout_us = 150'000;
    x.doors = {{"node.listen",
                "127.0.0.1:7101",
                door_facts::state::taken,
                {},
                true,
                false},
               {"gateway.listen",
                "127.0.0.1:7201",
                door_facts::state::taken,
                {},
                true,
                false}};
    x.neighbours = {{2, "127.0.0.1:7102", {}}};
    x.data = {.path = "var/node1",
              .exists = true,
              .free_bytes = 50 * gib,
              .total_bytes = 100 * gib,
              .unusual_kind = {},
              .sync_us = {900, 1000, 1100, 5000},
              .trouble = {}};
    x.store = "sqlite";
    x.clock_is_kept = true;
    x.now_us = 20'000 * day;
  }

  door_facts& door() {
    return x.doors.front();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_doctor_of_a_machine, machine_fixture)

BOOST_AUTO_TEST_CASE(finds_nothing_where_nothing_is_wrong) {
  BOOST_TEST(worst(check_machine(x)) == health::ok);
  BOOST_TEST(exit_code_of(check_machine(x)) == exit_code::done);
  BOOST_TEST(check_machine(x).size() >= 7U);
}

// It advised to start it.
BOOST_AUTO_TEST_CASE(says_that_a_removed_node_stays_down) {
  x.refusal = "node 1 was removed from the cluster";
  require(check_refusal(x), health::failure, x.refusal);
  BOOST_TEST(check_refusal(x).front().advice.starts_with("do not start it"));
  x.refusal = "node 1 has another auth.mode";
  require(check_refusal(x), health::failure, x.refusal);
  BOOST_TEST(check_refusal(x).front().advice.starts_with("correct"));
}

BOOST_AUTO_TEST_CASE(looks_at_nothing_else_while_settings_are_wrong) {
  x.settings_trouble = "node1.toml:3: node.id: expected an integer";
  auto all = check_machine(x);
  BOOST_TEST(all.size() == 1U);
  require(all, health::failure, "node1.toml:3: node.id");
  BOOST_TEST(exit_code_of(all) == exit_code::failure);
}

BOOST_AUTO_TEST_CASE(warns_of_secrets_and_of_plain_text) {
  x.exposed_secrets = {"http.metrics_token_file: everybody may read it"};
  require(check_settings(x), health::warning, "everybody may read it");
  x.exposed_secrets.clear();
  door().plaintext = true;
  BOOST_TEST(worst(check_settings(x)) == health::ok);
  door().loopback = false;
  require(check_settings(x), health::warning,
          "node.listen 127.0.0.1:7101 is reached from elsewhere without TLS");
}

BOOST_AUTO_TEST_CASE(knows_who_listens_where_the_node_should) {
  using state = door_facts::state;
  door().is = state::free;
  require(check_doors(x), health::warning, "does not listen there");
  x.runs = false;
  require(check_doors(x), health::failure, "is taken");
  for (auto& each : x.doors)
    each.is = state::free;
  BOOST_TEST(worst(check_doors(x)) == health::ok);
  door().is = state::unusable;
  door().trouble = "Cannot assign requested address";
  require(check_doors(x), health::failure, "Cannot assign");
}

BOOST_AUTO_TEST_CASE(warns_of_members_that_cannot_be_reached) {
  x.neighbours[0].trouble = "Connection refused";
  require(check_neighbours(x), health::warning, "node 2 at 127.0.0.1:7102");
}

BOOST_AUTO_TEST_CASE(measures_the_room_on_a_disk) {
  x.data.free_bytes = 10 * gib;
  BOOST_TEST(worst(check_disks(x)) == health::ok);
  x.data.free_bytes = 9 * gib;
  require(check_disks(x), health::warning, "9.0 GiB of 100 GiB free");
  x.data.free_bytes = 2 * gib;
  require(check_disks(x), health::failure, "2.0 GiB of 100 GiB free");
  x.data.exists = false;
  BOOST_TEST(worst(check_disks(x)) == health::skipped);
}

BOOST_AUTO_TEST_CASE(measures_how_fast_a_disk_is) {
  x.data.sync_us = {11'000, 12'000, 13'000};
  require(check_disks(x), health::warning, "after 12 ms");
  x.data.sync_us = {1000, 1000, 80'000};
  require(check_disks(x), health::warning, "at worst 80 ms");
  x.data.sync_us.clear();
  x.data.trouble = "Permission denied";
  BOOST_TEST(worst(check_disks(x)) == health::skipped);
}

BOOST_AUTO_TEST_CASE(warns_of_what_is_no_disk) {
  x.data.unusual_kind = "tmpfs";
  require(check_disks(x), health::warning, "lies on tmpfs");
  x.data.unusual_kind = "nfs";
  require(check_disks(x), health::warning, "lies on nfs");
}

BOOST_AUTO_TEST_CASE(looks_at_the_directory_of_backups) {
  x.backups = x.data;
  x.backups->path = "var/backups";
  BOOST_TEST(worst(check_disks(x)) == health::ok);
  x.backups->trouble = "Read-only file system";
  require(check_disks(x), health::failure, "var/backups: nothing can be");
}

BOOST_AUTO_TEST_CASE(tells_of_a_store_that_does_not_answer) {
  x.store = "mysql at tcp://127.0.0.1:3306";
  x.store_trouble = "Access denied";
  require(check_store(x), health::failure, "Access denied");
}

BOOST_AUTO_TEST_CASE(warns_of_a_clock_that_nobody_keeps) {
  x.clock_is_kept = false;
  require(check_own_clock(x), health::warning, "nobody keeps");
  x.clock_is_kept.reset();
  BOOST_TEST(worst(check_own_clock(x)) == health::skipped);
}

BOOST_AUTO_TEST_CASE(warns_of_certificates_before_they_expire) {
  x.certificates = {{"tls.peer_certificate", "n.crt", x.now_us + 31 * day, {}}};
  BOOST_TEST(worst(check_certificates(x)) == health::ok);
  x.certificates[0].expires_us = x.now_us + 29 * day;
  require(check_certificates(x), health::warning, "expires in 29 days");
  x.certificates[0].expires_us = x.now_us - 2 * hour;
  require(check_certificates(x), health::failure, "expired 2 hours ago");
  x.certificates[0].trouble = "no such file";
  require(check_certificates(x), health::failure, "no such file");
}

BOOST_AUTO_TEST_CASE(says_what_a_list_of_revoked_certificates_does) {
  x.certificates = {{.key = "tls.peer_certificate",
                     .path = "n.crt",
                     .expires_us = x.now_us + 31 * day,
                     .is_revoked = true}};
  require(check_certificates(x), health::failure, "was revoked");
  x.certificates = {{.key = "tls.peer_crl",
                     .path = "r.pem",
                     .expires_us = x.now_us + 8 * day,
                     .is_list = true}};
  BOOST_TEST(worst(check_certificates(x)) == health::ok);
  x.certificates[0].expires_us = x.now_us + 6 * day;
  require(check_certificates(x), health::warning, "expires in 6 days");
  x.certificates[0].expires_us = x.now_us - 2 * hour;
  require(check_certificates(x), health::failure, "expired 2 hours ago");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace doctor_checks_test
