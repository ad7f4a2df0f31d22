// CFLAGS: -std=c++17
// EXPECT: made 1, again 0, empty 1
// EXPECT: size 6, regular 1, text: first
// EXPECT: a/b/f.txt a/b/g.txt a/link -> b
// EXPECT: f.txt f .txt a/b, normal a/c, relative ../c
// EXPECT: copied 1, renamed 1 0, through the link 1
// EXPECT: error: No such file or directory, path none
// EXPECT: permissions 600, hard links 2, equivalent 1
// EXPECT: written just now 1, resized 3, space 1
// EXPECT: removed 6, exists 0
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

int main()
{
	std::cout << "made " << fs::create_directories("a/b");
	std::cout << ", again " << fs::create_directories("a/b") << ", empty " << fs::is_empty("a/b") << '\n';
	std::ofstream("a/b/f.txt") << "first\n";
	std::ofstream("a/b/g.txt") << "second\n";
	std::string line;
	std::getline(std::ifstream("a/b/f.txt"), line);
	std::cout << "size " << fs::file_size("a/b/f.txt") << ", regular " << fs::is_regular_file("a/b/f.txt") << ", text: " << line << '\n';

	fs::create_directory_symlink("b", "a/link");
	std::vector<std::string> names;
	for (const auto &entry : fs::recursive_directory_iterator("a"))
		if (!entry.is_directory() || entry.is_symlink())
			names.push_back(entry.path().string());
	std::sort(names.begin(), names.end());
	for (const auto &name : names)
		std::cout << name << ' ';
	std::cout << "-> " << fs::read_symlink("a/link").string() << '\n';

	fs::path p = "a/b/f.txt";
	std::cout << p.filename().string() << ' ' << p.stem().string() << ' ' << p.extension().string() << ' ' << p.parent_path().string()
		  << ", normal " << fs::path("a/./b/../c").lexically_normal().string() << ", relative "
		  << fs::path("a/c").lexically_relative("a/b").string() << '\n';

	std::cout << "copied " << fs::copy_file(p, "a/copy");
	fs::rename("a/copy", "a/moved");
	std::cout << ", renamed " << fs::exists("a/moved") << ' ' << fs::exists("a/copy") << ", through the link "
		  << fs::exists("a/link/g.txt") << '\n';

	try {
		fs::file_size("none");
	} catch (const fs::filesystem_error &e) {
		std::cout << "error: " << e.code().message() << ", path " << e.path1().string() << '\n';
	}

	fs::permissions("a/moved", fs::perms::owner_read | fs::perms::owner_write);
	fs::create_hard_link("a/moved", "a/hard");
	std::cout << "permissions " << std::oct << int(fs::status("a/moved").permissions()) << std::dec << ", hard links "
		  << fs::hard_link_count("a/moved") << ", equivalent " << fs::equivalent("a/moved", "a/hard") << '\n';

	auto age = fs::file_time_type::clock::now() - fs::last_write_time("a/moved");
	fs::resize_file("a/moved", 3);
	std::cout << "written just now " << (age < std::chrono::minutes(1)) << ", resized " << fs::file_size("a/hard") << ", space "
		  << (fs::space(".").capacity > 0) << '\n';
	std::error_code error;
	fs::create_directory("a/b", error);
	fs::remove("a/hard");
	fs::copy("a/b", "a/d", fs::copy_options::recursive);
	fs::remove_all("a/d");
	std::cout << "removed " << fs::remove_all("a") << ", exists " << fs::exists("a") << '\n';
}
