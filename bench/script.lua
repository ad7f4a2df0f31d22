-- script.lua: calls, tables, strings, sorting, floats: about a second natively
local function fib(n) return n < 2 and n or fib(n - 1) + fib(n - 2) end
print(fib(30))

local seed = 42
local function random() seed = (seed * 1103515245 + 12345) % 2147483648 return seed end
local list = {}
for i = 1, 200000 do list[i] = random() end
table.sort(list)
print(list[1], list[#list])

local parts = {}
for i = 1, 100000 do parts[#parts + 1] = string.format("%d:%s", i, ("x"):rep(i % 7)) end
local text = table.concat(parts, ",")
print(#text, select(2, text:gsub("x+", "y")))

local function tree(depth) return depth == 0 and {} or { tree(depth - 1), tree(depth - 1) } end
local function count(t) return t[1] and 1 + count(t[1]) + count(t[2]) or 1 end
print(count(tree(16)))

local sum = 0.0
for i = 1, 3000000 do sum = sum + 1.0 / (i * i) end
print(string.format("%.12f", sum))
