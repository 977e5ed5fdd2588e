-- What one asks: values by name, states, the newest of each, holes. May be run again.

-- A row for each value of each reading and state; one column for each type, so that a value never changes its type.
create or replace view sandpiper.value as
select r.device, r.id, r.kind, v.key as name, r.ts,
       case jsonb_typeof(v.value) when 'number' then v.value::double precision end as number,
       case jsonb_typeof(v.value) when 'boolean' then v.value::boolean end as flag,
       case jsonb_typeof(v.value) when 'string' then v.value #>> '{}' end as text,
       r.late, r.clock, r.run, r.seq
from sandpiper.record r
cross join lateral jsonb_each(r.data) v;

create or replace view sandpiper.state as
select device, id, ts, data -> 'value' as value, cause, command, late, clock, error, run, seq
from sandpiper.record
where kind = 'state';

-- The newest record of each sensor and output.
create or replace view sandpiper.newest as
select distinct on (device, id) device, id, kind, ts, error, data, run, seq
from sandpiper.record
order by device, id, ts desc, run desc, seq desc;

-- The gap view: numbers that are missing. reason is what the device said of them, null as long as it said nothing: they may
-- still come, or were sent before the database listened. The end of a run is known from the next run's info.
-- Ask it for one device, and where there are many records for one run as well.
create or replace view sandpiper.hole as
with present as (
    select device, run, seq from sandpiper.record
    union all
    select ended.device, ended.run, ended.last_seq + 1
    from sandpiper.run ended
    where ended.last_seq >= coalesce((select max(r.seq) from sandpiper.record r
                                      where r.device = ended.device and r.run = ended.run), 0)
), step as (
    select device, run, seq, lag(seq, 1, 0::bigint) over (partition by device, run order by seq) as before
    from present
)
select s.device, s.run, s.before + 1 as from_seq, s.seq - 1 as to_seq, s.seq - s.before - 1 as missing,
       (select string_agg(distinct g.reason, ', ') from sandpiper.gap g
        where g.device = s.device and g.run = s.run and g.from_seq < s.seq and g.to_seq > s.before) as reason
from step s
where s.seq > s.before + 1;

-- A row for each run: how much arrived, is missing, and was announced as lost. stop and last_seq are what the next run told.
create or replace view sandpiper.account as
select c.device, c.run, c.began, c.ended, c.records, ended.stop, ended.last_seq,
       greatest(c.last, ended.last_seq) - c.records as missing,
       coalesce((select sum(g.dropped) from sandpiper.gap g
                 where g.device = c.device and g.run = c.run and g.from_seq is not null), 0)::bigint as announced,
       exists (select from sandpiper.gap g
               where g.device = c.device and g.run = c.run and g.reason = 'interrupted') as interrupted
from (select device, run, min(ts) as began, max(ts) as ended, count(*) as records, max(seq) as last
      from sandpiper.record group by device, run) c
left join sandpiper.run ended on ended.device = c.device and ended.run = c.run;

-- Values that came with more than one type: there should be none.
create or replace view sandpiper.drift as
select r.device, r.id, v.key as name, array_agg(distinct jsonb_typeof(v.value)) as types
from sandpiper.record r
cross join lateral jsonb_each(r.data) v
group by r.device, r.id, v.key
having count(distinct jsonb_typeof(v.value)) > 1;
