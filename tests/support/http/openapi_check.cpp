#include "tests/support/http/openapi_check.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <vector>

namespace taskraft::tests {

namespace {

using nlohmann::json;

std::vector<std::string> parts_of(const std::string& path) {
  auto parts = std::vector<std::string>{};
  auto stream = std::istringstream{path.substr(0, path.find('?'))};
  for (auto part = std::string{}; std::getline(stream, part, '/');)
    parts.push_back(part);
  return parts;
}

/// The described path with the fewest variables that fits.
const json* path_item(const json& api, const std::string& path) {
  auto wanted = parts_of(path);
  const json* found = nullptr;
  auto fewest = wanted.size() + 1;
  for (const auto& [name, item] : api["paths"].items()) {
    auto parts = parts_of(name);
    auto variables = std::size_t{0};
    auto fits = parts.size() == wanted.size();
    for (auto i = std::size_t{0}; fits && i < parts.size(); ++i)
      if (parts[i].starts_with('{'))
        ++variables;
      else
        fits = parts[i] == wanted[i];
    if (fits && variables < fewest) {
      fewest = variables;
      found = &item;
    }
  }
  return found;
}

bool has_type(const json& x, const std::string& type) {
  if (type == "null")
    return x.is_null();
  if (type == "integer")
    return x.is_number_integer();
  if (type == "boolean")
    return x.is_boolean();
  if (type == "string")
    return x.is_string();
  if (type == "array")
    return x.is_array();
  return type != "object" || x.is_object();
}

std::string objection(const json& api, const json& schema, const json& x,
                      const std::string& place);

std::string object_objection(const json& api, const json& schema, const json& x,
                             const std::string& place) {
  for (const auto& name : schema.value("required", json::array()))
    if (!x.contains(name.get<std::string>()))
      return place + ": lacks " + name.get<std::string>();
  const auto properties = schema.value("properties", json::object());
  for (const auto& [name, value] : x.items()) {
    auto known = properties.find(name);
    if (known == properties.end()) {
      if (schema.value("additionalProperties", true))
        continue;
      return place + ": has no field " + name;
    }
    if (auto why = objection(api, *known, value, place + '/' + name);
        !why.empty())
      return why;
  }
  return {};
}

std::string objection(const json& api, const json& schema, const json& x,
                      const std::string& place) {
  if (schema.contains("$ref")) {
    auto name = schema["$ref"].get<std::string>();
    return objection(
      api, api["components"]["schemas"][name.substr(name.rfind('/') + 1)], x,
      place);
  }
  if (schema.contains("anyOf")) {
    auto why = std::string{};
    for (const auto& each : schema["anyOf"])
      if (auto found = objection(api, each, x, place); found.empty())
        return {};
      else
        why = found;
    return why;
  }
  if (schema.contains("type")) {
    auto types = schema["type"].is_array() ? schema["type"]
                                           : json::array({schema["type"]});
    if (std::ranges::none_of(types, [&](const auto& each) {
          return has_type(x, each.template get<std::string>());
        }))
      return place + ": has another type: " + x.dump();
  }
  if (schema.contains("enum")
      && std::ranges::find(schema["enum"], x) == schema["enum"].end())
    return place + ": has another value: " + x.dump();
  if (x.is_object())
    return object_objection(api, schema, x, place);
  if (x.is_array() && schema.contains("items"))
    for (const auto& each : x)
      if (auto why = objection(api, schema["items"], each, place + "/-");
          !why.empty())
        return why;
  return {};
}

/// What is wrong with the headers.
std::string header_objection(const json& api, const json& response,
                             const http_answer& answer) {
  const auto described = response.value("headers", json::object());
  for (const auto& [name, reference] : described.items()) {
    const auto& header = api["components"]["headers"][name];
    auto sent_as = name;
    std::ranges::transform(sent_as, sent_as.begin(),
                           [](unsigned char x) { return std::tolower(x); });
    auto found = answer.headers.find(sent_as);
    if (found == answer.headers.end()) {
      if (header["required"].get<bool>())
        return "lacks the header " + name;
      continue;
    }
    auto is_number = !found->second.empty()
                     && std::ranges::all_of(found->second, [](unsigned char x) {
                          return std::isdigit(x) != 0;
                        });
    if (header["schema"]["type"] == "integer" && !is_number)
      return "the header " + name + " is no number: " + found->second;
  }
  return {};
}

} // namespace

std::string objection_to(const json& api, std::string method,
                         const std::string& path, const http_answer& answer) {
  std::ranges::transform(method, method.begin(),
                         [](unsigned char x) { return std::tolower(x); });
  const auto* item = path_item(api, path);
  if (item == nullptr || !item->contains(method))
    return answer.status == 404 || answer.status == 405 ? ""
                                                        : "no such operation";
  const auto& responses = (*item)[method]["responses"];
  auto code = std::to_string(answer.status);
  auto range = code.substr(0, 1) + "XX";
  if (!responses.contains(code) && !responses.contains(range))
    return "no such status: " + code;
  const auto& found
    = responses.contains(code) ? responses[code] : responses[range];
  const auto& response
    = found.contains("$ref")
        ? api.at(json::json_pointer{found["$ref"].get<std::string>().substr(1)})
        : found;
  if (auto why = header_objection(api, response, answer); !why.empty())
    return why;
  if (!response.contains("content"))
    return answer.body.empty() ? "" : "has a body";
  if (response["content"].contains("*/*"))
    return {};
  auto sent = answer.header("content-type");
  auto type = sent.substr(0, sent.find(';'));
  if (!response["content"].contains(type))
    return "no such content: " + type;
  if (type.find("json") == std::string::npos)
    return {};
  const auto& schema = response["content"][type]["schema"];
  return objection(api, schema, answer.json(), "");
}

} // namespace taskraft::tests
