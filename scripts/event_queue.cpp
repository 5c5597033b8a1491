// The loop of Sources/seeds/Speed.swift with std::priority_queue: the earliest event goes, another
// comes. scripts/event-loop.sh runs both.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <queue>
#include <vector>

struct Event {
  int64_t time;
  uint64_t sequence;
  uint32_t payload;
  bool operator<(const Event& other) const {
    return time != other.time ? time > other.time : sequence > other.sequence;
  }
};

static uint64_t state = 88172645463325252ull;
static uint64_t next() {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

int main() {
  const int events = 10'000'000;
  for (int pending : {1'000, 100'000}) {
    std::priority_queue<Event> queue;
    uint64_t sequence = 0, sum = 0;
    for (int i = 0; i < pending; i++)
      queue.push({int64_t(next() % 1'000'000), sequence++, uint32_t(i)});
    auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < events; i++) {
      Event event = queue.top();
      queue.pop();
      sum += event.payload;
      queue.push({event.time + int64_t(next() % 1'000'000), sequence++, event.payload});
    }
    std::chrono::duration<double> span = std::chrono::steady_clock::now() - begin;
    if (sum == 42) std::puts("");
    std::printf("c++      %d pending: %.2f million events/s\n", pending, events / span.count() / 1e6);
  }
}
