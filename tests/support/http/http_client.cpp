#include "tests/support/http/http_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <netinet/in.h>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace taskraft::tests {

namespace {

constexpr auto time_limit_s = 20;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char x) { return std::tolower(x); });
  return text;
}

void set_time_limit(int socket, int seconds) {
  auto limit = timeval{};
  limit.tv_sec = seconds;
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

http_answer parsed_head(const std::string& head) {
  auto answer = http_answer{};
  answer.status = std::stoi(head.substr(head.find(' ') + 1));
  auto at = head.find("\r\n") + 2;
  while (at < head.size()) {
    auto end = head.find("\r\n", at);
    auto line = head.substr(at, end - at);
    at = end + 2;
    auto colon = line.find(':');
    if (colon == std::string::npos)
      continue;
    answer.headers[lower(line.substr(0, colon))]
      = line.substr(std::min(colon + 2, line.size()));
  }
  return answer;
}

/// "GET /path HTTP/1.1" of each request in the bytes.
std::vector<std::string> request_lines(const std::string& bytes) {
  static const auto line = std::regex{
    R"((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S+ HTTP/1\.1\r\n)"};
  auto found = std::vector<std::string>{};
  for (auto at = std::sregex_iterator{bytes.begin(), bytes.end(), line};
       at != std::sregex_iterator{}; ++at)
    found.push_back(at->str());
  return found;
}

/// Writes down what was asked and answered, for tests/checks/api_coverage.py;
/// each process begins the file of its suite anew. Threads may ask at once.
void note_answer(const std::string& request, const http_answer& answer) {
  static const auto* path = std::getenv("TASKRAFT_API_ANSWERS");
  if (path == nullptr)
    return;
  static auto writing = std::mutex{};
  auto lock = std::scoped_lock{writing};
  static auto file = std::ofstream{path};
  auto words = std::istringstream{request};
  auto method = std::string{};
  auto target = std::string{};
  words >> method >> target;
  auto code = answer.code();
  file << method << ' ' << target << ' ' << answer.status << ' '
       << (code.empty() ? "-" : code) << std::endl;
}

} // namespace

std::string http_answer::code() const {
  auto object = json();
  return object.is_object() && object.contains("code")
           ? object["code"].get<std::string>()
           : "";
}

http_connection::http_connection(const std::string& address) {
  auto colon = address.rfind(':');
  auto where = sockaddr_in{};
  where.sin_family = AF_INET;
  where.sin_port
    = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &where.sin_addr);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  set_time_limit(socket_, time_limit_s);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&where),
                sizeof where)
      != 0)
    throw std::runtime_error{"cannot connect to " + address};
}

http_connection::~http_connection() {
  ::close(socket_);
}

void http_connection::send(const std::string& bytes) {
  for (auto& each : request_lines(bytes))
    requests_.push_back(std::move(each));
  for (auto sent = std::size_t{0}; sent < bytes.size();) {
    auto count
      = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0)
      return;
    sent += static_cast<std::size_t>(count);
  }
}

bool http_connection::read_more() {
  auto bytes = std::array<char, 65536>{};
  auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0)
    return false;
  buffer_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

std::optional<http_answer> http_connection::read(bool is_head) {
  while (buffer_.find("\r\n\r\n") == std::string::npos)
    if (!read_more())
      return std::nullopt;
  auto end = buffer_.find("\r\n\r\n") + 4;
  auto answer = parsed_head(buffer_.substr(0, end - 2));
  buffer_.erase(0, end);
  auto length = answer.header("content-length");
  auto size = length.empty() || is_head ? 0 : std::stoul(length);
  while (buffer_.size() < size)
    if (!read_more())
      return std::nullopt;
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  note(answer);
  return answer;
}

std::optional<http_answer> http_connection::read_head() {
  while (buffer_.find("\r\n\r\n") == std::string::npos)
    if (!read_more())
      return std::nullopt;
  auto end = buffer_.find("\r\n\r\n") + 4;
  auto answer = parsed_head(buffer_.substr(0, end - 2));
  buffer_.erase(0, end);
  note(answer);
  return answer;
}

void http_connection::note(const http_answer& answer) {
  if (requests_.empty())
    return;
  note_answer(requests_.front(), answer);
  requests_.pop_front();
}

std::optional<std::string> http_connection::read_bytes(std::size_t count) {
  while (buffer_.size() < count)
    if (!read_more())
      return std::nullopt;
  auto bytes = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return bytes;
}

std::optional<std::string> http_connection::read_block() {
  while (buffer_.find("\n\n") == std::string::npos)
    if (!read_more())
      return std::nullopt;
  auto end = buffer_.find("\n\n");
  auto block = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return block;
}

bool http_connection::ends() {
  set_time_limit(socket_, 5);
  auto byte = char{};
  return ::recv(socket_, &byte, 1, 0) == 0;
}

http_answer http_request(const std::string& address, const std::string& method,
                         const std::string& target, const http_headers& headers,
                         const std::string& body) {
  auto connection = http_connection{address};
  auto text = method + ' ' + target + " HTTP/1.1\r\nHost: " + address
              + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : headers)
    text += name + ": " + value + "\r\n";
  if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  connection.send(text + "\r\n" + body);
  return connection.read(method == "HEAD").value_or(http_answer{});
}

} // namespace taskraft::tests
