-- Sandpiper's records in PostgreSQL 13 or later: the tables. May be run again.
create schema if not exists sandpiper;

-- One row for each reading and each state. (device, run, seq) names a record for ever: what comes twice is not kept twice.
create table if not exists sandpiper.record (
    device   text        not null,
    run      bigint      not null,
    seq      bigint      not null,
    ts       timestamptz not null,
    id       text        not null,
    kind     text        not null check (kind in ('reading', 'state')),
    late     boolean     not null,                 -- it came on history/
    clock    text,                                 -- 'unsynchronised': ts may be wrong
    error    text,
    cause    text,                                 -- of a state
    command  text,                                 -- of a state: the id of the command behind it
    data     jsonb       not null,                 -- the values by name; a state's is called value
    received timestamptz not null default now(),
    constraint record_key primary key (device, run, seq)
);
create index if not exists record_by_time on sandpiper.record (device, id, ts desc);

-- What a device announced as never to arrive. Without from_seq and to_seq nobody knows which records these were.
create table if not exists sandpiper.gap (
    device   text        not null,
    digest   uuid        not null,                 -- of the payload, which is sent again byte for byte
    ts       timestamptz not null,
    run      bigint,
    from_seq bigint,
    to_seq   bigint,
    dropped  bigint,
    reason   text        not null,
    ids      text[],
    primary key (device, digest)
);
create index if not exists gap_by_run on sandpiper.gap (device, run);

-- The answers to commands.
create table if not exists sandpiper.reply (
    device   text        not null,
    digest   uuid        not null,
    ts       timestamptz not null,
    id       text        not null,                 -- the actuator, or agent
    command  text,
    result   text        not null,
    reason   text,
    answer   jsonb       not null,
    primary key (device, digest)
);

-- What is known of each device now: the newest status, info and health.
create table if not exists sandpiper.device (
    device    text primary key,
    status    text,
    status_at timestamptz,
    info      jsonb,
    info_at   timestamptz,
    health    jsonb,
    health_at timestamptz
);

-- How runs ended, as far as the next run could tell.
create table if not exists sandpiper.run (
    device   text   not null,
    run      bigint not null,
    last_seq bigint,
    stop     text,
    primary key (device, run)
);

-- What came and could not be kept, with the reason. Worth an alarm.
create table if not exists sandpiper.refused (
    digest  uuid primary key,
    topic   text        not null,
    payload text        not null,
    reason  text        not null,
    times   bigint      not null default 1,
    first   timestamptz not null default now(),
    last    timestamptz not null default now()
);

-- For whatever can insert rows and nothing else, such as Telegraf: a trigger passes each row on, and the table stays empty.
create table if not exists sandpiper.inbox (
    time    timestamptz default now(),
    topic   text not null,
    payload text not null
);
