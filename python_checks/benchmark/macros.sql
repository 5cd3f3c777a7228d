-- Chance by arithmetic: what a hash of (row number, salt, seed) says, in any order and on any
-- number of threads. `seed` is a variable that the caller sets.

create or replace temp macro dice(row_number, salt, sides) as
(hash(row_number::bigint, salt, getvariable('seed')::bigint) % sides)::bigint;

create or replace temp macro chance(row_number, salt) as
(hash(row_number::bigint, salt, getvariable('seed')::bigint) % 1000003)::double / 1000003;

create or replace temp macro days_later(moment, days) as
moment + to_seconds(floor(days * 86400)::bigint);

create or replace temp macro two_decimals(number) as round(number, 2)::decimal(18, 6);

create or replace temp macro customer_name(number) as format('customer_{:08d}', number);

create or replace temp macro subscription_name(number) as format('sub_{:09d}', number);

create or replace temp macro item_name(number) as format('item_{:010d}', number);
