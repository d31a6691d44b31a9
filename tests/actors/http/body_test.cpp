#include "actors/http/body.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace body_test {

using namespace taskraft;
using namespace taskraft::http;

const auto schema
  = body_schema{"Thing",
                {{"name", field_type::text, true},
                 {"title", field_type::line},
                 {"status", field_type::word, false, tasks::status_words},
                 {"due", field_type::due},
                 {"parent", field_type::number},
                 {"labels", field_type::texts},
                 {"archived", field_type::boolean}}};

json::object parsed(const std::string& text) {
  return std::get<json::object>(parse_body(text));
}

/// "code:pointer" of each error.
std::string errors_of(const std::string& text, bool is_patch = false) {
  auto list = std::string{};
  for (const auto& each : check_body(parsed(text), schema, is_patch))
    list += (list.empty() ? "" : " ") + each.code + ':' + each.name;
  return list;
}

BOOST_AUTO_TEST_SUITE(the_body_of_a_request)

BOOST_AUTO_TEST_CASE(is_one_object_of_json) {
  for (const auto& text :
       {std::string{}, std::string{"{"}, std::string{"[]"}, std::string{"1"},
        std::string{"{} {}"}, std::string{"{\"a\":\"\xff\"}"},
        std::string{"{'a':1}"}, std::string{"{\"a\":1,}"},
        std::string{R"({"a":"\ud800"})"}})
    BOOST_TEST(std::get<problem>(parse_body(text)).status == 400U, text);
}

BOOST_AUTO_TEST_CASE(is_not_deep) {
  auto deep = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels, '[') + std::string(levels, ']')
           + '}';
  };
  BOOST_TEST(std::get<problem>(parse_body(deep(100'000))).code == "malformed");
  BOOST_TEST(std::holds_alternative<json::object>(parse_body(deep(31))));
}

BOOST_AUTO_TEST_CASE(has_no_field_twice) {
  auto why = std::get<problem>(parse_body(R"({"a":1,"a":1})"));
  BOOST_TEST(why.status == 422U);
  BOOST_TEST(why.code == "unknown_field");
  BOOST_TEST(why.errors.at(0).name == "/a");
  BOOST_TEST(
    std::holds_alternative<problem>(parse_body(R"({"a":{"b":1,"b":2}})")));
  parsed(R"({"a":{"b":1},"c":{"b":1}})");
}

BOOST_AUTO_TEST_CASE(has_known_fields_of_the_right_type) {
  BOOST_TEST(errors_of(R"({"name":"x","status":"todo","due":"2026-12-01",)"
                       R"("parent":7,"labels":["a"],"archived":true})")
             == "");
  BOOST_TEST(errors_of(R"({"name":"x","due":"2026-12-01T10:00:00+01:00"})")
             == "");
  BOOST_TEST(errors_of("{}") == "required:/name");
  BOOST_TEST(errors_of("{}", true) == "");
  BOOST_TEST(errors_of(R"({"name":null})", true) == "required:/name");
  BOOST_TEST(
    errors_of(R"({"name":1,"status":"gone","due":"2026-02-30","parent":0,)"
              R"("labels":"a","archived":"true","Name":"x"})")
    == "invalid_value:/name invalid_value:/status invalid_value:/due "
       "invalid_value:/parent invalid_value:/labels invalid_value:/archived "
       "unknown_field:/Name");
}

BOOST_AUTO_TEST_CASE(leaves_words_to_the_rules_unless_more_is_wrong) {
  const auto judged = body_schema{
    "Thing",
    {{"status", field_type::rules_word, false, tasks::status_words},
     {"due", field_type::due}}};
  auto count = [&](const std::string& text) {
    return check_body(parsed(text), judged, true).size();
  };
  BOOST_TEST(count(R"({"status":"gone"})") == 0U);
  BOOST_TEST(count(R"({"status":1})") == 1U);
  BOOST_TEST(count(R"({"status":"gone","due":"never"})") == 2U);
}

BOOST_AUTO_TEST_CASE(has_one_line_where_one_is_wanted) {
  BOOST_TEST(errors_of(R"({"name":"a\nb","title":"a b"})") == "");
  BOOST_TEST(errors_of(R"({"name":"x","title":" \n a b\t\n"})") == "");
  for (auto line : {R"(a\nb)", R"(a\rb)", R"(a\tb)", R"(a\u0000b)",
                    R"(a\u2028b)", R"(a\u0085b)", R"(\u001b[2J)"})
    BOOST_TEST(errors_of(R"({"name":"x","title":")" + std::string{line} + "\"}")
                 == "invalid_value:/title",
               line);
}

BOOST_AUTO_TEST_CASE(may_have_null_for_what_is_not_there) {
  BOOST_TEST(errors_of(R"({"name":"x","status":null,"due":null,"parent":null,)"
                       R"("labels":null,"archived":null})")
             == "");
}

BOOST_AUTO_TEST_CASE(has_all_its_errors_in_one_problem) {
  auto why = problem_of(check_body(parsed(R"({"x":1,"y":2})"), schema, false));
  BOOST_TEST(why.status == 422U);
  BOOST_TEST(why.code == "unknown_field");
  BOOST_TEST(why.errors.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace body_test
