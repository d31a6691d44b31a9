#include "persistence/disk/refusal.hpp"

namespace taskraft::persistence {

namespace {

std::string refusal_mark_in(const std::string& data_directory) {
  return data_directory + "/refused";
}

} // namespace

status note_refusal(file_system& files, const std::string& data_directory,
                    const std::string& why) {
  return replace_file(files, refusal_mark_in(data_directory), why + "\n");
}

result<std::optional<std::string>>
last_refusal(file_system& files, const std::string& data_directory) {
  auto mark = read_file(files, refusal_mark_in(data_directory));
  if (mark && *mark)
    return std::optional{(*mark)->substr(0, (*mark)->find('\n'))};
  return mark;
}

status forget_refusal(file_system& files, const std::string& data_directory) {
  auto path = refusal_mark_in(data_directory);
  auto there = files.exists(path);
  if (!there)
    return there.error();
  return *there ? files.remove(path) : status{done{}};
}

} // namespace taskraft::persistence
