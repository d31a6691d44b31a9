#include "actors/exports/exporter.hpp"

#include "actors/exports/export_file.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/json/csv.hpp"
#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <caf/actor_cast.hpp>

#include <utility>

namespace taskraft::actors {

namespace {

using protocol::export_format;

std::string text_before(export_format format) {
  switch (format) {
    case export_format::csv:
      return json::csv_header(json::export_columns());
    case export_format::json:
      return "[";
    case export_format::ndjson:
      break;
  }
  return {};
}

std::string text_of_task(const tasks::wire::Task& task, export_format format,
                         bool is_first) {
  auto row = json::to_json(task);
  if (format == export_format::csv)
    return json::csv_of(row, json::export_columns());
  if (format == export_format::json)
    return (is_first ? "" : ",\n") + row.dump();
  return row.dump() + '\n';
}

/// One export while it is written.
class export_work {
public:
  export_work(export_place& place, const protocol::write_export& x)
    : place_(place), asked_(x) {
    told_.id = x.what.id;
  }

  protocol::export_written write(const std::string& path) {
    if (auto written = try_to_write(path); !written) {
      told_.code = written.error().code;
      told_.reason = written.error().detail;
    }
    return std::move(told_);
  }

private:
  status try_to_write(const std::string& path) {
    if (auto goes_on = check_wanted(); !goes_on)
      return goes_on;
    auto file = export_file::create(place_, path);
    if (!file)
      return file.error();
    file_ = std::move(*file);
    if (auto begun = file_->add(text_before(asked_.what.format)); !begun)
      return begun;
    auto read = place_.reader->answer_in_parts(
      {asked_.what.query.view(), asked_.who}, asked_.now_us,
      [this](const protocol::query_answer& part) { return take(part); });
    if (!read || !told_.refusal.empty())
      return read;
    if (asked_.what.format == export_format::json)
      if (auto ended = file_->add("]\n"); !ended)
        return ended;
    if (auto finished = file_->finish(); !finished)
      return finished;
    told_.text = std::move(file_);
    return done{};
  }

  status check_wanted() const {
    auto is_stopping = place_.stop && place_.stop();
    if (is_stopping || asked_.what.wanted.expired())
      return failure{errc::unavailable, "the export was stopped"};
    return done{};
  }

  status take(const protocol::query_answer& part) {
    if (auto goes_on = check_wanted(); !goes_on)
      return goes_on;
    told_.visible = part.visible;
    auto answer = tasks::wire::Answer{};
    if (!answer.ParseFromString(part.answer))
      return failure{errc::malformed, "the reader's answer is none"};
    if (answer.has_refusal()) {
      told_.refusal = part.answer;
      return done{};
    }
    for (const auto& task : answer.tasks().tasks())
      if (auto added
          = file_->add(text_of_task(task, asked_.what.format, ++tasks_ == 1));
          !added)
        return added;
    return done{};
  }

  export_place& place_;
  const protocol::write_export& asked_;
  std::unique_ptr<export_file> file_;
  std::uint64_t tasks_ = 0;
  protocol::export_written told_;
};

/// What those hear who asked: details name files of the node, for its log.
std::string reason_of(const protocol::export_written& x) {
  switch (x.code) {
    case errc::none:
    case errc::unavailable:
      return x.reason;
    case errc::disk_full:
      return "the disk has no room for the export";
    default:
      return "the node could not write the export; its log says why";
  }
}

} // namespace

protocol::exporter_actor::behavior_type
exporter(protocol::exporter_actor::stateful_pointer<exporter_state> self,
         std::shared_ptr<export_place> place) {
  auto& at = self->state.place;
  at = std::move(*place);
  // Without it each export says what is wrong.
  if (auto made = at.files->make_directory(at.directory); !made)
    logging::warn("export_failed", "detail", made.error().detail);
  return {
    [self](const protocol::write_export& x) {
      auto& state = self->state;
      auto path
        = state.place.directory + '/' + std::to_string(++state.last_number);
      auto told = export_work{state.place, x}.write(path);
      if (told.code != errc::none)
        logging::warn("export_failed", "detail", told.reason);
      told.reason = reason_of(told);
      if (auto to = caf::actor_cast<protocol::inner_client_actor>(x.to))
        self->send(to, std::move(told));
    },
  };
}

} // namespace taskraft::actors
