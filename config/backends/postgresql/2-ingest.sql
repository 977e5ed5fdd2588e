-- sandpiper.ingest(topic, payload): one call for each MQTT message, in any order, as often as it comes. May be run again.

create or replace function sandpiper.refuse(topic text, payload text, reason text) returns void
language sql as $$
    insert into sandpiper.refused as r (digest, topic, payload, reason)
    values (md5(topic || ' ' || payload)::uuid, topic, payload, reason)
    on conflict (digest) do update set times = r.times + 1, last = now(), reason = excluded.reason;
$$;

-- Returns 1 for what is new, 0 for what was there.
create or replace function sandpiper.keep_record(device text, id text, kind text, late boolean, record jsonb) returns integer
language plpgsql as $$
#variable_conflict use_variable
declare
    reserved constant text[] := '{ts,run,seq,clock,error}';
    of_state constant text[] := case kind when 'state' then '{cause,command}' else '{}' end;
    new sandpiper.record;
begin
    new.device := device;
    new.run := record ->> 'run';
    new.seq := record ->> 'seq';
    new.ts := record ->> 'ts';
    new.id := id;
    new.kind := kind;
    new.late := late;
    new.clock := record ->> 'clock';
    new.error := record ->> 'error';
    if kind = 'state' then
        new.cause := record ->> 'cause';
        new.command := record ->> 'command';
    end if;
    new.data := record - (reserved || of_state);
    new.received := now();
    insert into sandpiper.record select new.* on conflict do nothing;
    if found then return 1; end if;
    -- Two devices with one name, or a store that was copied, would be lost here without a word.
    perform from sandpiper.record r
    where r.device = device and r.run = new.run and r.seq = new.seq and r.ts = new.ts and r.id = id and r.kind = kind
      and r.data = new.data and (r.clock, r.error, r.cause, r.command)
          is not distinct from (new.clock, new.error, new.cause, new.command);
    if not found then
        perform sandpiper.refuse(device || '/' || id, record::text, 'another record has this device, run and seq');
    end if;
    return 0;
end $$;

create or replace function sandpiper.keep_history(device text, id text, readings jsonb) returns integer
language plpgsql as $$
declare
    one jsonb;
    kept integer := 0;
begin
    if jsonb_typeof(readings) is distinct from 'array' then
        raise data_exception using message = 'a history message without an array of readings';
    end if;
    for one in select jsonb_array_elements(readings) loop
        kept := kept + sandpiper.keep_record(device, id, case when one ? 'cause' then 'state' else 'reading' end, true, one);
    end loop;
    return kept;
end $$;

create or replace function sandpiper.keep_gap(device text, payload text) returns integer
language plpgsql as $$
declare
    gap constant jsonb := payload;
begin
    insert into sandpiper.gap (device, digest, ts, run, from_seq, to_seq, dropped, reason, ids)
    values (device, md5(payload)::uuid, (gap ->> 'ts')::timestamptz, (gap ->> 'run')::bigint, (gap ->> 'from')::bigint,
            (gap ->> 'to')::bigint, (gap ->> 'dropped')::bigint, gap ->> 'reason',
            (select array_agg(lost) from jsonb_array_elements_text(gap -> 'ids') lost))
    on conflict do nothing;
    return case when found then 1 else 0 end;
end $$;

create or replace function sandpiper.keep_reply(device text, id text, payload text) returns integer
language plpgsql as $$
declare
    reply constant jsonb := payload;
begin
    insert into sandpiper.reply (device, digest, ts, id, command, result, reason, answer)
    values (device, md5(id || ' ' || payload)::uuid, coalesce((reply ->> 'ts')::timestamptz, now()), id, reply ->> 'id',
            reply ->> 'result', reply ->> 'reason', reply)
    on conflict do nothing;
    return case when found then 1 else 0 end;
end $$;

create or replace function sandpiper.keep_device(device text, lane text, payload text) returns integer
language plpgsql as $$
begin
    insert into sandpiper.device as d values (
        device,
        case lane when 'status' then payload end, case lane when 'status' then now() end,
        case lane when 'info' then payload::jsonb end, case lane when 'info' then now() end,
        case lane when 'health' then payload::jsonb end, case lane when 'health' then now() end)
    on conflict on constraint device_pkey do update set
        status = coalesce(excluded.status, d.status), status_at = coalesce(excluded.status_at, d.status_at),
        info = coalesce(excluded.info, d.info), info_at = coalesce(excluded.info_at, d.info_at),
        health = coalesce(excluded.health, d.health), health_at = coalesce(excluded.health_at, d.health_at);
    if lane = 'info' and payload::jsonb #>> '{previous,run}' is not null then
        insert into sandpiper.run
        select device, (before ->> 'run')::bigint, (before ->> 'last_seq')::bigint, before ->> 'stop'
        from (select payload::jsonb -> 'previous' as before) info
        on conflict on constraint run_pkey do update set last_seq = excluded.last_seq, stop = excluded.stop;
    end if;
    return 0;
end $$;

-- Returns how many rows are new. What cannot be kept goes to sandpiper.refused, so that one message never stops the others;
-- only what is no fault of the message (a full disk, no right) is an error.
create or replace function sandpiper.ingest(topic text, payload text, prefix text default 'sandpiper') returns integer
language plpgsql as $$
declare
    part text[];
begin
    if not starts_with(topic, prefix || '/') or payload = '' then return 0; end if;
    part := string_to_array(substr(topic, length(prefix) + 2), '/');
    return case
        when part[2] = 'telemetry' then sandpiper.keep_record(part[1], part[3], 'reading', false, payload::jsonb)
        when part[2] = 'state' then sandpiper.keep_record(part[1], part[3], 'state', false, payload::jsonb)
        when part[2] = 'history' then sandpiper.keep_history(part[1], part[3], payload::jsonb -> 'readings')
        when part[2] = 'gap' then sandpiper.keep_gap(part[1], payload)
        when part[2] = 'reply' then sandpiper.keep_reply(part[1], part[3], payload)
        when part[2] in ('status', 'info', 'health') then sandpiper.keep_device(part[1], part[2], payload)
        else 0
    end;
exception
    when data_exception or integrity_constraint_violation or wrong_object_type or program_limit_exceeded then
        perform sandpiper.refuse(topic, payload, sqlerrm);
        return 0;
end $$;

-- The same for one line of `mosquitto_sub -F '%x %t'`: the payload in hexadecimal digits, since it may be anything.
create or replace function sandpiper.ingest_line(line text, prefix text default 'sandpiper') returns integer
language plpgsql as $$
declare
    topic constant text := substr(line, position(' ' in line) + 1);
    payload text;
begin
    begin
        payload := convert_from(decode(split_part(line, ' ', 1), 'hex'), 'UTF8');
    exception when data_exception then
        perform sandpiper.refuse(topic, line, sqlerrm);
        return 0;
    end;
    return sandpiper.ingest(topic, payload, prefix);
end $$;

create or replace function sandpiper.pass_on() returns trigger
language plpgsql as $$
begin
    perform sandpiper.ingest(new.topic, new.payload);
    return null;
end $$;

create or replace trigger pass_on before insert on sandpiper.inbox
    for each row execute function sandpiper.pass_on();
