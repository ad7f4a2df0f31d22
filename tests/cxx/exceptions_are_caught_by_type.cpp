// CFLAGS: -pthread
// RUN: --enable-threads
// EXPECT: inner, middle, outer gone
// EXPECT: runtime_error: deep
// EXPECT: rethrown: deep
// EXPECT: int 3, base by reference: derived
// EXPECT: nested: outer <- inner
// EXPECT: member: made first, then thrown
// EXPECT: vector::at threw out_of_range
// EXPECT: bad_cast 1, bad_alloc 1
// EXPECT: across a thread: from there
// EXPECT: future: no luck
// EXPECT: cast: 1 0, type 1, name 7Derived
// EXPECT: through C: 3 calls
// EXPECT: uncaught while unwinding: 1
// EXPECT: terminate was called
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <vector>

struct Base {
	virtual ~Base() = default;
	virtual const char *name() const { return "base"; }
};
struct Other {
	virtual ~Other() = default;
};
struct Derived : Base, Other {
	const char *name() const override { return "derived"; }
};

struct Noisy {
	const char *name, *after;
	~Noisy() { std::cout << name << after; }
};

[[gnu::noinline]] static void deep(int n)
{
	Noisy noisy{ n == 0 ? "inner" : n == 1 ? "middle" : "outer", n == 2 ? " gone\n" : ", " };
	if (n == 0)
		throw std::runtime_error("deep");
	deep(n - 1);
}

static void frames()
{
	try {
		try {
			deep(2);
		} catch (const std::logic_error &) {
			std::cout << "wrong\n";
		} catch (const std::runtime_error &e) {
			std::cout << "runtime_error: " << e.what() << '\n';
			throw;
		}
	} catch (const std::exception &e) {
		std::cout << "rethrown: " << e.what() << '\n';
	}
}

static void types()
{
	int number = 0;
	try {
		throw 3;
	} catch (long) {
	} catch (int i) {
		number = i;
	}
	try {
		throw Derived();
	} catch (Base &b) {
		std::cout << "int " << number << ", base by reference: " << b.name() << '\n';
	}
	try {
		try {
			throw std::runtime_error("inner");
		} catch (...) {
			std::throw_with_nested(std::runtime_error("outer"));
		}
	} catch (const std::exception &e) {
		std::cout << "nested: " << e.what();
		try {
			std::rethrow_if_nested(e);
		} catch (const std::exception &inner) {
			std::cout << " <- " << inner.what() << '\n';
		}
	}
}

struct Member {
	Member() { std::cout << "made first, "; }
	~Member() { std::cout << "then thrown\n"; }
};
struct Whole {
	Member member;
	Whole() try : member() {
		throw 1;
	} catch (int) {
	}
};

static void library()
{
	std::cout << "member: ";
	try {
		Whole whole;
	} catch (int) {
	}
	try {
		std::vector<int>(3).at(7);
	} catch (const std::out_of_range &) {
		std::cout << "vector::at threw out_of_range\n";
	}
	int cast = 0, alloc = 0;
	Base base;
	try {
		(void)dynamic_cast<Derived &>(base);
	} catch (const std::bad_cast &) {
		cast = 1;
	}
	try {
		volatile std::size_t much = ~std::size_t(0) / 2;
		char *volatile got = new char[much];
		delete[] got;
	} catch (const std::bad_alloc &) {
		alloc = 1;
	}
	std::cout << "bad_cast " << cast << ", bad_alloc " << alloc << '\n';
}

static void threads()
{
	std::exception_ptr carried;
	std::thread([&] {
		try {
			throw std::runtime_error("from there");
		} catch (...) {
			carried = std::current_exception();
		}
	}).join();
	try {
		std::rethrow_exception(carried);
	} catch (const std::exception &e) {
		std::cout << "across a thread: " << e.what() << '\n';
	}
	auto future = std::async(std::launch::async, []() -> int { throw std::logic_error("no luck"); });
	try {
		future.get();
	} catch (const std::logic_error &e) {
		std::cout << "future: " << e.what() << '\n';
	}
}

static void rtti()
{
	Derived derived;
	Base &base = derived;
	Base plain;
	std::cout << "cast: " << (dynamic_cast<Other *>(&base) != nullptr) << ' ' << (dynamic_cast<Other *>(&plain) != nullptr)
		  << ", type " << (typeid(base) == typeid(Derived)) << ", name " << typeid(base).name() << '\n';
}

static int calls;

static int compare(const void *, const void *)
{
	if (++calls == 3)
		throw calls;
	return 0;
}

struct Counts {
	~Counts() { std::cout << "uncaught while unwinding: " << std::uncaught_exceptions() << '\n'; }
};

static void through_c()
{
	int numbers[50] = {};
	try {
		std::qsort(numbers, 50, sizeof *numbers, compare);
	} catch (int n) {
		std::cout << "through C: " << n << " calls\n";
	}
	try {
		Counts counts;
		throw 1;
	} catch (int) {
	}
}

static void never() noexcept
{
	throw 1;
}

int main()
{
	frames();
	types();
	library();
	threads();
	rtti();
	through_c();
	std::set_terminate([] {
		std::cout << "terminate was called" << std::endl;
		std::_Exit(0);
	});
	never();
}
