# shellcheck shell=bash
# The broker beside the device, which can be stopped, and the recording of all it was sent. Expects demo-broker.sh and $dir.
: "${dir:?}"

# Kept by the broker while it is stopped itself. Read by demo-broker.sh.
# shellcheck disable=SC2034
broker_setting="persistence true
persistence_location $dir/
autosave_interval 5
max_queued_messages 0"

provide_broker() {
    make_certificates
    make_accounts
    start_broker
    echo "$port" >"$dir/port"
    echo "$broker" >"$dir/broker"
}

# From an earlier run: the same broker at the same port, which the device knows.
resume_broker() {
    port=$(<"$dir/port")
    in_background run_broker
    broker=$!
    echo "$broker" >"$dir/broker"
    await 10 broker_is_up || fail "mosquitto does not start again at port $port: $(tail -n 1 "$dir/mosquitto.log")"
}

stop_broker() {
    broker=$(<"$dir/broker")
    kill "$broker"
    await 10 broker_is_gone || wrong "mosquitto does not end"
}

broker_is_gone() { ! kill -0 "$broker" 2>/dev/null; }

# Under a name of its own: the broker keeps for it what comes while it is not connected.
record() { in_background mosquitto_sub -i recorder -c -t 'sandpiper/demo/#' -v >>"$dir/recording"; }

# Of each run a line: its number, its highest seq, how many below that have not come, the time of its newest.
runs() {
    # shellcheck disable=SC2016  # jq's.
    recorded | jq -rn '[inputs | select(.seq)] | unique_by(.run, .seq) | group_by(.run)[]
        | [.[0].run, .[-1].seq, .[-1].seq - length, (map(.ts) | max)] | @tsv'
}

# Readings and states as they were sent, one a line; the last line of the recording may not be whole yet.
recorded() {
    # shellcheck disable=SC2016  # jq's.
    jq -Rc 'capture("^sandpiper/demo/(?:telemetry|state|history)/\\S+ (?<payload>.*)$").payload | fromjson? | .readings // [.] | .[]' \
        "$dir/recording"
}

gaps() { sed -n 's:^sandpiper/demo/gap ::p' "$dir/recording"; }

# nothing_missing: of no run.
nothing_missing() { ! runs | awk '$3 != 0' | grep -q .; }

# is_whole RUN LAST_SEQ
is_whole() { runs | tr '\t' ' ' | grep -q "^$1 $2 0 "; }

# is_later TIME: something was recorded after it.
is_later() { runs | awk -v time="$1" '$4 > time' | grep -q .; }

utc() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
