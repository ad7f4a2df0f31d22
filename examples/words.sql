-- words.sql: a table of 20000 rows with an index, in a file, inside transactions; then what it holds.
pragma journal_mode = delete;
create table words(id integer primary key, word text, weight real);
begin;
with recursive n(i) as (values (1) union all select i + 1 from n where i < 20000)
insert into words select i, char(97 + i % 26, 97 + i / 26 % 26, 97 + i / 676 % 26), i * 1.0 / 7 from n;
commit;
create index by_word on words(word);
select count(*), count(distinct word), round(sum(weight), 3) from words;
select word, count(*) from words group by substr(word, 1, 1) order by 2 desc, 1 limit 3;
select printf('%.10g', avg(weight)), upper(max(word)) from words where word between 'f' and 'k';
