#include "tests/support/processes/process_cluster.hpp"

#include "tests/support/processes/claimed_ports.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/processes/process_start.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/process/args.hpp>
#include <boost/process/env.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/test/results_collector.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <ranges>
#include <stdexcept>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace taskraft::tests {

namespace bp = boost::process;

struct process_cluster::running {
  node_place place;
  std::optional<bp::child> child;
};

namespace {

/// Addresses that are free, and stay so while a node is down: the system gives
/// connections no port of this range. All are held at the same time, so that
/// they differ.
std::vector<std::string> free_addresses(std::size_t count) {
  namespace ip = boost::asio::ip;
  auto context = boost::asio::io_context{};
  auto held = std::vector<ip::tcp::acceptor>{};
  auto result = std::vector<std::string>{};
  auto dice = std::random_device{};
  auto ports = std::uniform_int_distribution<std::uint16_t>{10'000, 19'999};
  while (result.size() < count) {
    auto place = ip::tcp::endpoint{ip::address_v4::loopback(), ports(dice)};
    auto tried = ip::tcp::acceptor{context, place.protocol()};
    auto taken = boost::system::error_code{};
    if (tried.bind(place, taken) || !claim_port(place.port()))
      continue;
    held.push_back(std::move(tried));
    result.push_back("127.0.0.1:" + std::to_string(place.port()));
  }
  return result;
}

std::filesystem::path fresh_directory() {
  auto pattern
    = (std::filesystem::temp_directory_path() / "taskraft-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"mkdtemp failed"};
  return pattern;
}

} // namespace

bool tests_run_on_mysql() {
  const auto* store = std::getenv("TASKRAFT_TEST_STORE");
  return store != nullptr && std::string{store} == "mysql";
}

process_cluster::process_cluster(std::uint64_t size, const std::string& name)
  : name_(name), directory_(fresh_directory()),
    certificates_(cluster_authority(directory_)), founders_(size) {
  auto addresses = free_addresses(3 * size);
  for (auto id = std::uint64_t{1}; id <= size; ++id)
    make_place(std::span{addresses}.subspan(3 * id - 3, 3));
  for (const auto& each : nodes_)
    write_config(each->place);
}

std::uint64_t
process_cluster::make_place(std::span<const std::string> addresses) {
  auto fresh = std::make_unique<running>();
  auto id = nodes_.size() + 1;
  fresh->place.id = id;
  fresh->place.node_address = addresses[0];
  fresh->place.client_address = addresses[1];
  fresh->place.http_address = addresses[2];
  auto base = directory_ / ("node" + std::to_string(id));
  fresh->place.directory = base;
  fresh->place.config = base.string() + ".toml";
  fresh->place.logging_file = base.string() + ".log";
  fresh->place.program = TASKRAFTD_PROGRAM;
  if (tests_run_on_mysql())
    fresh->place.schema = shared_mariadb().fresh_schema();
  nodes_.push_back(std::move(fresh));
  return id;
}

std::uint64_t process_cluster::grow() {
  auto addresses = free_addresses(3);
  auto id = make_place(addresses);
  write_config(place(id));
  return id;
}

process_cluster::~process_cluster() {
  for (auto& each : nodes_)
    if (each->child)
      kill(each->place.id);
  const auto& case_now = boost::unit_test::framework::current_test_case();
  if (boost::unit_test::results_collector.results(case_now.p_id).passed())
    std::filesystem::remove_all(directory_);
  else
    BOOST_TEST_MESSAGE("the nodes' files are in " << directory_);
}

void process_cluster::write_config(const node_place& place) const {
  auto out = std::ofstream{place.config};
  out << "[node]\nid = " << place.id << "\ndata_dir = " << place.directory
      << "\nlisten = \"" << place.node_address << "\"\n\n[cluster]\nname = \""
      << name_ << "\"\nmembers = [\n";
  for (const auto& each : nodes_ | std::views::take(founders_))
    out << "  { id = " << each->place.id << ", address = \""
        << each->place.node_address << "\" },\n";
  out << "]\n\n[gateway]\nlisten = \"" << place.client_address
      << "\"\n\n[http]\nlisten = \"" << place.http_address << "\"\n\n[auth]\n"
      << auth_settings_;
  if (place.schema) {
    auto password = place.config.string() + ".password";
    std::ofstream{password} << place.schema->password << '\n';
    out << "\n[store]\nbackend = \"mysql\"\n\n[store.mysql]\nurl = \""
        << place.schema->url << "\"\nschema = \"" << place.schema->schema
        << "\"\nuser = \"" << place.schema->user << "\"\npassword_file = \""
        << password << "\"\n";
  }
  out << tls_settings(certificates_.get(), place.id) << "\n[raft]\n"
      << raft_settings_;
}

void process_cluster::set_store(
  std::uint64_t id, const std::optional<persistence::mysql::access>& schema) {
  at(id).place.schema = schema;
  write_config(place(id));
}

void process_cluster::set_program(std::uint64_t id, const std::string& path) {
  at(id).place.program = path;
}

void process_cluster::use_raft_settings(const std::string& lines) {
  raft_settings_ = lines;
  for (const auto& each : nodes_)
    write_config(each->place);
}

void process_cluster::require_logins(const std::string& lines) {
  auth_settings_ = lines;
  for (const auto& each : nodes_)
    write_config(each->place);
}

process_cluster::running& process_cluster::at(std::uint64_t id) {
  return *nodes_.at(id - 1);
}

const node_place& process_cluster::place(std::uint64_t id) const {
  return nodes_.at(id - 1)->place;
}

std::vector<std::uint64_t> process_cluster::ids() const {
  auto result = std::vector<std::uint64_t>{};
  for (const auto& each : nodes_)
    result.push_back(each->place.id);
  return result;
}

void process_cluster::add_settings(const std::string& toml) const {
  for (const auto& each : nodes_)
    if (!each->child)
      std::ofstream{each->place.config, std::ios::app} << toml;
}

void process_cluster::start(std::uint64_t id) {
  spawn(id, RLIM_INFINITY);
}

void process_cluster::start_full(std::uint64_t id, std::uint64_t bytes) {
  spawn(id, bytes);
}

void process_cluster::spawn(std::uint64_t id, std::uint64_t file_bytes) {
  auto& each = at(id);
  auto* logging_file = std::fopen(each.place.logging_file.c_str(), "ab");
  auto environment = bp::environment{boost::this_process::environment()};
  if (preloads_faults_) {
    environment["LD_PRELOAD"] = TASKRAFT_FAULTS_LIBRARY;
    environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
    environment["TASKRAFT_SLOW_SYNC"] = each.place.directory.string() + ".sync";
    environment["TASKRAFT_WRONG_CLOCK"]
      = each.place.directory.string() + ".clock";
  }
  auto others = hold_other_starts();
  each.child.emplace(
    each.place.program, "--config", each.place.config.string(), environment,
    bp::std_in<bp::null, bp::std_out> bp::null, bp::std_err > logging_file,
    bp::extend::on_exec_setup = [file_bytes](auto&) {
      auto limit = rlimit{};
      ::getrlimit(RLIMIT_FSIZE, &limit);
      limit.rlim_cur = std::min<rlim_t>(file_bytes, limit.rlim_max);
      ::setrlimit(RLIMIT_FSIZE, &limit);
    });
  std::fclose(logging_file);
}

void process_cluster::start_all() {
  for (auto id : ids())
    start(id);
}

void process_cluster::kill(std::uint64_t id) {
  auto& child = at(id).child;
  ::kill(child->id(), SIGKILL);
  child->wait();
  child.reset();
}

int process_cluster::stop(std::uint64_t id) {
  auto& child = at(id).child;
  ::kill(child->id(), SIGTERM);
  child->wait();
  auto code = child->exit_code();
  child.reset();
  return code;
}

void process_cluster::pause(std::uint64_t id) {
  ::kill(at(id).child->id(), SIGSTOP);
}

void process_cluster::resume(std::uint64_t id) {
  ::kill(at(id).child->id(), SIGCONT);
}

void process_cluster::set_fault(std::uint64_t id, const std::string& kind,
                                const std::string& text) const {
  auto path = place(id).directory.string() + "." + kind;
  // The node reads the old text or the new one, never a part of it.
  std::ofstream{path + ".new"} << text;
  std::filesystem::rename(path + ".new", path);
}

void process_cluster::limit_files(std::uint64_t id, std::uint64_t bytes) {
  auto pid = at(id).child->id();
  auto limit = rlimit{};
  if (::prlimit(pid, RLIMIT_FSIZE, nullptr, &limit) != 0)
    throw std::runtime_error{"prlimit failed"};
  limit.rlim_cur = std::min<rlim_t>(bytes, limit.rlim_max);
  if (::prlimit(pid, RLIMIT_FSIZE, &limit, nullptr) != 0)
    throw std::runtime_error{"prlimit failed"};
}

std::uint64_t process_cluster::memory_bytes(std::uint64_t id) {
  auto statm
    = std::ifstream{"/proc/" + std::to_string(at(id).child->id()) + "/statm"};
  auto whole = std::uint64_t{0};
  auto resident = std::uint64_t{0};
  statm >> whole >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool process_cluster::is_running(std::uint64_t id) {
  auto& child = at(id).child;
  return child && child->running();
}

std::optional<int> process_cluster::wait_for_end(std::uint64_t id,
                                                 seconds time_limit) {
  if (!eventually([&] { return !is_running(id); }, time_limit))
    return std::nullopt;
  auto& child = at(id).child;
  auto code = child->exit_code();
  child.reset();
  return code;
}

void process_cluster::wipe(std::uint64_t id) {
  lose_store(id);
  std::filesystem::remove_all(place(id).directory);
}

void process_cluster::lose_store(std::uint64_t id) {
  for (const auto* suffix : {"", "-wal", "-shm"})
    std::filesystem::remove(place(id).directory
                            / (std::string{"store.sqlite"} + suffix));
  if (const auto& schema = place(id).schema) {
    auto administrator = persistence::mysql::connection{*schema};
    administrator.execute("DROP DATABASE " + schema->schema);
    administrator.execute("CREATE DATABASE " + schema->schema);
  }
}

std::string process_cluster::logged(std::uint64_t id) const {
  return contents_of(place(id).logging_file);
}

std::size_t process_cluster::count_logged(std::uint64_t id,
                                          const std::string& text) const {
  auto all = logged(id);
  auto found = std::size_t{0};
  for (auto at = all.find(text); at != std::string::npos;
       at = all.find(text, at + 1))
    ++found;
  return found;
}

std::string process_cluster::endpoints() const {
  auto list = nodes_.front()->place.client_address;
  for (auto i = std::size_t{1}; i < nodes_.size(); ++i)
    list += "," + nodes_[i]->place.client_address;
  return list;
}

program_output
process_cluster::client(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--endpoints", endpoints()});
  return run_program(TASKRAFT_PROGRAM, arguments);
}

program_output
process_cluster::client_at(std::uint64_t id,
                           std::vector<std::string> arguments) const {
  return run_at(id, TASKRAFT_PROGRAM, std::move(arguments));
}

nlohmann::json process_cluster::json(std::vector<std::string> arguments) const {
  arguments.emplace_back("--json");
  auto output = client(std::move(arguments));
  BOOST_TEST(output.exit_code == 0, output.err);
  return nlohmann::json::parse(output.out, nullptr, false);
}

program_output process_cluster::status() const {
  auto output = program_output{};
  if (auth_settings_.starts_with("mode = \"open\""))
    return client({"cluster", "status", "--json"});
  for (const auto& each : nodes_) {
    auto token = each->place.directory / "operator.token";
    if (!each->child || !std::filesystem::exists(token))
      continue;
    output = client_at(each->place.id, {"cluster", "status", "--json",
                                        "--operator", token.string()});
    if (output.exit_code == 0)
      break;
  }
  return output;
}

} // namespace taskraft::tests
