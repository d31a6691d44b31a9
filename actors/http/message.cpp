#include "actors/http/message.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

namespace taskraft::http {

namespace {

struct named_verb {
  verb number;
  std::string_view name;
};

constexpr auto verbs = std::to_array<named_verb>({
  {verb::get, "GET"},
  {verb::head, "HEAD"},
  {verb::post, "POST"},
  {verb::put, "PUT"},
  {verb::patch, "PATCH"},
  {verb::remove, "DELETE"},
  {verb::options, "OPTIONS"},
});

struct named_status {
  unsigned number;
  std::string_view name;
};

constexpr auto statuses = std::to_array<named_status>({
  {200, "OK"},
  {201, "Created"},
  {202, "Accepted"},
  {204, "No Content"},
  {206, "Partial Content"},
  {304, "Not Modified"},
  {400, "Bad Request"},
  {401, "Unauthorized"},
  {403, "Forbidden"},
  {404, "Not Found"},
  {405, "Method Not Allowed"},
  {406, "Not Acceptable"},
  {408, "Request Timeout"},
  {409, "Conflict"},
  {412, "Precondition Failed"},
  {413, "Content Too Large"},
  {415, "Unsupported Media Type"},
  {416, "Range Not Satisfiable"},
  {421, "Misdirected Request"},
  {422, "Unprocessable Content"},
  {428, "Precondition Required"},
  {429, "Too Many Requests"},
  {431, "Request Header Fields Too Large"},
  {500, "Internal Server Error"},
  {501, "Not Implemented"},
  {503, "Service Unavailable"},
  {504, "Gateway Timeout"},
  {505, "HTTP Version Not Supported"},
});

} // namespace

std::string_view to_string(verb x) {
  auto found = std::ranges::find(verbs, x, &named_verb::number);
  return found == verbs.end() ? std::string_view{"OTHER"} : found->name;
}

verb verb_of(std::string_view name) {
  auto found = std::ranges::find(verbs, name, &named_verb::name);
  return found == verbs.end() ? verb::other : found->number;
}

void join_lines(header_list& headers) {
  // Clients choose how many there are.
  std::ranges::stable_sort(headers, {}, &header_list::value_type::first);
  auto joined = header_list{};
  for (auto& [name, value] : headers) {
    if (joined.empty() || joined.back().first != name) {
      joined.emplace_back(std::move(name), std::move(value));
      continue;
    }
    joined.back().second += name == "cookie" ? "; " : ", ";
    joined.back().second += value;
  }
  headers = std::move(joined);
}

std::string_view reason_of(unsigned status) {
  auto found = std::ranges::find(statuses, status, &named_status::number);
  return found == statuses.end() ? std::string_view{} : found->name;
}

std::string date_text(std::int64_t seconds) {
  auto time = static_cast<std::time_t>(seconds);
  auto fields = std::tm{};
  gmtime_r(&time, &fields);
  constexpr auto days = std::to_array<const char*>(
    {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"});
  constexpr auto months
    = std::to_array<const char*>({"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"});
  auto text = std::array<char, 64>{};
  std::snprintf(
    text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
    days.at(static_cast<std::size_t>(fields.tm_wday)), fields.tm_mday,
    months.at(static_cast<std::size_t>(fields.tm_mon)), fields.tm_year + 1900,
    fields.tm_hour, fields.tm_min, fields.tm_sec);
  return text.data();
}

std::string to_bytes(const response& x, bool is_head, std::string_view date) {
  auto has_body = x.status != 204 && x.status != 304;
  auto out = "HTTP/1.1 " + std::to_string(x.status) + ' ';
  out.reserve(512 + x.body.size());
  out += reason_of(x.status);
  out += "\r\nDate: ";
  out += date;
  for (const auto& [name, value] : x.headers)
    (((out += "\r\n") += name) += ": ") += value;
  if (has_body) {
    if (!x.content_type.empty())
      (out += "\r\nContent-Type: ") += x.content_type;
    if (!x.begins)
      (out += "\r\nContent-Length: ") += std::to_string(
        x.text ? x.text->size() : std::uint64_t{x.body.size()});
  }
  if (x.closes || x.begins)
    out += "\r\nConnection: close";
  out += "\r\n\r\n";
  if (has_body && !is_head)
    out += x.body;
  return out;
}

} // namespace taskraft::http
