#include "actors/exports/exporter.hpp"
#include "protocol/actors/inner_client_actor.hpp"
#include "tasks.pb.h"
#include "tests/support/actors/stage.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace exporter_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;
using protocol::export_format;

/// Answers in `parts` parts of two tasks each, and a last one without tasks.
struct long_state : persistence::state_reader {
  result<std::vector<protocol::query_answer>>
  answer(const std::vector<persistence::query_view>&, std::uint64_t) override {
    return failure{errc::storage_failed, "it is for parts"};
  }
  status answer_in_parts(const persistence::query_view& x, std::uint64_t now_us,
                         const part_taker& take) override {
    asked_by = x.principal.id;
    asked_at = now_us;
    for (auto part = std::uint64_t{0}; part < parts; ++part) {
      auto answer = wire::Answer{};
      for (auto id : {2 * part + 1, 2 * part + 2}) {
        auto& task = *answer.mutable_tasks()->add_tasks();
        task.set_id(id);
        task.set_title(title);
      }
      if (between)
        between();
      if (auto taken = take({answer.SerializeAsString(), {40}}); !taken)
        return taken;
    }
    auto last = wire::Answer{};
    if (is_refused)
      last.mutable_refusal()->set_code(7);
    return take({last.SerializeAsString(), {40}});
  }
  result<raft::snapshot_about>
  write_snapshot(persistence::file_system&, const std::string&,
                 const persistence::stop_check&) override {
    return failure{errc::storage_failed, "it is for parts"};
  }
  result<persistence::state_digest> digest() override {
    return failure{errc::storage_failed, "it is for parts"};
  }

  std::uint64_t parts = 1;
  std::string title = "=x";
  bool is_refused = false;
  std::function<void()> between;
  std::uint64_t asked_by = 0;
  std::uint64_t asked_at = 0;
};

struct fixture : tests::stage {
  std::shared_ptr<const char> wanted = std::make_shared<const char>();
  persistence::disk_room room = {1U << 30U, 1U << 30U};
  tests::faulty_disk disk;
  long_state* state = nullptr;
  tests::probe client{system};
  protocol::exporter_actor exporter = start();

  protocol::exporter_actor start() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
    auto place = std::make_shared<actors::export_place>();
    place->files = &disk;
    place->directory = "d";
    auto reader = std::make_unique<long_state>();
    state = reader.get();
    place->reader = std::move(reader);
    place->room = [this](const std::string&) { return room; };
    return watched(system.spawn(actors::exporter, std::move(place)));
  }

  protocol::export_written write(export_format format) {
    auto x = protocol::write_export{};
    x.to = caf::actor_cast<caf::strong_actor_ptr>(client.handle());
    x.who.id = 5;
    x.now_us = 9;
    x.what.id = 3;
    x.what.format = format;
    x.what.wanted = wanted;
    tell(exporter, x);
    drain();
    auto told = client.take<protocol::export_written>();
    BOOST_TEST_REQUIRE(told.size() == 1U);
    BOOST_TEST(told[0].id == 3U);
    BOOST_TEST(disk.list("d")->empty());
    return told[0];
  }

  std::string text(export_format format) {
    auto told = write(format);
    BOOST_TEST_REQUIRE(told.text != nullptr);
    BOOST_TEST(told.visible == raft::log_index{40});
    auto found = std::string{};
    while (found.size() < told.text->size())
      found += *told.text->read(found.size(), 7);
    BOOST_TEST(told.text->read(found.size(), 7)->empty());
    return found;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_exporter, fixture)

BOOST_AUTO_TEST_CASE(writes_what_somebody_sees_in_each_format) {
  auto lines = text(export_format::ndjson);
  BOOST_TEST(lines.starts_with("{\"id\":1,"));
  BOOST_TEST(std::ranges::count(lines, '\n') == 2);
  BOOST_TEST(state->asked_by == 5U);
  BOOST_TEST(state->asked_at == 9U);
  auto list = text(export_format::json);
  BOOST_TEST(list.starts_with("[{\"id\":1,"));
  BOOST_TEST(list.find("},\n{\"id\":2,") != std::string::npos);
  BOOST_TEST(list.ends_with("}]\n"));
  auto rows = text(export_format::csv);
  BOOST_TEST(rows.starts_with("id,title,"));
  BOOST_TEST(rows.find("\r\n2,'=x,") != std::string::npos);
  state->parts = 0;
  BOOST_TEST(text(export_format::json) == "[]\n");
  BOOST_TEST(text(export_format::ndjson) == "");
}

BOOST_AUTO_TEST_CASE(writes_more_than_it_keeps_in_memory) {
  state->parts = 100;
  state->title = std::string(20'000, 'x');
  auto told = write(export_format::ndjson);
  BOOST_TEST_REQUIRE(told.text != nullptr);
  BOOST_TEST(told.text->size() > 4'000'000U);
  auto last = *told.text->read(told.text->size() - 3, 100);
  BOOST_TEST(last.size() == 3U);
  BOOST_TEST(last.ends_with('\n'));
}

BOOST_AUTO_TEST_CASE(hands_on_why_it_may_not) {
  state->parts = 0;
  state->is_refused = true;
  auto told = write(export_format::json);
  auto answer = wire::Answer{};
  BOOST_TEST(answer.ParseFromString(told.refusal));
  BOOST_TEST(answer.refusal().code() == 7U);
  BOOST_TEST(told.text == nullptr);
}

BOOST_AUTO_TEST_CASE(stops_when_nobody_waits_any_more) {
  state->parts = 10;
  auto asked = 0;
  state->between = [&] {
    if (++asked == 3)
      wanted.reset();
  };
  BOOST_TEST(write(export_format::ndjson).code == errc::unavailable);
  BOOST_TEST(asked == 3);
}

BOOST_AUTO_TEST_CASE(leaves_room_for_others) {
  state->parts = 100;
  state->title = std::string(20'000, 'x');
  room.free_bytes = (256U << 20U) + 1'000'000;
  auto told = write(export_format::ndjson);
  BOOST_TEST(told.code == errc::disk_full);
  BOOST_TEST(told.text == nullptr);
}

// A user who exported heard where the node keeps its files.
BOOST_AUTO_TEST_CASE(tells_no_paths_when_it_fails) {
  disk.before_call = [](tests::disk_call call,
                        const std::string& path) -> std::optional<failure> {
    if (call != tests::disk_call::create)
      return std::nullopt;
    return failure{errc::storage_failed, path + ": Input/output error"};
  };
  auto told = write(export_format::ndjson);
  BOOST_TEST(told.code == errc::storage_failed);
  BOOST_TEST(told.text == nullptr);
  BOOST_TEST(told.reason
             == "the node could not write the export; its log says why");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace exporter_test
