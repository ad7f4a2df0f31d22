# C++ on both sides of dlopen: virtual functions, exceptions of the library's and the program's types either way, inline variables that
# are one, thread-local objects in further threads, global objects' constructors and destructors.
. "$SOURCE/tests/expect.sh"
cat >shape.h <<'C'
#include <stdexcept>
#include <string>
struct Odd { int value; explicit Odd(int v) : value(v) {} virtual ~Odd() {} };
struct Named { virtual ~Named() {} virtual std::string name() const = 0; };
struct Shape : Named { virtual int area() const = 0; virtual void fail(int) = 0; virtual int round(int) = 0; };
std::string greet(const std::string &who);
int thrower(int x);
extern int alive;
inline int &counter() { static int c = 0; return c; }
C
cat >main.cpp <<'C'
#include "shape.h"
#include <dlfcn.h>
#include <iostream>
int alive = 0;
std::string greet(const std::string &who) { return "hello " + who; }
int thrower(int x) { if (x > 2) throw Odd(x); return x; }
int main(int argc, char **argv)
{
	void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : nullptr;
	if (!library) {
		std::cout << dlerror() << std::endl;
		return 1;
	}
	auto make = (Shape *(*)(int))dlsym(library, "make");
	Shape *s = make(3);
	std::cout << s->name() << " " << s->area() << " " << alive << std::endl;
	try { s->fail(1); } catch (const std::runtime_error &e) { std::cout << "caught " << e.what() << std::endl; }
	try { s->fail(2); } catch (const Odd &e) { std::cout << "caught odd " << e.value << std::endl; }
	try { s->fail(3); } catch (int i) { std::cout << "caught " << i << std::endl; }
	try { s->fail(4); } catch (...) { std::cout << "caught something" << std::endl; }
	std::cout << (dynamic_cast<Named *>(s) != nullptr) << std::endl;
	int result = s->round(5);
	std::cout << result << " " << ++counter() << std::endl;
	delete s;
	return alive;
}
C
cat >lib.cpp <<'C'
#include "shape.h"
#include <iostream>
#include <map>
#include <thread>
#include <vector>
struct Global { Global() { std::cout << "global made" << std::endl; } ~Global() { std::cout << "global gone" << std::endl; } } global;
static thread_local std::string per_thread = "fresh";
struct Guard { ~Guard() { std::cout << "guard" << std::endl; } };
struct Square : Shape {
	int side;
	std::map<int, std::string> names;
	explicit Square(int s) : side(s) { alive++; names[s] = greet("square"); }
	~Square() override { alive--; }
	std::string name() const override { return names.at(side); }
	int area() const override { return side * side; }
	void fail(int how) override
	{
		Guard guard;
		if (how == 1) throw std::runtime_error("runtime");
		if (how == 2) throw Odd(7);
		if (how == 3) throw 42;
		std::vector<int>().at(9);
	}
	int catches(int x)
	{
		try { return thrower(x); } catch (const Odd &o) { std::cout << "library caught " << o.value << std::endl; }
		return -1;
	}
	int round(int x) override
	{
		std::thread t([] {
			per_thread += "!";
			try { throw std::string("in a thread"); } catch (std::string &s) { std::cout << s << " " << per_thread << std::endl; }
		});
		t.join();
		std::cout << per_thread << std::endl;
		return catches(x) + ++counter();
	}
};
extern "C" Shape *make(int side) { return new Square(side); }
C
"$WASIXCXX" -O1 -pie -rdynamic main.cpp -o main.wasm 2>err || skip "$(cat err)"
"$WASIXCXX" -O1 -fPIC -shared lib.cpp -o lib.so
"$NATIVE_CXX" -O1 -fPIC -shared lib.cpp -o native.so
"$NATIVE_CXX" -O1 -fPIC -rdynamic -pthread main.cpp -ldl -o native
./native ./native.so >expected
status 0 "$WASIX" run --enable-threads --dir=. main.wasm ./lib.so
cmp expected out || fail "$(diff expected out)"
