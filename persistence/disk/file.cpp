#include "persistence/disk/file.hpp"

namespace taskraft::persistence {

std::string parent_directory(const std::string& path) {
  auto slash = path.find_last_of('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

status make_directories(file_system& files, const std::string& path) {
  auto there = files.exists(path);
  if (!there)
    return there.error();
  if (*there)
    return done{};
  auto parent = parent_directory(path);
  if (parent != path)
    if (auto made = make_directories(files, parent); !made)
      return made;
  if (auto made = files.make_directory(path); !made)
    return made;
  return files.sync_directory(parent);
}

result<std::optional<std::string>> read_file(file_system& files,
                                             const std::string& path) {
  auto there = files.exists(path);
  if (!there)
    return there.error();
  if (!*there)
    return std::optional<std::string>{};
  auto opened = files.open(path, open_mode::existing);
  if (!opened)
    return opened.error();
  auto size = (*opened)->size();
  if (!size)
    return size.error();
  auto content = std::string(*size, '\0');
  auto got = (*opened)->read(0, content);
  if (!got)
    return got.error();
  content.resize(*got);
  return std::optional{std::move(content)};
}

status replace_file(file_system& files, const std::string& path,
                    std::string_view content) {
  auto fresh = path + ".new";
  auto opened = files.open(fresh, open_mode::create);
  if (!opened)
    return opened.error();
  if (auto written = (*opened)->write(0, {&content, 1}); !written)
    return written;
  if (auto synced = (*opened)->sync(); !synced)
    return synced;
  if (auto renamed = files.rename(fresh, path); !renamed)
    return renamed;
  return files.sync_directory(parent_directory(path));
}

} // namespace taskraft::persistence
