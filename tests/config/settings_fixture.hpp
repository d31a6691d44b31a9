// Settings files that tests write, load and expect to be refused.

#pragma once

#include "config/settings.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace taskraft::tests {

inline constexpr auto least = R"([node]
id = 2
[cluster]
name = "demo"
members = [
  { id = 3, address = "127.0.0.1:7103" },
  { id = 2, address = "127.0.0.1:7102" },
]
[auth]
mode = "open"
)";

struct settings_fixture {
  std::filesystem::path folder = make_folder();
  std::string path = (folder / "node.toml").string();

  static std::filesystem::path make_folder() {
    auto name
      = (std::filesystem::temp_directory_path() / "settings.XXXXXX").string();
    BOOST_REQUIRE(mkdtemp(name.data()));
    return name;
  }
  ~settings_fixture() {
    std::filesystem::remove_all(folder);
  }

  result<config::settings> load(const std::string& text) {
    std::ofstream{path} << text;
    return config::load_settings(path);
  }

  config::settings require_loaded(const std::string& text) {
    auto loaded = load(text);
    if (!loaded)
      BOOST_FAIL(loaded.error().detail);
    return *loaded;
  }

  /// `problem` begins with the line, as in `3: node.id: expected ...`.
  void require_refused(const std::string& text, const std::string& problem) {
    auto loaded = load(text);
    BOOST_REQUIRE_MESSAGE(!loaded, "accepted, expected " + problem);
    BOOST_TEST(loaded.error().code == errc::invalid_value);
    auto detail = loaded.error().detail;
    BOOST_TEST(detail.substr(0, path.size() + 1 + problem.size())
               == path + ':' + problem);
    BOOST_TEST(detail.find('\n') == std::string::npos);
  }

  /// The smallest file with one more group, which starts in line 11.
  void require_extra_refused(const std::string& group,
                             const std::string& problem) {
    require_refused(least + group, problem);
  }
};

/// `text` with its only `from` replaced.
inline std::string with(std::string text, const std::string& from,
                        const std::string& to) {
  auto place = text.find(from);
  BOOST_TEST_REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

} // namespace taskraft::tests
