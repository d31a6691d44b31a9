// The page that people use in a browser: its files lie in the program.

#pragma once

#include "actors/http/message.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::http {

struct page_file {
  /// Below the base path: "assets/index-CMO2dQ7a.js".
  std::string_view name;
  std::string_view content_type;
  /// Of the content, in hexadecimal.
  std::string_view digest;
  std::string_view content;
  std::string_view gzip;
};

/// Every file, made from web/dist when the program is built.
std::span<const page_file> page_files();

/// What a browser may do with the page: `members` are the origins of the other
/// members, which the page may ask.
std::string content_security_policy(const std::vector<std::string>& members);

/// Whether the page or one of its files is at this path.
bool is_page_path(std::string_view path, std::string_view base_path,
                  std::span<const page_file> files);

/// A file of the page, or the page itself for any other path that a person may
/// have opened; nothing if the request asks for neither.
std::optional<response> page_response(const request& x,
                                      std::string_view base_path,
                                      const std::vector<std::string>& members,
                                      std::span<const page_file> files);

} // namespace taskraft::http
