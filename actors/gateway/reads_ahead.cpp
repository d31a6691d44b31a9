#include "actors/gateway/reads_ahead.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

void reads_ahead::begin(std::uint64_t context, std::uint64_t round,
                        const std::vector<open_query>& queries) {
  auto& begun = batches_[context];
  begun.round = round;
  begun.queries.assign(queries.begin(), queries.end());
}

void reads_ahead::settle(batch& from, settled& to) {
  for (auto i = std::size_t{0}; i < from.queries.size(); ++i) {
    if (!from.queries[i])
      continue;
    auto query = std::move(*from.queries[i]);
    query.min_index = std::max(query.min_index, *from.granted);
    if (from.answers && (*from.answers)[i].visible >= query.min_index)
      to.answered.push_back(
        {std::move(query), {from.answers, &(*from.answers)[i]}});
    else
      to.unanswered.push_back(std::move(query));
  }
}

reads_ahead::settled reads_ahead::take_answers(std::uint64_t context,
                                               answers_pointer answers) {
  auto ended = settled{};
  auto found = batches_.find(context);
  if (found == batches_.end())
    return ended;
  found->second.is_read = true;
  found->second.answers = std::move(answers);
  if (!found->second.granted)
    return ended;
  settle(found->second, ended);
  batches_.erase(found);
  return ended;
}

reads_ahead::settled reads_ahead::grant(std::uint64_t round,
                                        raft::log_index read_index) {
  auto ended = settled{};
  for (auto& [context, each] : batches_)
    if (each.round == round) {
      each.granted = read_index;
      for (auto& query : each.queries)
        if (query)
          query->is_placed = true;
      if (each.is_read)
        settle(each, ended);
    }
  std::erase_if(batches_, [](const auto& each) {
    return each.second.granted && each.second.is_read;
  });
  return ended;
}

std::vector<open_query> reads_ahead::take_back(std::uint64_t round) {
  auto back = std::vector<open_query>{};
  auto is_of_round
    = [&](const batch& x) { return x.round == round && !x.granted; };
  for (auto& [context, each] : batches_)
    if (is_of_round(each))
      for (auto& query : each.queries)
        if (query)
          back.push_back(std::move(*query));
  std::erase_if(batches_,
                [&](const auto& each) { return is_of_round(each.second); });
  return back;
}

std::vector<open_query>
reads_ahead::take_if(const std::function<bool(const open_query&)>& leaves) {
  auto taken = std::vector<open_query>{};
  for (auto& [context, each] : batches_)
    for (auto& query : each.queries)
      if (query && leaves(*query)) {
        taken.push_back(std::move(*query));
        query.reset();
      }
  return taken;
}

bool reads_ahead::waits_for_reader(client_number client,
                                   std::uint64_t id) const {
  auto is_it
    = [&](const auto& x) { return x && x->client == client && x->id == id; };
  return std::ranges::any_of(batches_, [&](const auto& x) {
    return x.second.granted && std::ranges::any_of(x.second.queries, is_it);
  });
}

} // namespace taskraft::actors
