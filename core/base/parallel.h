#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace orator {

// The loops of the program share one team of threads, however many run at once. Within a loop every further
// one runs on its own thread alone.

/// Threads of a loop: every processor, or as many as OMP_NUM_THREADS or setThreadCount() say. Any thread.
int threadCount();
/// @param count 0: as at the start of the program
void setThreadCount(int count);

/// Cuts begin..end into pieces of `grain` and more and runs work(first, last) on them. How it is cut depends
/// on the number of threads, so the work must not. The first exception comes out of the call when all have
/// stopped; pieces that nobody has begun by then are left out.
void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t first, std::int64_t last)>& work);

/// The number of threads that another library keeps for itself, where several callers may want it to be one
/// for a while: who is the last to leave finds it as the first to come did. Any thread.
class LibraryThreads {
 public:
  enum class Scope {
    process,  ///< one number for all
    thread    ///< each thread has its own, and one that is new takes the latest that was set
  };
  LibraryThreads(std::function<int()> count, std::function<void(int)> setCount, Scope scope)
      : count_(std::move(count)), setCount_(std::move(setCount)), scope_(scope) {}

  /// One thread for what the calling thread does until the end of the scope.
  class One {
   public:
    explicit One(LibraryThreads& library) : library_(library) { library_.enter(); }
    ~One() { library_.leave(); }
    One(const One&) = delete;
    One& operator=(const One&) = delete;

   private:
    LibraryThreads& library_;
  };

 private:
  void enter();
  void leave();
  int& depthHere() const;  ///< scopes of the calling thread

  const std::function<int()> count_;
  const std::function<void(int)> setCount_;
  const Scope scope_;
  std::mutex mutex_;
  int users_ = 0, usual_ = 0;
};

/// Of OpenBLAS, where it is loaded. Its threads are one team for the process, for which callers from several
/// cores would queue.
LibraryThreads& openBlasThreads();

/// Runs work(0) ... work(count - 1), one after the other on each thread, with OpenBLAS and `library` on the
/// part's own thread: for many small runs of a network, whose own threads would wait for each other more than
/// they work. Order and thread are open; each part's result does not depend on them. Exceptions as
/// parallelFor.
void inParallel(std::int64_t count, const std::function<void(std::int64_t part)>& work,
                LibraryThreads* library = nullptr);

}  // namespace orator
