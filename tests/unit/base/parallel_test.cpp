#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <map>
#include <new>
#include <set>
#include <stdexcept>
#include <thread>

namespace orator {
namespace {

using Index = std::int64_t;

class Parallel : public testing::Test {
 protected:
  ~Parallel() override { setThreadCount(0); }
};

TEST_F(Parallel, ALoopRunsOnAsManyThreadsAsAreChosenAndMeetsEveryIndexOnce) {
  setThreadCount(2);
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::multiset<Index> seen;
  std::barrier meeting(2);  // each of the two threads has a piece
  std::atomic<int> met = 0;
  parallelFor(3, 13, 1, [&](Index first, Index last) {
    if (met++ < 2) meeting.arrive_and_wait();
    const std::lock_guard lock(mutex);
    threads.insert(std::this_thread::get_id());
    for (Index i = first; i < last; ++i) seen.insert(i);
  });
  EXPECT_EQ(threads.size(), 2u);
  EXPECT_EQ(seen, (std::multiset<Index>{3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
}

TEST_F(Parallel, PiecesAreNotSmallerThanTheGrain) {
  setThreadCount(3);
  std::atomic<Index> total = 0;
  parallelFor(0, 100, 30, [&](Index first, Index last) {
    EXPECT_TRUE(last - first >= 30 || last == 100) << first;
    total += last - first;
  });
  EXPECT_EQ(total, 100);
}

TEST_F(Parallel, AnEmptyRangeIsNoWork) {
  parallelFor(5, 5, 1, [](Index, Index) { FAIL(); });
  inParallel(0, [](Index) { FAIL(); });
}

TEST_F(Parallel, OneThreadRunsTheWholeRangeAtOnce) {
  setThreadCount(1);
  int calls = 0;
  parallelFor(0, 1000, 1, [&](Index first, Index last) {
    ++calls;
    EXPECT_EQ(last - first, 1000);
  });
  EXPECT_EQ(calls, 1);
}

TEST_F(Parallel, ALoopWithinALoopStaysOnItsThread) {
  setThreadCount(4);
  std::atomic<int> elsewhere = 0, parts = 0;
  parallelFor(0, 8, 1, [&](Index, Index) {
    const auto own = std::this_thread::get_id();
    const auto check = [&] {
      ++parts;
      if (std::this_thread::get_id() != own) ++elsewhere;
    };
    parallelFor(0, 64, 1, [&](Index, Index) { check(); });
    inParallel(16, [&](Index) { check(); });
  });
  EXPECT_EQ(elsewhere, 0);
  EXPECT_GE(parts, 8 * 17);
  std::set<std::thread::id> after;
  std::mutex mutex;
  std::barrier meeting(2);
  std::atomic<int> met = 0;
  parallelFor(0, 16, 1, [&](Index, Index) {
    if (met++ < 2) meeting.arrive_and_wait();
    const std::lock_guard lock(mutex);
    after.insert(std::this_thread::get_id());
  });
  EXPECT_GT(after.size(), 1u) << "the next loop has its threads again";
}

TEST_F(Parallel, AFailureComesOutOfTheCallAndEndsTheRest) {
  setThreadCount(2);
  EXPECT_THROW(parallelFor(0, 2, 1, [](Index, Index) { throw std::bad_alloc(); }), std::bad_alloc);
  std::atomic<int> done = 0;
  const auto failing = [&](Index) -> void {
    ++done;
    throw std::runtime_error("part");
  };
  EXPECT_THROW(inParallel(1000, failing), std::runtime_error);
  EXPECT_LT(done, 1000);
  std::atomic<int> sound = 0;
  inParallel(10, [&](Index) { ++sound; });
  EXPECT_EQ(sound, 10);
}

TEST_F(Parallel, EveryPartIsDoneOnce) {
  std::array<std::atomic<int>, 37> done{};
  inParallel(Index(done.size()), [&](Index part) { ++done[std::size_t(part)]; });
  for (const auto& count : done) EXPECT_EQ(count, 1);
}

/// A library that keeps its number of threads as OpenMP's callers do: by thread, and for new ones the latest.
struct Library {
  std::mutex mutex;
  int latest = 2;
  std::map<std::thread::id, int> own;
  int count() {
    const std::lock_guard lock(mutex);
    return own.try_emplace(std::this_thread::get_id(), latest).first->second;
  }
  void setCount(int count) {
    const std::lock_guard lock(mutex);
    own[std::this_thread::get_id()] = latest = count;
  }
};

/// Two threads hold a scope each; the first to come leaves first.
template <typename Enter>
void overlap(const Enter& enter) {
  std::barrier step(2);
  std::thread first([&] {
    enter([&] {
      step.arrive_and_wait();  // first is in
      step.arrive_and_wait();  // both are in
    });
    step.arrive_and_wait();  // first is out
  });
  std::thread second([&] {
    step.arrive_and_wait();
    enter([&] {
      step.arrive_and_wait();
      step.arrive_and_wait();
    });
  });
  first.join();
  second.join();
}

TEST_F(Parallel, OverlappingCallsLeaveALibraryWithItsThreads) {
  for (const auto scope : {LibraryThreads::Scope::process, LibraryThreads::Scope::thread}) {
    Library library;
    int whole = 2;
    const bool process = scope == LibraryThreads::Scope::process;
    LibraryThreads threads([&] { return process ? whole : library.count(); },
                           [&](int count) { process ? void(whole = count) : library.setCount(count); },
                           scope);
    overlap([&](const auto& within) {
      const LibraryThreads::One one(threads);
      within();
    });
    EXPECT_EQ(process ? whole : library.latest, 2);
    for (const auto& [thread, count] : library.own) EXPECT_EQ(count, 2);
  }
}

TEST_F(Parallel, ALibraryIsOnOneThreadInEveryPartAndAsBeforeBehindIt) {
  setThreadCount(3);
  Library library;
  library.setCount(5);
  LibraryThreads threads([&] { return library.count(); }, [&](int count) { library.setCount(count); },
                         LibraryThreads::Scope::thread);
  std::atomic<int> others = 0;
  inParallel(
      40,
      [&](Index) {
        inParallel(
            2, [&](Index) { others += library.count() != 1; }, &threads);
        others += library.count() != 1;
      },
      &threads);
  EXPECT_EQ(others, 0);
  EXPECT_EQ(library.count(), 5);
  EXPECT_THROW(inParallel(
                   3, [](Index) { throw std::runtime_error("part"); }, &threads),
               std::runtime_error);
  EXPECT_EQ(library.count(), 5);
  EXPECT_EQ(library.latest, 5);
}

}  // namespace
}  // namespace orator
