#include <algorithm>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

namespace {
struct Cleanup {
	~Cleanup() { std::puts("C++: unwound"), std::fflush(stdout); }
};
} // namespace

// Counts words, and throws and catches on the way.
extern "C" int part_most_frequent(const char *text, char *out, int size)
{
	std::map<std::string, int> counts;
	std::string word;
	for (; *text; text++)
		if (*text == ' ')
			counts[word]++, word.clear();
		else
			word += *text;
	counts[word]++;
	try {
		counts.at("not there");
	} catch (const std::out_of_range &) {
		auto most = std::max_element(counts.begin(), counts.end(), [](auto &a, auto &b) { return a.second < b.second; });
		return std::snprintf(out, size, "%s", most->first.c_str()) ? most->second : 0;
	}
	return -1;
}

// A panic of Rust's passes through.
extern "C" void part_call(void (*callback)())
{
	Cleanup cleanup;
	callback();
}

extern "C" int part_in_a_thread()
{
	int n = 0;
	std::thread([&] {
		try {
			throw 42;
		} catch (int i) {
			n = i;
		}
	}).join();
	return n;
}
