// Prints any value of ours, so that a failed assertion shows both sides.

#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace taskraft::tests {

template <class T>
void print(std::ostream& out, const T& x);

namespace printing {

template <class T>
concept streamable = requires(std::ostream& out, const T& x) {
  out << x;
};

template <class T>
concept textual = std::convertible_to<const T&, std::string_view>;

template <class T>
concept named = requires(const T& x) {
  std::string{to_string(x)};
};

/// A Protocol Buffers message.
template <class T>
concept proto = requires(const T& x) {
  std::string{x.ShortDebugString()};
};

/// Optionals and pointers.
template <class T>
concept pointing = requires(const T& x) {
  static_cast<bool>(x);
  *x;
};

template <class T>
concept paired = requires {
  std::tuple_size<T>::value;
};

template <class T>
struct is_variant : std::false_type {};
template <class... Ts>
struct is_variant<std::variant<Ts...>> : std::true_type {};

/// Prints the fields that an `inspect` names.
class field_printer {
public:
  using result_type = bool;
  static constexpr bool reads_state = true;
  static constexpr bool writes_state = false;

  explicit field_printer(std::ostream& out) : out_(out) {
  }

  template <class... Ts>
  bool operator()(const Ts&... xs) {
    auto count = std::size_t{0};
    ((out_ << (count++ == 0 ? "" : ", "), print(out_, xs)), ...);
    return true;
  }

private:
  std::ostream& out_;
};

template <class T>
concept inspected = requires(field_printer& f, T& x) {
  inspect(f, x);
};

/// Stands for a field of any type.
struct any_field {
  template <class T>
  operator T() const;
};

template <class T, class... Fields>
constexpr std::size_t field_count() {
  if constexpr (requires { T{Fields{}..., any_field{}}; })
    return field_count<T, Fields..., any_field>();
  else
    return sizeof...(Fields);
}

inline constexpr auto most_fields = std::size_t{8};

template <class T>
concept plain = std::is_aggregate_v<T> && field_count<T>()
<= most_fields;

/// The fields of a struct without `inspect`.
template <plain T>
auto fields_of(const T& x) {
  constexpr auto count = field_count<T>();
  if constexpr (count == 0) {
    return std::tie();
  } else if constexpr (count == 1) {
    const auto& [a] = x;
    return std::tie(a);
  } else if constexpr (count == 2) {
    const auto& [a, b] = x;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    const auto& [a, b, c] = x;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    const auto& [a, b, c, d] = x;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    const auto& [a, b, c, d, e] = x;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    const auto& [a, b, c, d, e, f] = x;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    const auto& [a, b, c, d, e, f, g] = x;
    return std::tie(a, b, c, d, e, f, g);
  } else {
    const auto& [a, b, c, d, e, f, g, h] = x;
    return std::tie(a, b, c, d, e, f, g, h);
  }
}

template <class Range>
void print_range(std::ostream& out, const Range& x) {
  auto separator = "{";
  for (const auto& one : x) {
    out << separator;
    print(out, one);
    separator = ", ";
  }
  out << (*separator == '{' ? "{}" : "}");
}

template <class Tuple>
void print_tuple(std::ostream& out, const Tuple& x) {
  out << '{';
  std::apply([&](const auto&... fields) { field_printer{out}(fields...); }, x);
  out << '}';
}

inline void print_text(std::ostream& out, std::string_view x) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  out << '"';
  for (auto byte : x) {
    auto code = static_cast<unsigned char>(byte);
    if (code < 32 || byte == '"' || byte == '\\')
      out << "\\x" << digits[code >> 4U] << digits[code & 15U];
    else
      out << byte;
  }
  out << '"';
}

template <class T>
void print_struct(std::ostream& out, const T& x) {
  if constexpr (inspected<T>) {
    out << '{';
    auto printer = field_printer{out};
    inspect(printer, const_cast<T&>(x));
    out << '}';
  } else {
    static_assert(plain<T>, "give the type an operator<< or an inspect");
    print_tuple(out, fields_of(x));
  }
}

} // namespace printing

template <class T>
void print(std::ostream& out, const T& x) {
  using namespace printing;
  if constexpr (std::same_as<T, bool>)
    out << (x ? "true" : "false");
  else if constexpr (std::integral<T>)
    out << +x;
  else if constexpr (textual<T>)
    print_text(out, x);
  else if constexpr (streamable<T>)
    out << x;
  else if constexpr (std::same_as<T, std::nullopt_t>)
    out << "nothing";
  else if constexpr (named<T>)
    out << to_string(x);
  else if constexpr (std::is_enum_v<T>)
    out << static_cast<std::int64_t>(x);
  else if constexpr (proto<T>)
    out << '{' << x.ShortDebugString() << '}';
  else if constexpr (requires { x.time_since_epoch(); })
    print(out, x.time_since_epoch());
  else if constexpr (requires { typename T::rep; })
    out << std::chrono::duration<double>{x}.count() << " s";
  else if constexpr (is_variant<T>::value)
    std::visit([&](const auto& value) { print(out, value); }, x);
  else if constexpr (pointing<T>)
    x ? print(out, *x) : static_cast<void>(out << "nothing");
  else if constexpr (std::ranges::range<const T>)
    print_range(out, x);
  else if constexpr (paired<T>)
    print_tuple(out, x);
  else
    print_struct(out, x);
}

} // namespace taskraft::tests
