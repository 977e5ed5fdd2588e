-- Optional, after 1-tables.sql and best before the first record: the records as a hypertable, compressed when older than a
-- week. TimescaleDB wants the time in every unique key; a record is stamped once, so the key means the same.
create extension if not exists timescaledb;
alter table sandpiper.record drop constraint record_key;
alter table sandpiper.record add constraint record_key primary key (device, run, seq, ts);
select create_hypertable('sandpiper.record', 'ts', chunk_time_interval => interval '7 days', migrate_data => true);
alter table sandpiper.record set (timescaledb.compress, timescaledb.compress_segmentby = 'device, id', timescaledb.compress_orderby = 'ts desc');
select add_compression_policy('sandpiper.record', interval '7 days');
-- select add_retention_policy('sandpiper.record', interval '5 years');
