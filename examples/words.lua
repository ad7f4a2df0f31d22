-- words.lua FILE: the most frequent words of a file, with coroutines, patterns, sorting, pcall and formatted floats.
local function words(path)
  return coroutine.wrap(function()
    for line in io.lines(path) do
      for word in line:gmatch("%a+") do
        coroutine.yield(word:lower())
      end
    end
  end)
end

local count, total = {}, 0
for word in words(arg[1]) do
  count[word] = (count[word] or 0) + 1
  total = total + 1
end

local list = {}
for word in pairs(count) do
  list[#list + 1] = word
end
table.sort(list, function(a, b)
  if count[a] ~= count[b] then return count[a] > count[b] end
  return a < b
end)

for i = 1, math.min(10, #list) do
  print(string.format("%-12s %4d  %5.2f %%", list[i], count[list[i]], 100 * count[list[i]] / total))
end
print(pcall(error, { code = 42 }) == false, select(2, pcall(error, "caught", 0)))
