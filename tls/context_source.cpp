#include "tls/context_source.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace taskraft::tls {

namespace {

/// Changes whenever a file is written or replaced, by way of a link, too.
std::string state_of(const certificate_files& files) {
  auto text = std::string{};
  for (const auto* path :
       {&files.certificate, &files.key, &files.ca, &files.crl}) {
    struct stat about = {};
    if (path->empty() || ::stat(path->c_str(), &about) != 0) {
      text += "-;";
      continue;
    }
    for (auto number :
         {static_cast<long>(about.st_dev), static_cast<long>(about.st_ino),
          static_cast<long>(about.st_size),
          static_cast<long>(about.st_mtim.tv_sec),
          static_cast<long>(about.st_mtim.tv_nsec)})
      text += std::to_string(number) + ',';
  }
  return text;
}

} // namespace

context_source::context_source(use what, certificate_files files,
                               std::shared_ptr<const context> first)
  : use_(what), files_(std::move(files)), current_(std::move(first)),
    state_(state_of(files_)) {
}

bool context_source::has_changed() const {
  auto now = state_of(files_);
  auto guard = std::lock_guard{mutex_};
  return now != state_;
}

std::shared_ptr<session> context_source::begin(side which,
                                               expected_peer expected) const {
  auto guard = std::lock_guard{mutex_};
  if (sessions_.size() >= most_sessions_) {
    std::erase_if(sessions_, [](const auto& x) { return x.expired(); });
    most_sessions_ = std::max(most_sessions_, 2 * sessions_.size());
  }
  auto made = std::make_shared<session>(current_, which, std::move(expected));
  sessions_.push_back(made);
  return made;
}

std::optional<file_problem> context_source::load() {
  // What changes meanwhile is found the next time.
  auto state = state_of(files_);
  if (auto problem = replace(state, load_context(use_, files_)))
    return problem;
  // Nothing else waits while certificates are judged.
  auto open = std::vector<std::shared_ptr<session>>{};
  {
    auto guard = std::lock_guard{mutex_};
    for (const auto& each : sessions_)
      if (auto live = each.lock())
        open.push_back(std::move(live));
  }
  for (const auto& each : open)
    each->judge_again(current());
  return std::nullopt;
}

std::optional<file_problem> context_source::replace(const std::string& state,
                                                    loaded_context loaded) {
  auto guard = std::lock_guard{mutex_};
  state_ = state;
  if (!loaded.made)
    return loaded.problem;
  // The others would refuse it.
  if (use_ == use::nodes && current_ && loaded.made->own != current_->own)
    return file_problem{"certificate",
                        "expected a certificate for " + to_string(current_->own)
                          + ", found one for " + to_string(loaded.made->own)};
  current_ = std::move(loaded.made);
  return std::nullopt;
}

} // namespace taskraft::tls
