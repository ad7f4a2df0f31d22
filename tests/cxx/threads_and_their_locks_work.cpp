// CFLAGS: -pthread -std=c++20
// RUN: --enable-threads
// EXPECT: mutex 40000, atomic 40000
// EXPECT: queue 5050
// EXPECT: async 499500, packaged 42, broken promise 1
// EXPECT: readers 4 of 4
// EXPECT: once 1
// EXPECT: latch, barrier 3 phases, semaphore 2
// EXPECT: atomic wait 7
// EXPECT: timed out 1 1
// EXPECT: stopped 1
// EXPECT: thread_local 4 made, 4 gone, main's 1
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <future>
#include <iostream>
#include <latch>
#include <mutex>
#include <numeric>
#include <queue>
#include <semaphore>
#include <shared_mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

template <class F> static void four(F f)
{
	std::vector<std::thread> threads;
	for (int i = 0; i < 4; i++)
		threads.emplace_back(f);
	for (auto &t : threads)
		t.join();
}

static void counters()
{
	std::mutex mutex;
	int guarded = 0;
	std::atomic<int> atomic{ 0 };
	four([&] {
		for (int i = 0; i < 10000; i++) {
			atomic++;
			std::lock_guard lock(mutex);
			guarded++;
		}
	});
	std::cout << "mutex " << guarded << ", atomic " << atomic << '\n';
}

static void queue()
{
	std::queue<int> numbers;
	std::mutex mutex;
	std::condition_variable filled;
	int sum = 0;
	std::thread consumer([&] {
		for (;;) {
			std::unique_lock lock(mutex);
			filled.wait(lock, [&] { return !numbers.empty(); });
			int n = numbers.front();
			numbers.pop();
			if (n == 0)
				return;
			sum += n;
		}
	});
	for (int i = 100; i >= 0; i--) {
		std::lock_guard lock(mutex);
		numbers.push(i);
		filled.notify_one();
	}
	consumer.join();
	std::cout << "queue " << sum << '\n';
}

static void futures()
{
	auto sum = std::async(std::launch::async, [] {
		std::vector<int> v(1000);
		std::iota(v.begin(), v.end(), 0);
		return std::accumulate(v.begin(), v.end(), 0);
	});
	std::packaged_task<int(int)> task([](int n) { return 2 * n; });
	auto doubled = task.get_future();
	std::thread(std::move(task), 21).join();
	std::future<int> broken = std::promise<int>().get_future();
	bool was_broken = false;
	try {
		broken.get();
	} catch (const std::future_error &e) {
		was_broken = e.code() == std::future_errc::broken_promise;
	}
	std::cout << "async " << sum.get() << ", packaged " << doubled.get() << ", broken promise " << was_broken << '\n';
}

static void shared()
{
	std::shared_mutex mutex;
	std::atomic<int> inside{ 0 }, most{ 0 };
	std::latch all(4);
	four([&] {
		std::shared_lock lock(mutex);
		int now = ++inside;
		for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);)
			;
		all.arrive_and_wait();
	});
	std::cout << "readers " << most << " of 4\n";
	std::once_flag once;
	std::atomic<int> times{ 0 };
	four([&] { std::call_once(once, [&] { times++; }); });
	std::cout << "once " << times << '\n';
}

static void phases()
{
	std::atomic<int> phase{ 0 };
	std::barrier barrier(4, [&]() noexcept { phase++; });
	std::counting_semaphore<4> semaphore(2);
	std::atomic<int> inside{ 0 }, most{ 0 };
	four([&] {
		for (int i = 0; i < 3; i++)
			barrier.arrive_and_wait();
		semaphore.acquire();
		int now = ++inside;
		for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);)
			;
		std::this_thread::sleep_for(20ms);
		inside--;
		semaphore.release();
	});
	std::cout << "latch, barrier " << phase << " phases, semaphore " << most << '\n';

	std::atomic<int> value{ 0 };
	std::thread waiter([&] {
		value.wait(0);
		std::cout << "atomic wait " << value << '\n';
	});
	std::this_thread::sleep_for(30ms);
	value = 7;
	value.notify_all();
	waiter.join();
}

static void time()
{
	std::timed_mutex mutex;
	std::condition_variable never;
	std::mutex other;
	mutex.lock();
	bool locked = true;
	std::thread([&] { locked = mutex.try_lock_for(20ms); }).join();
	std::unique_lock lock(other);
	bool timed_out = never.wait_for(lock, 20ms) == std::cv_status::timeout;
	std::cout << "timed out " << !locked << ' ' << timed_out << '\n';
	std::atomic<bool> stop{ false };
	std::thread runner([&] {
		while (!stop)
			std::this_thread::yield();
	});
	stop = true;
	runner.join();
	std::cout << "stopped " << stop << '\n';
}

static std::atomic<int> made, gone;

struct Counted {
	int n = 0;
	Counted() { made++; }
	~Counted() { gone++; }
};
thread_local Counted counted;

int main()
{
	counters();
	queue();
	futures();
	shared();
	phases();
	time();
	four([] { counted.n++; });
	std::cout << "thread_local " << made << " made, " << gone << " gone, main's " << ++counted.n << '\n';
}
