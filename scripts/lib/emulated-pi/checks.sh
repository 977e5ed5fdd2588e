# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is inside's.
# What is looked at on the emulated device: each check prints what it saw, or ends by wrong.
: "${parts:?}"

# shellcheck disable=SC2034  # Listed by scripts/emulated-pi.
readonly CHECKS=(boot unit java train scan check pins start reading command edge kill abort stop)

run_checks() {
    local name failed=0
    on_device 'cat >/usr/local/sbin/end-agent && chmod 755 /usr/local/sbin/end-agent' <"$parts/guest/end-agent"
    insert_bmp280
    for name in "$@"; do
        run_check "$name" || failed=$((failed + 1))
    done
    [ $failed -eq 0 ] || fail "$failed of $# checks failed"
    echo "$# checks passed"
}

run_check() {
    local begun=$SECONDS
    # Not in a condition itself, where an error in its middle would not end it.
    ("check_$1") >"$dir/saw" 2>"$dir/wrong" &
    if wait $!; then
        printf 'ok    %-8s %s (%s s)\n' "$1" "$(<"$dir/saw")" $((SECONDS - begun))
    else
        printf 'FAIL  %-8s %s (%s s)\n' "$1" "$(tail -n 5 "$dir/wrong")" $((SECONDS - begun))
        return 1
    fi
}

# With the calibration and the codes of the example in its data sheet (BST-BMP280-DS001, 3.12): 25.08 degrees, 100653.27 Pa.
insert_bmp280() {
    chip 0x76 0x88 0x70 0x6b 0x43 0x67 0x18 0xfc 0x7d 0x8e 0x43 0xd6 0xd0 0x0b \
        0x27 0x0b 0x8c 0x00 0xf9 0xff 0x8c 0x3c 0xf8 0xc6 0x70 0x17
    chip 0x76 0xf7 0x65 0x5a 0xc0 0x7e 0xed 0x00
    chip 0x76 0xd0 0x58
}

wrong() {
    printf '%s\n' "$*" >&2
    exit 1
}

now() { echo $((${EPOCHREALTIME/./} / 1000)); }

seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# took COMMAND...: its time in milliseconds; what it prints goes to $dir/printed.
took() {
    local begun
    begun=$(now)
    "$@" >"$dir/printed" || return 1
    echo $(($(now) - begun))
}

check_boot() {
    local failed
    on_device 'systemctl is-system-running --wait >/dev/null' || true
    failed=$(on_device 'systemctl --failed --no-legend --plain')
    [ -z "$failed" ] || wrong "units have failed: $failed"
    on_device 'ls /dev/i2c-1 /dev/gpiochip1 >/dev/null' || wrong "there is no /dev/i2c-1 or /dev/gpiochip1"
    on_device 'systemd-analyze | head -n 1'
}

check_unit() {
    local objections
    objections=$(on_device 'systemd-analyze verify sandpiper.service 2>&1' || true)
    [ -z "$objections" ] || wrong "$objections"
    on_device "systemd-analyze security --no-pager sandpiper.service | tail -n 1 | grep -o 'Overall exposure.*' | cut -d ' ' -f 1-6; id sandpiper" | paste -s -d ';'
}

# The yardstick: how much slower than a Pi this is.
check_java() {
    on_device 'java -version 2>/dev/null'
    echo "java -version takes $(seconds "$(yardstick)"); load of this machine $(cut -d ' ' -f 1 /proc/loadavg)"
}

# Milliseconds of the second of two: the first one reads the files.
yardstick() {
    # shellcheck disable=SC2016  # For the device's shell.
    on_device 'java -version 2>/dev/null; begun=${EPOCHREALTIME/./}; java -version 2>/dev/null; echo $(((${EPOCHREALTIME/./} - begun) / 1000))'
}

check_train() {
    local ms
    ms=$(took on_device '/usr/lib/sandpiper/bin/train && ls -sh /var/cache/sandpiper') || wrong "train failed"
    echo "made in $(seconds "$ms"): $(tail -n 1 "$dir/printed")"
}

# What answers on the bus, by real transfers, and which lines of the chip are taken; as the service's user.
check_scan() {
    local ms found
    ms=$(took as_service '/usr/bin/sandpiper scan --bus 1 2>&1') || wrong "scan failed: $(<"$dir/printed")"
    found=$(grep -i -m 1 bmp280 "$dir/printed") || wrong "no bmp280 at 0x76: $(<"$dir/printed")"
    echo "$(tr -s ' ' <<<"$found") in $(seconds "$ms")"
}

check_check() {
    local ms warnings
    ms=$(took as_service '/usr/bin/sandpiper check 2>&1') || wrong "check failed: $(<"$dir/printed")"
    grep -q 'gpio-output  pin 22' "$dir/printed" || wrong "check does not show the pump at pin 22: $(<"$dir/printed")"
    warnings=$(grep -c 'warning:' "$dir/printed" || true)
    grep 'warning:' "$dir/printed" >"$dir/warnings" || true
    echo "$warnings warnings in $(seconds "$ms"): $(cut -d ' ' -f 3- "$dir/warnings" | paste -s -d ';')"
}

# What check says of pins: one that another program holds, by the kernel's list, and one whose pull switches its output on.
check_pins() {
    on_device 'mkdir -p /root/pins && chmod 755 /root /root/pins && cat >/root/pins/agent.yaml
        gpioset --daemonize --consumer heating --chip gpiochip1 24=0' <<'YAML'
broker: { url: "mqtts://10.0.2.2:8883" }
outbox: { directory: /tmp }
actuators:
  - { id: held, type: gpio-output, pin: 24 }
  - { id: lamp, type: gpio-output, pin: 23, active: low }
YAML
    as_service '/usr/bin/sandpiper check --config /root/pins/agent.yaml 2>&1' >"$dir/printed" || wrong "check failed: $(<"$dir/printed")"
    # shellcheck disable=SC2016  # For the device's shell.
    on_device 'kill "$(pidof gpioset)"'
    grep -q "held: pin 24 is held by 'heating'" "$dir/printed" || wrong "check does not say who holds pin 24: $(<"$dir/printed")"
    grep -q 'lamp (pin 23) is on from power-on.*add gpio=23=op,dh to' "$dir/printed" || wrong "check does not tell of pin 23: $(<"$dir/printed")"
    grep -oE "held: pin 24 is held by 'heating'|lamp \(pin 23\) is on from power-on|add gpio=23=op,dh" "$dir/printed" | paste -s -d ';'
}

# seen SECONDS TOPIC COUNT: messages as they come, 'topic payload'.
seen() { mosquitto_sub -W "$1" -C "$3" -t "$2" -v; }

# From the start of the service until readings arrive; and where the plan for the time after a kill lies.
check_start() {
    local begun=${EPOCHREALTIME/./} plan
    on_device 'systemctl start sandpiper.service'
    seen 300 sandpiper/demo/telemetry/air 1 >"$dir/reading" || wrong "no reading within 300 s: $(journal)"
    begun=$(((${EPOCHREALTIME/./} - begun) / 1000))
    ! grep -q '"error"' "$dir/reading" || wrong "the first reading is none: $(<"$dir/reading")"
    plan=$(on_device 'stat -c "%a %U %n" /run/sandpiper /run/sandpiper/safe-state.plan | paste -s -d " "')
    [ "$plan" = "700 sandpiper /run/sandpiper 600 sandpiper /run/sandpiper/safe-state.plan" ] || wrong "the plan is: $plan"
    echo "first reading after $(seconds "$begun"); $plan"
}

journal() { on_device 'journalctl -u sandpiper.service -n 15 --no-pager -o cat'; }

check_reading() {
    local reading
    seen 60 sandpiper/demo/telemetry/air 1 >"$dir/reading" || wrong "no reading within 60 s: $(journal)"
    reading=$(<"$dir/reading")
    [[ $reading == *'"temperature":25.08'* && $reading == *'"pressure":1006.53'* ]] ||
        wrong "expected 25.08 and 1006.53, got $reading"
    grep -o '"temperature".*[0-9]' <<<"$reading"
}

# switch_pump ID VALUE: prints the milliseconds until the answer.
switch_pump() {
    local begun
    begun=$(now)
    # After a crash an earlier answer may come once more.
    grep -m 1 "\"id\":\"$1\"" < <(seen 120 sandpiper/demo/reply/pump 100) >"$dir/reply" &
    mosquitto_pub -t sandpiper/demo/command/pump -m "{\"id\":\"$1\",\"value\":$2}"
    wait $! || wrong "no answer within 120 s: $(journal)"
    grep -q '"result":"done"' "$dir/reply" || wrong "answered $(<"$dir/reply")"
    echo $(($(now) - begun))
}

# From the operator to the line and back; read by the kernel, and by the kernel's list of who holds it.
check_command() {
    local on off holder
    on=$(switch_pump command-on true)
    [ "$(pin 22)" = 1 ] || wrong "answered done, and pin 22 is low"
    holder=$(on_device "gpioinfo -c gpiochip1 22")
    off=$(switch_pump command-off false)
    [ "$(pin 22)" = 0 ] || wrong "answered done, and pin 22 is high"
    echo "on answered after $on ms, off after $off ms; $(tr -s ' \t' ' ' <<<"$holder")"
}

check_edge() {
    local begun state level ms=()
    for level in down up; do
        begun=$(now)
        # Two: the retained one of before comes first.
        seen 60 sandpiper/demo/telemetry/door 2 >"$dir/edge" &
        pull 17 $level
        wait $! || wrong "no reading of the door within 60 s: $(<"$dir/edge") $(journal)"
        ms+=($(($(now) - begun)))
        state=$(tail -n 1 "$dir/edge" | grep -o '"state":[a-z]*')
        [ "$state" = "\"state\":$([ $level = up ] && echo true || echo false)" ] || wrong "pulled $level, got $state"
    done
    echo "down after ${ms[0]} ms, up after ${ms[1]} ms, from outside to the broker"
}

# end SIGNAL [COMMAND]: with the pump on; the command follows at once. Sets the caller's $low and $through, milliseconds from
# the signal, and $ended, the run.
end() {
    local readings
    ended=$(run_number)
    switch_pump "before-$1" true >/dev/null
    [ "$(pin 22)" = 1 ] || wrong "the pump is not on before the signal"
    readings=$(on_device "end-agent $1 22${2:+; $2}")
    read -r low through <<<"$readings"
    [ "$low" != never ] || wrong "pin 22 stayed high for two minutes: $(journal)"
}

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

times() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f times", a / b }'; }

# is_back HOW: the service runs again and says how its former run ended.
is_back() {
    await 300 is_new_run || wrong "no new run within 300 s: $(journal)"
    grep -q "\"run\":$ended,.*\"stop\":\"$1\"" "$dir/info" || wrong "run $ended should have ended by $1: $(<"$dir/info")"
    [ "$(pin 22)" = 0 ] || wrong "the pump is on again after the restart"
}

is_new_run() {
    seen 5 sandpiper/demo/status 1 | grep -q 'online$' || return 1
    [ "$(run_number)" != "$ended" ]
}

run_number() { seen 60 sandpiper/demo/info 1 | tee "$dir/info" | grep -o '"run":[0-9]*' | head -n 1 | cut -d : -f 2; }
