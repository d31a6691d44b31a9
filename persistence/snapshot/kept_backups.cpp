#include "persistence/snapshot/kept_backups.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr auto backup_suffix = std::string_view{".backup"};
constexpr auto unchecked_suffix = std::string_view{".unchecked"};
constexpr auto time_pattern = std::string_view{"00000000T000000Z"};

std::string time_text(std::uint64_t time_us) {
  auto seconds = static_cast<std::time_t>(time_us / 1'000'000);
  auto parts = std::tm{};
  ::gmtime_r(&seconds, &parts);
  auto text = std::array<char, 32>{};
  auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return {text.data(), size};
}

bool is_time_text(std::string_view x) {
  return std::ranges::equal(x, time_pattern, [](char found, char wanted) {
    return wanted == '0' ? '0' <= found && found <= '9' : found == wanted;
  });
}

/// What follows the time in a name of this place; nothing if it is another's.
std::optional<std::string_view> end_of(const backup_place& place,
                                       std::string_view name) {
  auto begin = place.prefix + '-';
  if (!name.starts_with(begin))
    return std::nullopt;
  name.remove_prefix(begin.size());
  if (name.size() <= time_pattern.size()
      || !is_time_text(name.substr(0, time_pattern.size())))
    return std::nullopt;
  return name.substr(time_pattern.size());
}

std::string path_of(const backup_place& place, const std::string& name) {
  return place.directory + '/' + name;
}

/// The names whose ends say so, sorted.
result<std::vector<std::string>> names_at(const backup_place& place,
                                          bool (*fits)(std::string_view end)) {
  auto names = place.files->list(place.directory);
  if (!names)
    return names.error();
  std::erase_if(*names, [&](const std::string& name) {
    auto end = end_of(place, name);
    return !end || !fits(*end);
  });
  return names;
}

bool is_unchecked(std::string_view end) {
  return end.starts_with(std::string{backup_suffix}.append(unchecked_suffix));
}

status remove_unchecked(const backup_place& place) {
  auto names = names_at(place, is_unchecked);
  if (!names)
    return names.error();
  for (const auto& name : *names)
    if (auto removed = place.files->remove(path_of(place, name)); !removed)
      return removed;
  return done{};
}

/// From the disk itself, not from memory.
status read_back(const backup_place& place, const std::string& path,
                 const raft::snapshot_about& written) {
  auto file = snapshot_file::open(*place.files, path);
  if (!file)
    return file.error();
  (*file)->forget_cached();
  if (auto whole = (*file)->verify(); !whole)
    return whole;
  if ((*file)->about().checksum != written.checksum
      || (*file)->about().size_bytes != written.size_bytes)
    return failure{errc::corrupted, path + ": is not what was written"};
  return place.check ? place.check(**file) : status{done{}};
}

} // namespace

std::string backup_name(const std::string& prefix, std::uint64_t time_us) {
  return prefix + '-' + time_text(time_us) + std::string{backup_suffix};
}

result<std::vector<std::string>> backups_at(const backup_place& place) {
  return names_at(place,
                  [](std::string_view end) { return end == backup_suffix; });
}

result<raft::snapshot_about> take_backup(const backup_place& place,
                                         std::uint64_t time_us,
                                         const backup_source& write) {
  if (auto made = make_directories(*place.files, place.directory); !made)
    return made.error();
  if (auto removed = remove_unchecked(place); !removed)
    return removed.error();
  auto path = path_of(place, backup_name(place.prefix, time_us));
  auto unchecked = path + std::string{unchecked_suffix};
  auto about = write(unchecked);
  if (!about)
    return about;
  if (auto whole = read_back(place, unchecked, *about); !whole) {
    // Nobody needs it; if this fails, the next attempt removes it.
    static_cast<void>(place.files->remove(unchecked));
    return whole.error();
  }
  if (auto renamed = place.files->rename(unchecked, path); !renamed)
    return renamed.error();
  if (auto synced = place.files->sync_directory(place.directory); !synced)
    return synced.error();
  return about;
}

result<std::vector<std::string>> remove_old_backups(const backup_place& place,
                                                    std::uint64_t taken_us) {
  auto names = backups_at(place);
  if (!names)
    return names;
  auto others = std::max(place.keep, std::size_t{1}) - 1;
  std::erase(*names, backup_name(place.prefix, taken_us));
  names->resize(names->size() - std::min(names->size(), others));
  for (const auto& name : *names)
    if (auto removed = place.files->remove(path_of(place, name)); !removed)
      return removed.error();
  return names;
}

} // namespace taskraft::persistence
