#include "protocol/messages/client_frames.hpp"

#include <cstring>

namespace taskraft::protocol {

namespace {

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

/// Reads fixed fields and a tail with its length in front; remembers whether
/// everything was there.
class frame_reader {
public:
  explicit frame_reader(std::string_view bytes) : rest_(bytes) {
  }

  template <class T>
  T take() {
    auto value = T{};
    if (rest_.size() < sizeof value) {
      good_ = false;
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }

  template <class Enum>
  Enum take_enum() {
    auto byte = take<std::uint8_t>();
    if (byte > static_cast<std::uint8_t>(last_of(Enum{})))
      good_ = false;
    return static_cast<Enum>(byte);
  }

  request_id take_id() {
    auto id = request_id{};
    for (auto& byte : id.bytes)
      byte = take<std::uint8_t>();
    return id;
  }

  std::string_view take_tail() {
    auto size = take<std::uint32_t>();
    if (rest_.size() < size) {
      good_ = false;
      return {};
    }
    auto tail = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return tail;
  }

  bool good() const {
    return good_;
  }
  std::string_view rest() const {
    return rest_;
  }

private:
  std::string_view rest_;
  bool good_ = true;
};

template <class T>
std::optional<T> finish(std::string_view& rest, const frame_reader& reader,
                        T value) {
  if (!reader.good())
    return std::nullopt;
  rest = reader.rest();
  return value;
}

} // namespace

void append_command_frame(std::string& out, const request_view& x) {
  put(out, static_cast<std::uint32_t>(request_bytes(x)));
  append_request(out, x);
}

blob stamped(const blob& frames, const principal& who) {
  auto whole = std::string_view{frames.view()};
  auto copy = std::string{};
  for (auto rest = whole; !rest.empty();) {
    auto at = whole.size() - rest.size();
    auto request = next_command_frame(rest);
    if (!request)
      break;
    if (request->principal == who)
      continue;
    if (copy.empty())
      copy = whole;
    write_principal(copy.data() + at + sizeof(std::uint32_t) + principal_offset,
                    who);
  }
  return copy.empty() ? frames : blob{std::move(copy)};
}

void append_command_answer(std::string& out, const command_answer& x) {
  out.append(reinterpret_cast<const char*>(x.id.bytes.data()),
             x.id.bytes.size());
  put(out, static_cast<std::uint8_t>(x.status));
  put(out, x.index.value);
  put(out, static_cast<std::uint32_t>(x.result.size()));
  out += x.result;
}

void append_query_request(std::string& out, const query_request& x) {
  put(out, x.id);
  put(out, static_cast<std::uint8_t>(x.consistency));
  put(out, x.min_index.value);
  put(out, static_cast<std::uint32_t>(x.query.size()));
  out += x.query;
}

void append_query_reply(std::string& out, const query_reply& x) {
  put(out, x.id);
  put(out, static_cast<std::uint8_t>(x.status));
  put(out, x.visible.value);
  put(out, x.age_ms);
  put(out, static_cast<std::uint32_t>(x.answer.size()));
  out += x.answer;
}

std::optional<request_view> next_command_frame(std::string_view& rest) {
  if (rest.empty())
    return std::nullopt;
  auto reader = frame_reader{rest};
  auto request = parse_request(reader.take_tail());
  if (!reader.good() || !request)
    return std::nullopt;
  rest = reader.rest();
  return request;
}

std::optional<command_answer> next_command_answer(std::string_view& rest) {
  if (rest.empty())
    return std::nullopt;
  auto reader = frame_reader{rest};
  auto x = command_answer{};
  x.id = reader.take_id();
  x.status = reader.take_enum<answer_status>();
  x.index = {reader.take<std::uint64_t>()};
  x.result = reader.take_tail();
  return finish(rest, reader, x);
}

std::optional<query_request> next_query_request(std::string_view& rest) {
  if (rest.empty())
    return std::nullopt;
  auto reader = frame_reader{rest};
  auto x = query_request{};
  x.id = reader.take<std::uint64_t>();
  x.consistency = reader.take_enum<protocol::consistency>();
  x.min_index = {reader.take<std::uint64_t>()};
  x.query = reader.take_tail();
  return finish(rest, reader, x);
}

std::optional<query_reply> next_query_reply(std::string_view& rest) {
  if (rest.empty())
    return std::nullopt;
  auto reader = frame_reader{rest};
  auto x = query_reply{};
  x.id = reader.take<std::uint64_t>();
  x.status = reader.take_enum<answer_status>();
  x.visible = {reader.take<std::uint64_t>()};
  x.age_ms = reader.take<std::uint64_t>();
  x.answer = reader.take_tail();
  return finish(rest, reader, x);
}

} // namespace taskraft::protocol
