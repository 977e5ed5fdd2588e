# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is inside's.
# What goes wrong: the link, a loop, the process, the power.

# Readings and edges of the time without a broker arrive afterwards, and none is missing.
check_link() {
    local begun resumed
    stop_broker
    begun=$(now)
    pull 17 down
    pull 17 up
    sleep 20
    resumed=$(utc)
    resume_broker
    within 180 all_since "$resumed" || wrong "seqs are missing: $(runs) $(journal)"
    begun=$(($(now) - begun))
    echo "the broker was away for 20 s; $(history_since "$resumed") all arrived $(seconds "$begun") after it went; $(of_last_run)"
}

all_since() { nothing_missing && is_later "$1"; }

of_last_run() { runs | tail -n 1 | awk '{ print "run " $1 ": seq 1 to " $2 ", " $3 " missing" }'; }

history_since() {
    local messages
    messages=$(grep -c '^sandpiper/demo/history/' "$dir/recording" || true)
    echo "$messages history messages,"
}

# The bus holds its loop; systemd ends the agent, whose pump is made safe, and starts it again.
check_hang() {
    local begun period restarts ms ended
    period=$(property WatchdogUSec)
    [[ $period =~ ^(0|infinity)?$ ]] && skip "the unit has no WatchdogSec"
    ended=$(run_number)
    restarts=$(property NRestarts)
    switch_pump before-hang true >/dev/null
    begun=$(now)
    on_device 'echo Y >/sys/module/soft_i2c/parameters/stuck'
    within 300 is_hung "$restarts" || wrong "not restarted within five minutes: $(journal)"
    ms=$(($(now) - begun))
    on_device 'echo N >/sys/module/soft_i2c/parameters/stuck'
    is_back watchdog
    echo "restarted $(seconds "$ms") after the bus hung (watchdog $period), pin low; $(on_device 'journalctl -u sandpiper.service --no-pager -o cat | grep -m 1 "is stuck"')"
}

# is_hung RESTARTS: systemd has begun one more.
is_hung() { [ "$(property NRestarts)" -gt "$1" ]; }

# With a configuration that has become wrong and the outbox's plan gone, so that only the plan in /run can help.
check_kill() {
    local low through ended java
    on_device 'cp -p /etc/sandpiper/agent.yaml /root/agent.yaml; mv /var/lib/sandpiper/safe-state.plan /root/
        echo "not: [yaml" >>/etc/sandpiper/agent.yaml'
    end KILL 'cp -p /root/agent.yaml /etc/sandpiper/agent.yaml'
    java=$(yardstick)
    is_back crash
    echo "pin low $(seconds "$low") after kill -9, through after $(seconds "$through"), by /run/sandpiper; $(times "$low" "$java") java -version ($(seconds "$java"))"
}

# As systemd's watchdog does it.
check_abort() {
    local low through ended
    end ABRT
    is_back crash
    echo "pin low $(seconds "$low") after SIGABRT, through after $(seconds "$through")"
}

# The agent itself: safe before it ends.
check_stop() {
    local low through ended
    end TERM
    on_device 'systemctl start sandpiper.service'
    is_back clean
    echo "pin low $(seconds "$low") after SIGTERM, through after $(seconds "$through")"
}


# Without a link, with the card busy. What was recorded five seconds before the cut had to be on the card; so had the command.
check_power() {
    local ended promised newest cut
    ended=$(run_number)
    switch_pump before-cut true >/dev/null
    stop_broker
    on_device 'nohup sh -c "while :; do dd if=/dev/zero of=/root/load bs=64k count=64 conv=fsync status=none; done" >/dev/null 2>&1 </dev/null &'
    sleep 15
    as_service 'sandpiper outbox export --to -' >"$dir/promised" || wrong "no export: $(journal)"
    sleep 5
    cut=$(utc)
    cut_power
    resume_broker
    power_on
    furnish_device
    within 600 has_come_back "$ended" "$cut" || wrong "not back within ten minutes: $(runs) $(journal)"
    grep -q '"stop":"power"' "$dir/info" || wrong "the run before should have ended by power: $(<"$dir/info")"
    promised=$(all_promised)
    newest=$(runs | awk -v run="$ended" '$1 == run { print $2 ", of " $4 }')
    gaps | grep '"reason":"interrupted"' | grep -q "\"run\":$ended\b" || wrong "run $ended is not announced as interrupted: $(gaps)"
    remembers_command
    echo "cut at $cut with $promised records waiting, all arrived; run $ended: seq 1 to $newest, none missing; the command is remembered"
}

# has_come_back RUN TIME: a new run, with readings of its own.
has_come_back() {
    ended=$1
    is_new_run && all_since "$2"
}

# Byte for byte as the export had them; prints how many.
all_promised() {
    jq -r '.payload | select(.seq) | "\(.run) \(.seq)"' "$dir/promised" | sort -u >"$dir/promised.keys"
    [ -s "$dir/promised.keys" ] || wrong "nothing was waiting: $(<"$dir/promised")"
    recorded | jq -r 'select(.seq) | "\(.run) \(.seq)"' | sort -u | comm -23 "$dir/promised.keys" - >"$dir/lost"
    [ ! -s "$dir/lost" ] || wrong "lost by the cut: $(<"$dir/lost")"
    wc -l <"$dir/promised.keys"
}

# Answered as the first time, and not done again.
remembers_command() {
    grep -m 1 '"duplicate":true' < <(seen 120 sandpiper/demo/reply/pump 100) >"$dir/reply" &
    mosquitto_pub -t sandpiper/demo/command/pump -m '{"id":"before-cut","value":true}'
    wait $! || wrong "the command of before the cut is not remembered: $(journal)"
    [ "$(pin 22)" = 0 ] || wrong "the command of before the cut was done once more"
}
