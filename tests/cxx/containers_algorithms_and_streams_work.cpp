// EXPECT: hello, world 3.50 0x2a true
// EXPECT: word: 2 words: 1 a: 1
// EXPECT: sorted 1 2 3 5 8, sum 19, found at 3
// EXPECT: fields 12 tokens "x y" 7
// EXPECT: 2024-02-29 -> [2024] [02] [29]
// EXPECT: a lazy dog jumps
// EXPECT: 90061 s, 25:01:01
// EXPECT: variant string, optional 7, any 2.5
// EXPECT: tuple 1 two 3, 42 -17 0.1 1e+300
// EXPECT: bits 10110, top 9, unique 5
// EXPECT: wide 5, bad: true
#include <algorithm>
#include <any>
#include <bitset>
#include <charconv>
#include <chrono>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <regex>
#include <sstream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

static void streams()
{
	std::cout << "hello, " << std::string("world") << ' ' << std::fixed << std::setprecision(2) << 3.5 << ' ' << std::hex
		  << std::showbase << 42 << std::dec << ' ' << std::boolalpha << true << std::endl;
	std::cout.unsetf(std::ios::floatfield);
	std::cout << std::setprecision(6);
}

static void containers()
{
	std::map<std::string, int> counts;
	std::istringstream words("word a words word");
	for (std::string w; words >> w;)
		counts[w]++;
	std::unordered_map<std::string, int> hashed(counts.begin(), counts.end());
	for (const char *w : { "word", "words", "a" })
		std::cout << (w == std::string("word") ? "" : " ") << w << ": " << hashed.at(w);
	std::cout << '\n';

	std::vector<int> v{ 5, 3, 8, 1, 2 };
	std::sort(v.begin(), v.end());
	std::cout << "sorted";
	const char *between = " ";
	for (int i : v) {
		std::cout << between << i;
		between = " ";
	}
	std::cout << ", sum " << std::accumulate(v.begin(), v.end(), 0) << ", found at "
		  << std::lower_bound(v.begin(), v.end(), 5) - v.begin() << '\n';
}

static void text()
{
	std::istringstream in("12 tokens \"x y\"7");
	int n, m;
	std::string word, quoted;
	in >> n >> word >> std::quoted(quoted) >> m;
	std::cout << "fields " << n << ' ' << word << ' ' << std::quoted(quoted) << ' ' << m << '\n';

	std::smatch match;
	std::string date = "2024-02-29";
	std::regex_match(date, match, std::regex(R"((\d{4})-(\d\d)-(\d\d))"));
	std::cout << date << " -> [" << match[1] << "] [" << match[2] << "] [" << match[3] << "]\n";
	std::cout << std::regex_replace(std::string("a quick dog jumps"), std::regex("qu[a-z]+"), "lazy") << '\n';
}

static void time()
{
	using namespace std::chrono;
	auto d = hours(25) + minutes(1) + seconds(1);
	auto h = duration_cast<hours>(d);
	std::cout << duration_cast<seconds>(d).count() << " s, " << h.count() << ':' << std::setfill('0') << std::setw(2)
		  << duration_cast<minutes>(d - h).count() << ":0" << (d % minutes(1)).count() << '\n';
	auto begin = steady_clock::now();
	if (steady_clock::now() < begin || system_clock::now().time_since_epoch() < hours(24 * 365 * 50))
		std::cout << "the clock is wrong\n";
}

static void vocabulary()
{
	std::variant<int, std::string> v = "string";
	std::optional<int> o = 7;
	std::any a = 2.5;
	std::cout << "variant " << std::get<std::string>(v) << ", optional " << *o << ", any " << std::any_cast<double>(a) << '\n';

	auto [one, two, three] = std::make_tuple(1, "two", 3L);
	char buffer[40];
	auto end = std::to_chars(buffer, buffer + sizeof buffer, 0.1).ptr;
	int parsed;
	std::from_chars("-17", "-17" + 3, parsed);
	std::cout << "tuple " << one << ' ' << two << ' ' << three << ", " << std::stoi("42") << ' ' << parsed << ' '
		  << std::string(buffer, end) << ' ' << 1e300 << '\n';

	std::priority_queue<int> queue;
	for (int i : { 4, 9, 2 })
		queue.push(i);
	auto owner = std::make_unique<int>(5);
	std::cout << "bits " << std::bitset<5>(22) << ", top " << queue.top() << ", unique " << *owner << '\n';
}

static void failures()
{
	std::wstring wide = L"w\u00efde!";
	std::istringstream in("x");
	int n;
	in >> n;
	std::cout << "wide " << wide.size() << ", bad: " << in.fail() << '\n';
}

int main()
{
	streams();
	containers();
	text();
	time();
	vocabulary();
	failures();
}
